// The outbox on the device, looked into and filled from outside of the app: many kiriman at once, and databases of another
// layout. The one place of the tests that knows how the app keeps a kiriman, in the form in which it kept the first ones;
// each later version must still read and send it.

import { expect, type Page } from "@playwright/test";

import { kodeUnik, kunciPelapor, listed, reportBody, uuid } from "./report";

const DATABASE = "portal-antrean";
const OUTSIDE = "/api/kosong";

export interface Layout {
  version: number;
  stores: readonly string[];
}

export const PRESENT: Layout = { version: 1, stores: ["aduan", "foto", "draf", "perangkat"] };

// Opens an empty page of the same origin: nothing of the app runs there.
export async function stepOutside(page: Page): Promise<void> {
  const body = '<!doctype html><link rel="icon" href="data:,">';
  await page.route(`**${OUTSIDE}`, (route) => route.fulfill({ contentType: "text/html", body }));
  await page.goto(OUTSIDE);
}

// Presses *Kirim sekarang*, unless all went by itself before a finger could reach the button, which then is no longer there.
export async function sendNow(page: Page): Promise<void> {
  await expect(async () => {
    if ((await page.getByText("✓ Terkirim").count()) > 0) return;
    await page.getByRole("button", { name: "Kirim sekarang" }).click({ timeout: 2_000 });
  }).toPass({ timeout: 30_000 });
}

export interface Waiting {
  uraian: string;
  // The account of the officer who entered it for somebody.
  titipan?: string;
  foto?: Buffer;
  // When *Kirim* was pressed; without it just now.
  saved?: Date;
}

export interface Seed {
  id: string;
  aksi: string;
  uraian: string;
}

// As the app stores it when *Kirim* is pressed: nothing of it has been sent.
function kiriman({ uraian, titipan, foto, saved = new Date() }: Waiting, urutan: number): Record<string, unknown> {
  const [id, kode, kunci] = [uuid(), kodeUnik(), kunciPelapor()];
  const photos = foto ? [listed(foto)] : [];
  const asal = { perangkat: uuid(), urutan, ditangkap_pada: saved.toISOString(), skema: 1 };
  return {
    id,
    aksi: uuid(),
    kode,
    kunci,
    ...(titipan && { titipan }),
    judul: "Drainase, Lampihong Kiri",
    isi: JSON.stringify(reportBody({ id, kode, kunci }, { uraian, foto: photos, asal })),
    foto: photos.map((one) => ({ foto: one, state: { menunggu: { upload: null, offset: 0 } } })),
    urutan,
    saved_at: saved.getTime(),
    receipt: null,
    hold: null,
    failures: 0,
    tries: 0,
    next_try: null,
    last: null,
    sent_at: null,
  };
}

// Many that tell of the same thing, each under its number.
export function many(uraian: string, count: number): Waiting[] {
  return Array.from({ length: count }, (_, nth) => ({ uraian: `Yang ke ${nth}: ${uraian}` }));
}

// Puts kiriman into the outbox while no page of the app is open in this tab. With a layout of its own the database is made
// anew; else it stays as the app has laid it out.
export async function fill(page: Page, waiting: Waiting[], layout?: Layout): Promise<Seed[]> {
  const first = Date.now() - waiting.length;
  const stored = waiting.map((one, nth) => kiriman(one, first + nth));
  const photos = waiting.map(({ foto }) => foto?.toString("base64") ?? null);
  await stepOutside(page);
  await page.evaluate(lay, { name: DATABASE, layout: layout ?? PRESENT, anew: layout !== undefined, stored, photos });
  return stored.map(({ id, aksi }, nth) => ({ id: String(id), aksi: String(aksi), uraian: waiting[nth]?.uraian ?? "" }));
}

interface Laid {
  name: string;
  layout: Layout;
  anew: boolean;
  stored: Record<string, unknown>[];
  photos: (string | null)[];
}

// Runs in the page.
async function lay({ name, layout, anew, stored, photos }: Laid): Promise<void> {
  const done = <T>(request: IDBRequest<T>) =>
    new Promise<T>((resolve, reject) => {
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(request.error);
    });
  if (anew) await done(indexedDB.deleteDatabase(name));
  const isThere = (await indexedDB.databases()).some((database) => database.name === name);
  const opening = indexedDB.open(name, isThere ? undefined : layout.version);
  opening.onupgradeneeded = () => layout.stores.forEach((store) => opening.result.createObjectStore(store));
  const database = await done(opening);
  const tx = database.transaction([...database.objectStoreNames], "readwrite");
  stored.forEach((kiriman, nth) => {
    tx.objectStore("aduan").put(JSON.stringify(kiriman), String(kiriman["id"]));
    const bytes = photos[nth];
    const [photo] = kiriman["foto"] as { foto: { sha256: string } }[];
    if (!bytes || !photo) return;
    const binary = Uint8Array.from(atob(bytes), (letter) => letter.charCodeAt(0));
    tx.objectStore("foto").put(binary, `${kiriman["id"]}/${photo.foto.sha256}`);
  });
  await new Promise((resolve, reject) => {
    tx.oncomplete = resolve;
    tx.onabort = () => reject(tx.error);
  });
  database.close();
}

export interface Found extends Layout {
  // How many kiriman lie in it.
  kiriman: number;
}

// What the database is like now, seen from outside.
export async function look(page: Page): Promise<Found> {
  await stepOutside(page);
  return page.evaluate(async (name) => {
    const done = <T>(request: IDBRequest<T>) =>
      new Promise<T>((resolve, reject) => {
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(request.error);
      });
    const database = await done(indexedDB.open(name));
    const stores = [...database.objectStoreNames];
    const kiriman = await done(database.transaction("aduan").objectStore("aduan").count());
    const { version } = database;
    database.close();
    return { version, stores, kiriman };
  }, DATABASE);
}
