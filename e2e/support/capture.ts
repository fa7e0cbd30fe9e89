// A citizen who fills in the form as on a phone, step by step.

import { expect, type Page } from "@playwright/test";

import { photo, type Shot } from "./photo";

export interface Story {
  uraian: string;
  photos?: Shot[];
}

export const PLACE = "Lampihong Kiri";

// A sentence that no other complaint holds, so that it can be found again among the sample data.
export function story(words: string): string {
  const mark = Math.random().toString(36).slice(2, 10);
  return `${words} Tanda ${mark}.`;
}

// The mark alone: a word to search for.
export function markOf(uraian: string): string {
  return /Tanda (\w+)\./.exec(uraian)?.[1] ?? "";
}

// The app is installed: its worker is there and everything a citizen needs lies in the cache.
export async function installed(page: Page, address = "/"): Promise<void> {
  await page.goto(address);
  await expect(page.getByRole("link", { name: "Buat aduan" })).toBeVisible();
  await page.evaluate(async () => {
    await navigator.serviceWorker.ready;
    if (navigator.serviceWorker.controller) return;
    await new Promise((done) => navigator.serviceWorker.addEventListener("controllerchange", done, { once: true }));
  });
  // The district's name stands on the page once the configuration is here, and so in the cache.
  await expect(page.getByText("Kabupaten Balangan").first()).toBeVisible();
}

export async function next(page: Page, heading: string): Promise<void> {
  await page.getByRole("button", { name: "Lanjut" }).click();
  await expect(page.getByRole("heading", { level: 1, name: heading })).toBeVisible();
}

export async function fillWhat(page: Page, uraian: string): Promise<void> {
  await page.getByLabel("Pengaduan", { exact: true }).check();
  await page.getByLabel("Drainase", { exact: true }).check();
  await page.getByLabel("Uraian").fill(uraian);
}

export async function fillWhere(page: Page): Promise<void> {
  await page.getByRole("button", { name: "Pakai lokasi saya sekarang" }).click();
  await expect(page.getByText("GPS ± 8 meter")).toBeVisible();
  await expect(page.getByLabel("Desa atau kelurahan")).not.toHaveValue("");
}

export async function addPhotos(page: Page, shots: Shot[]): Promise<void> {
  const files = [];
  for (const shot of shots) files.push(await photo(page, shot));
  await page.locator("#galeri").setInputFiles(files);
  await expect(page.getByRole("img", { name: /^Foto \d$/ })).toHaveCount(shots.length);
}

export async function fillWho(page: Page): Promise<void> {
  await page.getByLabel("Nama", { exact: true }).fill("Siti Rahmah");
  await page.getByLabel("Nomor HP").fill("0812 3456 7890");
  await page.getByLabel(/Saya setuju/).check();
}

// An officer at the form for somebody who has no phone, up to the summary.
export async function fillForSomebody(page: Page, uraian: string, nama: string): Promise<void> {
  await expect(page.getByText("Anda mengisi untuk warga").first()).toBeVisible();
  await fillWhat(page, uraian);
  await next(page, "Di mana tempatnya?");
  await fillWhere(page);
  await next(page, "Ada fotonya?");
  await next(page, "Siapa yang menyampaikan?");
  await page.getByLabel("Nama", { exact: true }).fill(nama);
  await expect(page.getByLabel("Nomor HP")).toBeVisible();
  await page.getByLabel("Warga ini tidak punya HP").check();
  await expect(page.getByLabel("Nomor HP")).toHaveCount(0);
  await page.getByLabel(/Persetujuan sudah saya bacakan/).check();
}

// From home to the summary.
export async function capture(page: Page, { uraian, photos = [] }: Story): Promise<void> {
  await page.getByRole("link", { name: "Buat aduan" }).first().click();
  await expect(page.getByRole("heading", { level: 1, name: "Apa yang ingin Anda sampaikan?" })).toBeVisible();
  await fillWhat(page, uraian);
  await next(page, "Di mana tempatnya?");
  await fillWhere(page);
  await next(page, "Ada fotonya?");
  if (photos.length > 0) await addPhotos(page, photos);
  await next(page, "Siapa yang menyampaikan?");
  await fillWho(page);
  await next(page, "Periksa sebelum dikirim");
}

export async function send(page: Page): Promise<string> {
  await page.getByRole("button", { name: "Kirim", exact: true }).click();
  const kode = page.getByText(/^ADU(-[0-9A-Z]{5}){3}$/).first();
  await expect(kode).toBeVisible();
  return (await kode.textContent()) ?? "";
}

export async function expectSent(page: Page): Promise<void> {
  await expect(page.getByText("✓ Terkirim").first()).toBeVisible({ timeout: 30_000 });
}
