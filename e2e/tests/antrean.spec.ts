// The queue on the device: what the server refuses, delays or forgets, what two tabs do at once, and what an older
// or newer layout of the database holds.

import type { Page, Route } from "@playwright/test";

import { capture, expectSent, fillWhat, send, story, markOf } from "../support/capture";
import { expect, test } from "../support/fixtures";
import { found } from "../support/officer";

const PHOTO = [{ width: 1600, height: 1200 }];
const REFUSED = /status of 422/;

// Answers the sending of a record in the server's place, as long as `answer` has one to give.
async function answerRecords(page: Page, answer: (nth: number) => { status: number; body: object; wait?: string } | undefined) {
  let nth = 0;
  await page.context().route("**/api/aduan", (route: Route) => {
    if (route.request().method() !== "POST") return route.continue();
    const given = answer(nth++);
    if (!given) return route.continue();
    const headers: Record<string, string> = given.wait ? { "retry-after": given.wait } : {};
    return route.fulfill({
      status: given.status,
      headers,
      contentType: "application/problem+json",
      body: JSON.stringify(given.body),
    });
  });
  return () => nth;
}

const faultIn = (message: string) => ({
  status: 422,
  body: { code: "isian_salah", detail: message, fields: [{ field: "uraian", message }] },
});

test("a refused report says why, is mended with its photo, and goes under the same code", async ({
  page,
  server,
  watch,
  expectAccessible,
}) => {
  const uraian = story("Saluran tersumbat di samping langgar.");
  watch.expects(REFUSED);
  await answerRecords(page, (nth) => (nth === 0 ? faultIn("Hapus dulu nomor NIK dari uraian.") : undefined));
  await page.goto("/");
  await capture(page, { uraian: `${uraian} NIK 6311`, photos: PHOTO });
  const kode = await send(page);
  await expect(page.getByText("Perlu diperbaiki").first()).toBeVisible();
  await page.goto("/antrean");
  await expect(page.getByText("Hapus dulu nomor NIK dari uraian.")).toBeVisible();
  await expectAccessible(page);
  expect(await found(server.url, markOf(uraian))).toHaveLength(0);

  await page.getByRole("button", { name: "Perbaiki" }).click();
  await page.getByLabel("Uraian").fill(uraian);
  await page.getByRole("button", { name: "Lanjut" }).click();
  await expect(page.getByText("GPS ± 8 meter")).toBeVisible();
  await page.goto("/aduan/baru?langkah=5");
  await expect(page.getByRole("img", { name: "Foto 1" })).toBeVisible();
  expect(await send(page)).toBe(kode);
  await expectSent(page);
  const lines = await found(server.url, markOf(uraian));
  expect(lines).toHaveLength(1);
  expect(lines[0]).toMatchObject({ kode, foto: 1, foto_kurang: 0 });
});

test("one refused report does not hold up the next", async ({ page, server, watch }) => {
  const [bad, good] = [story("Yang ini ditolak dulu oleh server."), story("Yang ini tidak boleh ikut tertahan.")];
  watch.expects(REFUSED);
  await answerRecords(page, (nth) => (nth === 0 ? faultIn("Tulis lebih jelas.") : undefined));
  await page.goto("/");
  await capture(page, { uraian: bad });
  await send(page);
  await expect(page.getByText("Perlu diperbaiki").first()).toBeVisible();
  await page.goto("/");
  await capture(page, { uraian: good });
  await send(page);
  await expectSent(page);
  expect(await found(server.url, markOf(good))).toHaveLength(1);
  await page.goto("/antrean");
  await expect(page.getByText("Perlu diperbaiki", { exact: true })).toHaveCount(1);
});

test("a busy server is asked again when it said so, and gets the report once", async ({ page, server, watch }) => {
  const uraian = story("Jalan berlubang di depan pasar.");
  watch.expects(/status of 503/);
  const busy = { status: 503, body: { code: "belum_siap", detail: "Sebentar." }, wait: "1" };
  const asked = await answerRecords(page, (nth) => (nth < 2 ? busy : undefined));
  await page.goto("/");
  await capture(page, { uraian });
  await send(page);
  await expectSent(page);
  expect(asked()).toBe(3);
  expect(await found(server.url, markOf(uraian))).toHaveLength(1);
});

test("two tabs hold two drafts, and neither writes over the other", async ({ page, context }) => {
  const [first, second] = [story("Draf di tab pertama."), story("Draf di tab kedua.")];
  await page.goto("/aduan/baru");
  await page.getByLabel("Uraian").fill(first);
  await expect(page.getByText(/^Tersimpan di perangkat/)).toBeVisible();
  const other = await context.newPage();
  await other.goto("/aduan/baru");
  await expect(other.getByLabel("Uraian")).toHaveValue("");
  await other.getByLabel("Uraian").fill(second);
  await expect(other.getByText(/^Tersimpan di perangkat/)).toBeVisible();
  await other.reload();
  await expect(other.getByLabel("Uraian")).toHaveValue(second);
  await page.reload();
  await expect(page.getByLabel("Uraian")).toHaveValue(first);
});

test("another report can be begun beside a draft, and each is found again", async ({ page }) => {
  const [first, second] = [story("Draf yang ditunda dulu."), story("Laporan lain yang lebih penting.")];
  await page.goto("/aduan/baru");
  await page.getByLabel("Uraian").fill(first);
  await expect(page.getByText(/^Tersimpan di perangkat/)).toBeVisible();
  await page.reload();
  await page.getByRole("link", { name: "Mulai aduan lain, draf ini tetap disimpan" }).click();
  await expect(page.getByLabel("Uraian")).toHaveValue("");
  await page.getByLabel("Uraian").fill(second);
  await expect(page.getByText(/^Tersimpan di perangkat/)).toBeVisible();
  await page.reload();
  await expect(page.getByLabel("Uraian")).toHaveValue(second);
  await page.goto("/antrean");
  await expect(page.getByRole("link", { name: "Lanjutkan" })).toHaveCount(2);
});

test("a full device says so, keeps the page as it is, and saves again once there is room", async ({
  page,
  context,
  server,
}) => {
  const uraian = story("Perangkat ini penuh sama sekali.");
  await page.goto("/aduan/baru");
  const devtools = await context.newCDPSession(page);
  await devtools.send("Storage.overrideQuotaForOrigin", { origin: server.url, quotaSize: 1 });
  // Chromium grants small writes from an allowance that it remembers for up to half a minute.
  await expect(async () => {
    await page.getByLabel("Uraian").fill(`${uraian} ${Date.now()}`);
    await expect(page.getByText(/Penyimpanan perangkat ini penuh/)).toBeVisible({ timeout: 3_000 });
  }).toPass({ timeout: 80_000 });
  await page.getByLabel("Uraian").fill(uraian);
  await devtools.send("Storage.overrideQuotaForOrigin", { origin: server.url });
  await expect(page.getByText(/^Tersimpan di perangkat/)).toBeVisible();
  await page.reload();
  await expect(page.getByLabel("Uraian")).toHaveValue(uraian);
});

test("whoever leaves right after the last key finds everything again", async ({ page }) => {
  const uraian = story("Ditinggal sebelum sempat disimpan.");
  await page.goto("/aduan/baru");
  await fillWhat(page, uraian);
  await page.getByRole("link", { name: "Keluar" }).click();
  await page.getByRole("link", { name: "Buat aduan" }).first().click();
  await expect(page.getByLabel("Uraian")).toHaveValue(uraian);
  await expect(page.getByLabel("Drainase", { exact: true })).toBeChecked();
});

test("a draft that is thrown away is gone, and only after it was asked", async ({ page }) => {
  await page.goto("/aduan/baru");
  await fillWhat(page, story("Ini hanya coba-coba saja."));
  await expect(page.getByText(/^Tersimpan di perangkat/)).toBeVisible();
  await page.getByRole("button", { name: "Buang draf" }).click();
  await page.getByRole("button", { name: "Tidak jadi" }).click();
  await expect(page.getByLabel("Uraian")).not.toHaveValue("");
  await page.getByRole("button", { name: "Buang draf" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Buang draf" }).click();
  await expect(page.getByRole("link", { name: "Buat aduan" }).first()).toBeVisible();
  await page.goto("/aduan/baru");
  await expect(page.getByLabel("Uraian")).toHaveValue("");
});

// Lays a database of another layout with a hundred copies of the one kiriman in it, none of which goes by itself.
// The app that has the old one open must make way.
async function layOutbox(page: Page, version: number, stores: string[]): Promise<void> {
  await page.evaluate(
    async ({ version, stores }) => {
      const done = <T>(request: IDBRequest<T>) =>
        new Promise<T>((resolve, reject) => {
          request.onsuccess = () => resolve(request.result);
          request.onerror = () => reject(request.error);
        });
      const open = (version?: number, upgrade?: (database: IDBDatabase) => void) => {
        const request = indexedDB.open("portal-antrean", version);
        request.onupgradeneeded = () => upgrade?.(request.result);
        return done(request);
      };
      const old = await open();
      const [model] = (await done(old.transaction("aduan").objectStore("aduan").getAll())).map((text) => JSON.parse(text));
      old.close();
      await done(indexedDB.deleteDatabase("portal-antrean"));
      const laid = await open(version, (database) => stores.forEach((name) => database.createObjectStore(name)));
      const tx = laid.transaction("aduan", "readwrite");
      for (let n = 0; n < 100; n++) {
        const id = model.id.slice(0, -3) + n.toString(16).padStart(3, "0");
        tx.objectStore("aduan").put(JSON.stringify({ ...model, id, urutan: n + 1, hold: "login", receipt: null }), id);
      }
      await new Promise((resolve, reject) => {
        tx.oncomplete = resolve;
        tx.onerror = reject;
      });
      laid.close();
    },
    { version, stores },
  );
}

for (const [name, version, stores] of [
  ["one with fewer stores", 1, ["aduan"]],
  ["a newer one with more stores", 9, ["aduan", "foto", "draf", "perangkat", "besok"]],
] as const) {
  test(`a hundred unsent reports live through another layout: ${name}`, async ({ page }) => {
    await page.goto("/");
    await capture(page, { uraian: story("Satu contoh untuk seratus salinan.") });
    await send(page);
    await expectSent(page);
    await layOutbox(page, version, [...stores]);
    await page.goto("/antrean");
    await expect(page.getByText("Perlu masuk dulu")).toHaveCount(100);
    await page.goto("/aduan/baru");
    await page.getByLabel("Uraian").fill("Draf baru tetap dapat disimpan di sini.");
    await expect(page.getByText(/^Tersimpan di perangkat/)).toBeVisible();
  });
}
