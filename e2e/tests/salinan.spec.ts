// An officer's copy of his inbox on the device.

import { knownAccount, PASSWORD } from "../support/account";
import { installed } from "../support/capture";
import { firstLines, spoilLine } from "../support/copy";
import { expect, test } from "../support/fixtures";
import { logIn, step, token } from "../support/officer";
import { fileReport } from "../support/report";
import { NETWORK_GONE } from "../support/watch";

const KEPT = /^Daftar \d+ aduan tersimpan di perangkat ini, diperbarui /;

const copies = (page: import("@playwright/test").Page): Promise<string[]> =>
  page.evaluate(async () =>
    (await indexedDB.databases()).map((one) => one.name ?? "").filter((name) => name.startsWith("portal-salinan-")),
  );

test("the inbox opens, is searched and filtered without a network, and is gone after the logout", async ({
  page,
  context,
  server,
  watch,
  expectAccessible,
  picture,
}) => {
  const lamp = await fileReport(server.url, { kategori: "lainnya", uraian: "Lampu jalan mati di depan puskesmas." });
  const drain = await fileReport(server.url, { uraian: "Got di samping langgar tersumbat tanah." });
  await step(server.url, drain.id, "verifikasi");
  await installed(page);
  await logIn(page);
  await page.goto("/petugas/aduan");
  await expect(page.getByText(KEPT)).toBeVisible();

  await context.setOffline(true);
  watch.expects(NETWORK_GONE);
  await page.reload();
  await expect(page.getByText(/^Tidak ada jaringan\. Ini daftar yang tersimpan/)).toBeVisible({ timeout: 30_000 });
  const line = (words: string) => page.getByRole("link").filter({ hasText: words });
  await expect(line("Lampu jalan mati di depan")).toBeVisible();
  await expect(line("Got di samping langgar")).toContainText("Diverifikasi");
  await expectAccessible(page);
  await picture(page, "kotak-masuk-tanpa-jaringan");
  await page.getByLabel("Cari kode, uraian, atau desa").fill("lampu");
  await expect(line("Got di samping langgar")).toHaveCount(0);
  await expect(line("Lampu jalan mati di depan")).toBeVisible();
  await page.getByLabel("Cari kode, uraian, atau desa").fill("");
  await page.getByLabel("Status").selectOption("diverifikasi");
  await expect(line("Lampu jalan mati di depan")).toHaveCount(0);
  await expect(line("Got di samping langgar")).toBeVisible();
  await page.getByLabel("Cari kode, uraian, atau desa").fill("tidakadakataini");
  await expect(page.getByRole("heading", { name: "Tidak ada di perangkat ini" })).toBeVisible();

  await context.setOffline(false);
  await page.goto("/petugas/aduan");
  await expect(page.getByText(KEPT)).toBeVisible();
  expect(await copies(page)).toHaveLength(1);
  await page.getByRole("button", { name: "Kosongkan" }).click();
  await expect(page.getByText("Salinan di perangkat ini dikosongkan. Yang menunggu dikirim tetap ada.")).toBeVisible();
  await expect(page.getByText(KEPT)).toHaveCount(0);
  await expect(line(lamp.kode).or(line("Lampu jalan mati di depan"))).toBeVisible();
  await page.reload();
  await expect(page.getByText(KEPT)).toBeVisible();
  await page.getByRole("button", { name: "Keluar", exact: true }).first().click();
  await page.waitForURL(/\/masuk/);
  await expect.poll(() => copies(page)).toEqual([]);
});

test("what changes elsewhere is seen in the open inbox, and nothing is exchanged under the hands of who decides", async ({
  page,
  server,
  picture,
}) => {
  const report = await fileReport(server.url, { uraian: "Atap balai desa bocor di dua tempat." });
  await step(server.url, report.id, "verifikasi");
  await logIn(page);
  await page.goto(`/petugas/aduan/${report.id}`);
  await expect(page.getByRole("heading", { name: /^Atap balai desa bocor/ })).toBeVisible();
  const answer = page.getByLabel("Tanggapan untuk pelapor");
  await answer.fill("Sudah saya cek di lapangan.");
  await step(server.url, report.id, "proses");
  await expect(page.getByText("Aduan ini sudah berubah. Yang sedang Anda tulis tetap ada.")).toBeVisible();
  await expect(page.getByRole("article").getByText("Diverifikasi", { exact: true }).first()).toBeVisible();
  await picture(page, "baru-saja-berubah");
  await page.getByRole("button", { name: "Lihat keadaan sekarang" }).click();
  await expect(page.getByText("Aduan ini sudah berubah. Yang")).toHaveCount(0);
  await expect(answer).toHaveValue("Sudah saya cek di lapangan.");

  await page.goto("/petugas/aduan");
  const line = page.getByRole("link").filter({ hasText: "Atap balai desa bocor" });
  await expect(line).toContainText("Diproses");
  await expect(page.getByText(KEPT)).toBeVisible();
  await step(server.url, report.id, "tanggapi", { teks: "Sedang kami jadwalkan.", publik: true });
  await expect(line).toContainText("Ditanggapi");
  await fileReport(server.url, { uraian: "Pagar sekolah roboh ke jalan." });
  await expect(page.getByText("1 aduan baru")).toBeVisible();
  await page.getByRole("button", { name: "Tampilkan" }).click();
  await expect(page.getByRole("link").filter({ hasText: "Pagar sekolah roboh" })).toBeVisible();
  await expect(page.getByText("1 aduan baru")).toHaveCount(0);
});

test("two officers on one device have each his own copy @desk", async ({ page, server }) => {
  await fileReport(server.url, { uraian: "Jembatan gantung di Lampihong bergoyang." });
  const far = await knownAccount(server.url, "camat.halong", "camat", { wilayah: "63.11.02" });
  await logIn(page);
  await page.goto("/petugas/aduan");
  await expect(page.getByText(KEPT)).toBeVisible();
  const [first] = await copies(page);
  await page.context().clearCookies();
  await page.evaluate(() => localStorage.removeItem("portal.masuk"));
  await logIn(page, "/petugas/aduan", far.name, PASSWORD);
  await page.goto("/petugas/aduan");
  await expect(page.getByText(KEPT)).toBeVisible();
  await expect.poll(async () => (await copies(page)).length).toBe(2);
  expect(await copies(page)).toContain(first);
  await expect(page.getByText("Jembatan gantung")).toHaveCount(0);
});

test("a complaint that was opened is read without a network, lies encrypted on the device, and the reading is told", async ({
  page,
  context,
  server,
  watch,
  picture,
}) => {
  const report = await fileReport(server.url, { uraian: "Talud di belakang masjid retak sepanjang sepuluh meter." });
  await installed(page);
  await logIn(page);
  await page.goto(`/petugas/aduan/${report.id}`);
  const words = page.getByText("Talud di belakang masjid retak sepanjang sepuluh meter.").last();
  await expect(words).toBeVisible();
  const kept = () =>
    page.evaluate(async () => {
      const name = (await indexedDB.databases()).map((one) => one.name ?? "").find((one) => one.startsWith("portal-salinan-"));
      if (!name) return undefined;
      const database = await new Promise<IDBDatabase>((resolve, reject) => {
        const request = indexedDB.open(name);
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(request.error);
      });
      const all = await new Promise<{ isi: Uint8Array }[]>((resolve, reject) => {
        const request = database.transaction("rinci").objectStore("rinci").getAll();
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(request.error);
      });
      database.close();
      return all.map((one) => new TextDecoder("latin1").decode(one.isi));
    });
  await expect.poll(async () => (await kept())?.length).toBe(1);
  for (const text of (await kept()) ?? []) {
    expect(text.length).toBeGreaterThan(500);
    expect(text).not.toContain("Talud");
    expect(text).not.toContain(report.kode);
  }

  await context.setOffline(true);
  watch.expects(NETWORK_GONE);
  await page.reload();
  await expect(words).toBeVisible({ timeout: 30_000 });
  await expect(page.getByText(/^Tidak ada jaringan\. Ini keadaan yang tersimpan di perangkat ini pada/)).toBeVisible();
  await picture(page, "aduan-tanpa-jaringan");

  await context.setOffline(false);
  const told = page.waitForResponse((answer) => answer.url().endsWith("/api/sync"));
  await page.goto("/petugas/aduan");
  await (await told).finished();
  const trail = await fetch(`${server.url}/api/jejak?catatan=${report.id}`, {
    headers: { Authorization: `Bearer ${await token(server.url, "admin")}` },
  });
  expect(await trail.text()).toContain("aduan_dilihat");
});

test("what the list begins with lies there without the words of what is rahasia, and follows what changes @phone", async ({
  page,
  server,
}) => {
  const open = await fileReport(server.url, { uraian: "Pagar taman bacaan roboh kena angin." });
  await fileReport(server.url, { uraian: "Tetangga menutup jalan umum dengan kayu.", rahasia: true });
  await logIn(page);
  await page.goto("/petugas/aduan");
  await expect(page.getByText(KEPT)).toBeVisible();
  const first = await firstLines(page);
  expect(first).toContain("Pagar taman bacaan");
  expect(first).not.toContain("Tetangga menutup");
  await step(server.url, open.id, "verifikasi");
  await expect.poll(() => firstLines(page), { timeout: 20_000 }).toContain('"diverifikasi"');
});

test("a copy of which a line cannot be read is made anew, whole @phone", async ({ page, context, server, watch }) => {
  for (const words of ["Talud sungai longsor di hilir.", "Tiang lampu jalan miring ke rumah.", "Sumur bor desa kering sejak Juli."]) {
    await fileReport(server.url, { uraian: words });
  }
  await installed(page);
  await logIn(page);
  await page.goto("/petugas/aduan");
  const kept = page.getByText(KEPT);
  const count = async () => Number((await kept.textContent())?.match(/\d+/)?.[0]);
  await expect(kept).toBeVisible();
  const before = await count();
  expect(before).toBeGreaterThanOrEqual(3);
  await spoilLine(page);
  // One more came meanwhile: the device must not take it for all there is.
  await fileReport(server.url, { uraian: "Atap poskamling bocor di dua tempat." });
  await page.reload();
  await expect(kept).toBeVisible({ timeout: 20_000 });
  await expect.poll(count).toBe(before + 1);
  await context.setOffline(true);
  watch.expects(NETWORK_GONE);
  await page.reload();
  await expect(page.getByRole("link").filter({ hasText: "Talud sungai longsor" })).toBeVisible({ timeout: 30_000 });
  await expect.poll(count).toBe(before + 1);
});
