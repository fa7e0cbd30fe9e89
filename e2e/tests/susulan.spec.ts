// What is done to a complaint without a network: it waits on the device, goes in its order, and is done once.

import { readFile } from "node:fs/promises";

import type { Page } from "@playwright/test";

import { knownAccount, PASSWORD } from "../support/account";
import { installed, story } from "../support/capture";
import { expect, test } from "../support/fixtures";
import { logIn, OFFICER, step, token } from "../support/officer";
import { photo } from "../support/photo";
import { fileReport } from "../support/report";
import { SAMPLE_PASSWORD } from "../support/server";
import { openWithoutNetwork, waiting } from "../support/susulan";
import { NETWORK_GONE } from "../support/watch";

const KEPT = "Tersimpan di perangkat ini. Dikirim saat ada jaringan dan portal terbuka.";

interface Seen {
  versi: number;
  status: string;
  langkah: { tindakan?: string; status: string }[];
  pesan: { isi: string; dari: string }[];
  catatan: { isi: string; oleh: string }[];
  foto: { sebagai: string; diterima: boolean }[];
  penilaian?: { nilai: number; komentar: string };
}

// The complaint as the server holds it.
async function seen(server: string, id: string): Promise<Seen> {
  const answer = await fetch(`${server}/api/aduan/${id}`, { headers: { Authorization: `Bearer ${await token(server)}` } });
  expect(answer.status).toBe(200);
  return (await answer.json()) as Seen;
}

async function write(page: Page, label: string, words: string, button: string): Promise<void> {
  const box = page.getByLabel(label);
  await box.fill(words);
  await page.getByRole("button", { name: button }).click();
  await expect(box).toHaveValue("");
}

async function verify(page: Page, words: string): Promise<void> {
  await page.getByRole("button", { name: "Verifikasi", exact: true }).click();
  const dialog = page.getByRole("dialog", { name: "Verifikasi" });
  await dialog.getByRole("textbox").fill(words);
  await dialog.getByRole("button", { name: "Verifikasi", exact: true }).click();
  await expect(dialog).toBeHidden();
}

test("a step, a note and a message wait on the officer's phone, and arrive in their order, once", async ({
  page,
  context,
  server,
  watch,
  expectAccessible,
  picture,
}) => {
  const report = await fileReport(server.url, { uraian: story("Gorong-gorong di depan pasar ikan ambruk.") });
  watch.expects(NETWORK_GONE);
  await openWithoutNetwork(page, report, /^Gorong-gorong di depan pasar ikan/);

  // The menu is his also now.
  await expect(page.getByRole("navigation").getByRole("link", { name: "Lapangan" })).toBeVisible();
  await verify(page, "Sudah saya lihat di tempat.");
  await expect(page.getByText(KEPT)).toBeVisible();
  await expect(waiting(page).getByRole("heading", { name: "Langkah “Verifikasi”" })).toBeVisible();
  await expect(waiting(page)).toContainText("Sudah saya lihat di tempat.");
  // How it stands after that step only the office knows.
  await expect(page.getByText(/^Langkah “Verifikasi” Anda menunggu dikirim\./)).toBeVisible();
  await expect(page.getByRole("button", { name: "Disposisikan", exact: true })).toHaveCount(0);
  await write(page, "Tambah catatan", "Bawa cangkul dan karung pasir.", "Simpan catatan");
  await page.getByText("Tanya atau kabari pelapor tanpa mengubah status").click();
  await write(page, "Pesan untuk pelapor", "Apakah air masih menggenang?", "Kirim pesan");
  await expect(waiting(page).getByRole("listitem")).toHaveCount(3);
  await expectAccessible(page);
  await waiting(page).scrollIntoViewIfNeeded();
  await picture(page, "susulan-menunggu");

  // It outlives the page, stands in the list, and in the queue with its words.
  await page.goto("/petugas/aduan");
  const line = page.getByRole("link").filter({ hasText: "Gorong-gorong di depan pasar ikan" });
  await expect(line).toContainText("Menunggu dikirim", { timeout: 30_000 });
  await page.goto("/antrean");
  await expect(page.getByRole("heading", { name: /^Catatan petugas: Gorong-gorong/ })).toBeVisible();
  await expect(page.getByText("Bawa cangkul dan karung pasir.")).toBeVisible();
  await expectAccessible(page);
  await picture(page, "susulan-antrean");
  expect((await seen(server.url, report.id)).status).toBe("diterima");

  const order: string[] = [];
  context.on("request", (request) => {
    if (request.url().endsWith("/api/sync")) order.push(request.method());
  });
  await context.setOffline(false);
  await expect(page.getByText("✓ Terkirim")).toHaveCount(3, { timeout: 30_000 });
  const now = await seen(server.url, report.id);
  expect(now.status).toBe("diverifikasi");
  expect(now.catatan.map((one) => one.isi)).toEqual(["Bawa cangkul dan karung pasir."]);
  expect(now.pesan.filter((one) => one.dari === "petugas").map((one) => one.isi)).toEqual(["Apakah air masih menggenang?"]);
  expect(order.length).toBeGreaterThanOrEqual(3);

  await page.goto(`/petugas/aduan/${report.id}`);
  await expect(page.getByText("Bawa cangkul dan karung pasir.")).toHaveCount(1);
  await expect(waiting(page)).toHaveCount(0);
  await expect(page.getByRole("button", { name: "Disposisikan", exact: true })).toBeVisible();
});

test("a step that a colleague made stale is not taken: it says so, keeps the words, and is dropped when asked @phone", async ({
  page,
  context,
  server,
  watch,
  picture,
}) => {
  const report = await fileReport(server.url, { uraian: story("Pagar kuburan roboh tertimpa pohon.") });
  watch.expects(NETWORK_GONE);
  await openWithoutNetwork(page, report, /^Pagar kuburan roboh/);
  await verify(page, "Pohonnya sudah dipotong warga.");
  await write(page, "Tambah catatan", "Sisa batangnya masih di pinggir jalan.", "Simpan catatan");
  await step(server.url, report.id, "verifikasi", { teks: "Diverifikasi dari kantor." });
  const before = await seen(server.url, report.id);

  await context.setOffline(false);
  await expect(waiting(page).getByText("Tidak diterima kantor", { exact: true })).toBeVisible({ timeout: 30_000 });
  expect((await seen(server.url, report.id)).versi).toBe(before.versi);
  await expect(waiting(page)).toContainText("Pohonnya sudah dipotong warga.");
  // The page shows by itself how the complaint stands now; nothing new is put behind what was refused.
  await expect(page.getByText("Diverifikasi dari kantor.")).toBeVisible();
  await expect(page.getByText("Yang Anda lakukan sebelumnya tidak diterima kantor: lihat di")).toBeVisible();
  await expect(page.getByRole("button", { name: "Disposisikan", exact: true })).toHaveCount(0);
  await expect(waiting(page)).toContainText("Tertahan: yang Anda lakukan sebelumnya pada aduan ini tidak diterima kantor.");
  await page.goto("/petugas/aduan");
  await expect(page.getByRole("link").filter({ hasText: "Pagar kuburan roboh" })).toContainText("Perlu dilihat");
  await page.goto(`/petugas/aduan/${report.id}`);
  await expect(waiting(page).getByRole("button", { name: "Kirim lagi" })).toHaveCount(0);
  await waiting(page).scrollIntoViewIfNeeded();
  await picture(page, "susulan-usang");
  await waiting(page).getByRole("button", { name: "Buang" }).click();
  const dialog = page.getByRole("dialog", { name: "Buang ini?" });
  await expect(dialog).toContainText("Pohonnya sudah dipotong warga.");
  expect((await seen(server.url, report.id)).catatan).toHaveLength(0);
  await dialog.getByRole("button", { name: "Buang" }).click();
  // What waited behind it goes by itself.
  await expect(waiting(page)).toHaveCount(0, { timeout: 30_000 });
  expect((await seen(server.url, report.id)).catatan).toHaveLength(1);
  await expect(page.getByRole("button", { name: "Disposisikan", exact: true })).toBeVisible();
});

test("what cannot have left yet is taken back, and never arrives @phone", async ({ page, context, server, watch }) => {
  const report = await fileReport(server.url, { uraian: story("Lampu taman di alun-alun padam semua.") });
  watch.expects(NETWORK_GONE);
  await openWithoutNetwork(page, report, /^Lampu taman di alun-alun/);
  await write(page, "Tambah catatan", "Catatan yang keliru.", "Simpan catatan");
  await waiting(page).getByRole("button", { name: "Batalkan" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Buang" }).click();
  await expect(waiting(page)).toHaveCount(0);
  await write(page, "Tambah catatan", "Catatan yang benar.", "Simpan catatan");
  await context.setOffline(false);
  await expect.poll(async () => (await seen(server.url, report.id)).catatan.map((one) => one.isi), { timeout: 30_000 })
    .toEqual(["Catatan yang benar."]);
});

test("a complaint is handed on without a network @phone", async ({ page, context, server, watch, picture }) => {
  const report = await fileReport(server.url, { uraian: story("Dinding parit di gang surau runtuh.") });
  await step(server.url, report.id, "verifikasi");
  watch.expects(NETWORK_GONE);
  await openWithoutNetwork(page, report, /^Dinding parit di gang surau/);
  await page.getByRole("button", { name: "Disposisikan", exact: true }).click();
  const dialog = page.getByRole("dialog", { name: "Disposisikan" });
  await dialog.getByLabel("SKPD yang mengerjakan").selectOption("puprperkim");
  await picture(page, "susulan-disposisi");
  await dialog.getByRole("button", { name: "Disposisikan", exact: true }).click();
  await expect(dialog).toBeHidden();
  await expect(waiting(page).getByRole("heading", { name: "Langkah “Disposisikan”" })).toBeVisible();
  await expect(waiting(page)).toContainText("Kepada: puprperkim");
  await context.setOffline(false);
  await expect.poll(async () => (await seen(server.url, report.id)).status, { timeout: 30_000 }).toBe("didisposisikan");
});

test("a correction closes the way for steps until it is there, and what is half written stays @phone", async ({
  page,
  context,
  server,
  watch,
}) => {
  const report = await fileReport(server.url, { uraian: story("Tiang listrik miring ke arah sekolah.") });
  await step(server.url, report.id, "verifikasi");
  await step(server.url, report.id, "disposisi", { skpd: "puprperkim" });
  await step(server.url, report.id, "proses");
  watch.expects(NETWORK_GONE);
  await openWithoutNetwork(page, report, /^Tiang listrik miring/);
  await page.getByLabel("Tanggapan untuk pelapor").fill("Tiang akan ditegakkan hari Rabu.");
  await page.getByRole("button", { name: "Betulkan data" }).click();
  await page.getByLabel("Patokan").fill("Sebelah warung Acil Imah");
  await page.getByRole("button", { name: "Simpan pembetulan" }).click();
  await expect(waiting(page)).toContainText("Patokan: Sebelah warung Acil Imah");
  await expect(page.getByText(/^Pembetulan Anda menunggu dikirim\./)).toBeVisible();
  await expect(page.getByRole("button", { name: "Kirim tanggapan" })).toHaveCount(0);

  await context.setOffline(false);
  await expect(waiting(page)).toHaveCount(0, { timeout: 30_000 });
  await expect(page.getByLabel("Tanggapan untuk pelapor")).toHaveValue("Tiang akan ditegakkan hari Rabu.");
  await page.getByRole("button", { name: "Kirim tanggapan" }).click();
  await expect.poll(async () => (await seen(server.url, report.id)).status).toBe("ditanggapi");
});

test("photos of how it looks after the work wait with the answer, and arrive whole, once @phone", async ({
  page,
  context,
  server,
  watch,
  expectAccessible,
  picture,
}) => {
  const report = await fileReport(server.url, { uraian: story("Plat penutup parit di depan puskesmas pecah.") });
  for (const tindakan of ["verifikasi", "disposisi", "proses"]) {
    await step(server.url, report.id, tindakan, tindakan === "disposisi" ? { skpd: "puprperkim" } : {});
  }
  watch.expects(NETWORK_GONE);
  await openWithoutNetwork(page, report, /^Plat penutup parit di depan puskesmas/);
  const shots = [await photo(page, { width: 2400, height: 1800 }), await photo(page, { width: 1800, height: 2400 })];
  for (const [place, shot] of shots.entries()) {
    await page.locator("#foto-sesudah").setInputFiles(shot);
    await expect(waiting(page).getByRole("img", { name: "Foto yang menunggu dikirim" })).toHaveCount(place + 1, { timeout: 30_000 });
  }
  // The same once more is told at once, not by the office tomorrow.
  await page.locator("#foto-sesudah").setInputFiles(shots[0] ?? []);
  await expect(page.getByText("Foto ini sudah menunggu dikirim.")).toBeVisible({ timeout: 30_000 });
  await page.getByLabel("Tanggapan untuk pelapor").fill("Plat sudah diganti dengan beton baru.");
  await page.getByRole("button", { name: "Kirim tanggapan" }).click();
  await expect(waiting(page).getByRole("heading", { name: "Tanggapan" })).toBeVisible();
  await expectAccessible(page);
  await waiting(page).scrollIntoViewIfNeeded();
  await picture(page, "susulan-foto");

  // Photos outlive the page.
  await page.reload();
  await expect(waiting(page).getByRole("img", { name: "Foto yang menunggu dikirim" })).toHaveCount(2, { timeout: 30_000 });
  await context.setOffline(false);
  await expect(waiting(page)).toHaveCount(0, { timeout: 60_000 });
  const now = await seen(server.url, report.id);
  expect(now.status).toBe("ditanggapi");
  expect(now.foto).toMatchObject([
    { sebagai: "sesudah", diterima: true },
    { sebagai: "sesudah", diterima: true },
  ]);
  await expect(page.getByRole("button", { name: "Hapus foto 2" })).toBeVisible();
});

test("a photo whose upload breaks off is sent to its end by itself @phone", async ({ page, server, link, watch }) => {
  const report = await fileReport(server.url, { uraian: story("Dinding posyandu retak dari atas ke bawah.") });
  watch.expects(NETWORK_GONE);
  await page.goto(`${link.url}/masuk?kembali=/petugas/aduan`);
  await page.getByLabel("Nama pengguna").fill(OFFICER);
  await page.getByLabel("Kata sandi").fill(SAMPLE_PASSWORD);
  await page.getByRole("button", { name: "Masuk", exact: true }).click();
  await page.waitForURL(/\d\/petugas\/aduan/);
  await page.goto(`${link.url}/petugas/aduan/${report.id}`);
  await expect(page.getByRole("heading", { name: /^Dinding posyandu retak/ })).toBeVisible();
  // The record arrives; nothing of the photo does, and the page is left.
  await page.route("**/api/files**", (route) => route.abort());
  await page.locator("#foto-sesudah").setInputFiles(await photo(page, { width: 2400, height: 1800 }));
  await expect(waiting(page).getByRole("img", { name: "Foto yang menunggu dikirim" })).toBeVisible({ timeout: 60_000 });
  await expect.poll(async () => (await seen(server.url, report.id)).foto, { timeout: 30_000 })
    .toMatchObject([{ sebagai: "sesudah", diterima: false }]);
  await page.reload();
  await expect(waiting(page).getByRole("img", { name: "Foto yang menunggu dikirim" })).toBeVisible({ timeout: 30_000 });
  await page.unrouteAll();
  await expect.poll(async () => (await seen(server.url, report.id)).foto, { timeout: 60_000 })
    .toMatchObject([{ sebagai: "sesudah", diterima: true }]);
  await expect(waiting(page)).toHaveCount(0, { timeout: 30_000 });
});

test("a photo that the office does not take is handed back as a file, and let go when asked @phone", async ({
  page,
  context,
  server,
  watch,
  picture,
}) => {
  const report = await fileReport(server.url, { uraian: story("Keran umum di pasar patah dan mengalir terus.") });
  watch.expects(NETWORK_GONE);
  await openWithoutNetwork(page, report, /^Keran umum di pasar/);
  await page.locator("#foto-sesudah").setInputFiles(await photo(page, { width: 2400, height: 1800 }));
  const shown = waiting(page).getByRole("img", { name: "Foto yang menunggu dikirim" });
  await expect(shown).toBeVisible({ timeout: 30_000 });
  // While it waits it goes to the office by itself, and is no file.
  await expect(waiting(page).getByRole("button", { name: "Simpan foto" })).toHaveCount(0);
  // A colleague has brought as many as a complaint may have.
  for (let place = 0; place < 5; place += 1) {
    const foto = { sha256: String(place).repeat(64), bytes: 1_000, media_type: "image/jpeg" };
    await step(server.url, report.id, "foto-sesudah", { foto });
  }

  await context.setOffline(false);
  await expect(waiting(page).getByText("Tidak diterima kantor")).toBeVisible({ timeout: 30_000 });
  await waiting(page).scrollIntoViewIfNeeded();
  await picture(page, "susulan-foto-ditolak");
  const download = page.waitForEvent("download");
  await waiting(page).getByRole("button", { name: "Simpan foto" }).click();
  const file = await download;
  expect(file.suggestedFilename()).toMatch(/^foto-ADU(-[0-9A-Z]{5}){3}-1\.jpg$/);
  const bytes = await readFile(await file.path());
  expect([...bytes.subarray(0, 3)]).toEqual([0xff, 0xd8, 0xff]);
  await waiting(page).getByRole("button", { name: "Buang" }).click();
  await page.getByRole("dialog", { name: "Buang ini?" }).getByRole("button", { name: "Buang" }).click();
  await expect(waiting(page)).toHaveCount(0);
});

test("who logs out while a photo's bytes are still to come sends them when he is back @phone", async ({
  page,
  context,
  server,
  watch,
}) => {
  const report = await fileReport(server.url, { uraian: story("Papan jembatan gantung lepas dua lembar.") });
  watch.expects(NETWORK_GONE, /status of 401/);
  await openWithoutNetwork(page, report, /^Papan jembatan gantung/);
  await page.locator("#foto-sesudah").setInputFiles(await photo(page, { width: 2400, height: 1800 }));
  await expect(waiting(page).getByRole("img", { name: "Foto yang menunggu dikirim" })).toBeVisible({ timeout: 30_000 });
  await context.route("**/api/files**", (route) => route.abort());
  await context.setOffline(false);
  await expect.poll(async () => (await seen(server.url, report.id)).foto, { timeout: 30_000 })
    .toMatchObject([{ sebagai: "sesudah", diterima: false }]);
  await page.getByRole("button", { name: "Keluar", exact: true }).first().click();
  const dialog = page.getByRole("dialog", { name: "Masih ada yang belum terkirim" });
  await dialog.getByRole("button", { name: "Keluar, biarkan menunggu" }).click();
  await page.waitForURL(/\/masuk/);
  await context.unrouteAll();
  // In nobody's name nothing of it goes.
  await page.waitForTimeout(4_000);
  expect((await seen(server.url, report.id)).foto).toMatchObject([{ sebagai: "sesudah", diterima: false }]);
  await logIn(page);
  await expect.poll(async () => (await seen(server.url, report.id)).foto, { timeout: 60_000 })
    .toMatchObject([{ sebagai: "sesudah", diterima: true }]);
});

test("a reporter's judgement and his way back wait too, and arrive in their order @phone", async ({
  page,
  context,
  server,
  watch,
  expectAccessible,
  picture,
}) => {
  const report = await fileReport(server.url, { uraian: story("Kran umum di depan langgar tidak mengalir.") });
  await step(server.url, report.id, "verifikasi");
  await step(server.url, report.id, "disposisi", { skpd: "puprperkim" });
  await step(server.url, report.id, "proses");
  await step(server.url, report.id, "tanggapi", { teks: "Pipa sudah disambung." });
  await step(server.url, report.id, "selesai");
  watch.expects(NETWORK_GONE);
  await installed(page);
  await page.goto(`/lacak/${report.kode}#${report.kunci}`);
  await expect(page.getByRole("heading", { name: "Bagaimana penanganannya?" })).toBeVisible();
  await context.setOffline(true);
  await page.getByLabel("2, Tidak puas").check({ force: true });
  await page.getByLabel("Komentar").fill("Airnya hanya mengalir satu malam.");
  await page.getByRole("button", { name: "Kirim penilaian" }).click();
  await expect(page.getByText("Penilaian Anda menunggu dikirim.")).toBeVisible();
  await expect(page.getByRole("button", { name: "Kirim penilaian" })).toBeHidden();
  await page.getByText("Belum puas? Buka kembali aduan ini").click();
  await page.getByLabel("Mengapa dibuka kembali?").fill("Kran kering lagi sejak pagi ini.");
  await page.getByRole("button", { name: "Buka kembali", exact: true }).click();
  await expect(waiting(page).getByRole("listitem")).toHaveCount(2);
  await expect(waiting(page)).toContainText("2 dari 5: Tidak puas");
  await expect(page.getByText("Belum puas? Buka kembali aduan ini")).toBeHidden();
  await expectAccessible(page);
  await waiting(page).scrollIntoViewIfNeeded();
  await picture(page, "susulan-pelapor");
  expect((await seen(server.url, report.id)).status).toBe("selesai");

  await context.setOffline(false);
  await expect(waiting(page)).toHaveCount(0, { timeout: 30_000 });
  const now = await seen(server.url, report.id);
  expect(now.status).toBe("dibuka_kembali");
  expect(now.penilaian).toMatchObject({ nilai: 2, komentar: "Airnya hanya mengalir satu malam." });
});

test("a reporter's message waits, and stands in his thread when it is there @phone", async ({ page, context, server, watch }) => {
  const report = await fileReport(server.url, { uraian: story("Air leding keruh sejak tiga hari.") });
  watch.expects(NETWORK_GONE);
  await installed(page);
  await page.goto(`/lacak/${report.kode}#${report.kunci}`);
  await expect(page.getByRole("heading", { name: "Percakapan dengan petugas" })).toBeVisible();
  await context.setOffline(true);
  await write(page, "Balas atau tambahkan keterangan", "Sudah mulai jernih sore ini.", "Kirim pesan");
  await expect(waiting(page)).toContainText("Sudah mulai jernih sore ini.");
  await context.setOffline(false);
  await expect(waiting(page)).toHaveCount(0, { timeout: 30_000 });
  await expect(page.getByText("Sudah mulai jernih sore ini.")).toHaveCount(1);
  const told = (await seen(server.url, report.id)).pesan.filter((one) => one.dari === "pelapor");
  expect(told.map((one) => one.isi)).toEqual(["Sudah mulai jernih sore ini."]);
});

test("who logs out with nothing but notes that wait leaves them, and sends them when he is back @phone", async ({
  page,
  context,
  server,
  watch,
  picture,
}) => {
  const report = await fileReport(server.url, { uraian: story("Halte di simpang empat tanpa atap.") });
  watch.expects(NETWORK_GONE, /status of 401/);
  await openWithoutNetwork(page, report, /^Halte di simpang empat/);
  await write(page, "Tambah catatan", "Ukur dulu lebarnya.", "Simpan catatan");
  // The login answers, and what waits is kept from going.
  await context.route("**/api/{health,sync}**", (route) => route.abort());
  await context.setOffline(false);
  await page.getByRole("button", { name: "Keluar", exact: true }).first().click();
  const dialog = page.getByRole("dialog", { name: "Masih ada yang belum terkirim" });
  await expect(dialog).toContainText("Catatan petugas: Halte di simpang empat");
  await expect(dialog.getByRole("button", { name: "Simpan sebagai berkas" })).toHaveCount(0);
  await picture(page, "susulan-keluar");
  await dialog.getByRole("button", { name: "Keluar, biarkan menunggu" }).click();
  await page.waitForURL(/\/masuk/);
  await context.unrouteAll();
  await logIn(page);
  await expect.poll(async () => (await seen(server.url, report.id)).catatan.map((one) => one.isi), { timeout: 30_000 })
    .toEqual(["Ukur dulu lebarnya."]);
});

test("an answer that was lost on the way back is done once @desk", async ({ page, server, link, watch }) => {
  const report = await fileReport(server.url, { uraian: story("Papan nama jalan hilang di simpang tiga.") });
  watch.expects(NETWORK_GONE);
  await page.goto(`${link.url}/masuk?kembali=/petugas/aduan`);
  await page.getByLabel("Nama pengguna").fill(OFFICER);
  await page.getByLabel("Kata sandi").fill(SAMPLE_PASSWORD);
  await page.getByRole("button", { name: "Masuk", exact: true }).click();
  await page.waitForURL(/\d\/petugas\/aduan/);
  await page.goto(`${link.url}/petugas/aduan/${report.id}`);
  await expect(page.getByRole("heading", { name: /^Papan nama jalan hilang/ })).toBeVisible();
  link.swallowAnswers("POST /api/aduan/", 1);
  await write(page, "Tambah catatan", "Pesan papan baru ke Dishub.", "Simpan catatan");
  await expect.poll(async () => (await seen(server.url, report.id)).catatan.length).toBe(1);
  await expect(waiting(page)).toHaveCount(0, { timeout: 30_000 });
  await expect(page.getByRole("listitem").filter({ hasText: "Pesan papan baru ke Dishub." })).toHaveCount(1);
  expect((await seen(server.url, report.id)).catatan).toHaveLength(1);
});

test("what one officer did is neither seen nor sent by another on the same device @desk", async ({
  page,
  context,
  server,
  watch,
}) => {
  const colleague = await knownAccount(server.url, "camat.halong", "camat", { wilayah: "63.11.02" });
  const report = await fileReport(server.url, { uraian: story("Atap pos ronda bocor di dua tempat.") });
  watch.expects(NETWORK_GONE);
  // The session is taken away below the open page, which may ask for a new token before it is left.
  watch.expects(/401/);
  await openWithoutNetwork(page, report, /^Atap pos ronda bocor/);
  await write(page, "Tambah catatan", "Rahasia sesama petugas.", "Simpan catatan");

  await context.clearCookies();
  await page.evaluate(() => localStorage.removeItem("portal.masuk"));
  await context.setOffline(false);
  await logIn(page, "/petugas/aduan", colleague.name, PASSWORD);
  await page.goto("/antrean");
  await expect(page.getByRole("heading", { name: "Pekerjaan petugas" })).toBeVisible();
  await expect(page.getByText("Rahasia sesama petugas.")).toHaveCount(0);
  expect((await seen(server.url, report.id)).catatan).toHaveLength(0);

  await context.clearCookies();
  await page.evaluate(() => localStorage.removeItem("portal.masuk"));
  await logIn(page);
  await expect.poll(async () => (await seen(server.url, report.id)).catatan.map((one) => one.isi), { timeout: 30_000 })
    .toEqual(["Rahasia sesama petugas."]);
});
