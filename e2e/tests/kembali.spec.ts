// The network goes and comes back while a page is open: nobody has to ask again, and nothing that was done hangs in between.

import type { Page, Request } from "@playwright/test";

import { installed, next, story } from "../support/capture";
import { kept } from "../support/copy";
import { expect, test } from "../support/fixtures";
import { logIn, token } from "../support/officer";
import { fileReport } from "../support/report";
import { NETWORK_GONE } from "../support/watch";

const LIST_KEPT = /^Tidak ada jaringan\. Ini daftar yang tersimpan/;
const COMPLAINT_KEPT = /^Tidak ada jaringan\. Ini keadaan yang tersimpan/;

async function notes(server: string, id: string): Promise<string[]> {
  const answer = await fetch(`${server}/api/aduan/${id}`, { headers: { Authorization: `Bearer ${await token(server)}` } });
  return ((await answer.json()) as { catatan: { isi: string }[] }).catatan.map((one) => one.isi);
}

async function note(page: Page, words: string): Promise<void> {
  await page.getByLabel("Tambah catatan").fill(words);
  await page.getByRole("button", { name: "Simpan catatan" }).click();
}

test("a status without a network: the app says so, and the page opens when the network is back @phone", async ({
  page,
  context,
  watch,
  expectAccessible,
  picture,
}) => {
  await installed(page);
  watch.expects(NETWORK_GONE);
  await context.setOffline(true);
  for (const address of ["/cek/ADU-7K3M-9Q2X-4BT8", "/cek"]) {
    await page.goto(address);
    await expect(page.getByRole("heading", { level: 1, name: "Cek status perlu jaringan" })).toBeVisible();
  }
  await expectAccessible(page);
  await picture(page, "cek-tanpa-jaringan");
  await context.setOffline(false);
  await expect(page.getByRole("heading", { level: 1, name: "Cek status aduan" })).toBeVisible({ timeout: 30_000 });
});

test("the inbox and the complaint without a network: what can be opened is marked, and both are fresh when it is back", async ({
  page,
  context,
  server,
  watch,
  expectAccessible,
  picture,
}) => {
  const opened = await fileReport(server.url, { uraian: story("Lampu jembatan padam sejak malam Jumat.") });
  await fileReport(server.url, { uraian: story("Selokan di depan puskesmas meluap.") });
  await installed(page);
  await logIn(page);
  await page.goto(`/petugas/aduan/${opened.id}`);
  await expect(page.getByRole("heading", { name: /^Lampu jembatan padam/ })).toBeVisible();
  await expect.poll(() => kept(page)).toBe(1);
  await page.goto("/petugas/aduan");
  await expect(page.getByText(/tersimpan di perangkat ini, diperbarui/)).toBeVisible();
  const line = (words: string) => page.getByRole("link").filter({ hasText: words });
  const mark = (words: string) => line(words).getByText("Bisa dibuka", { exact: true });
  await expect(mark("Lampu jembatan padam")).toHaveCount(0);

  watch.expects(NETWORK_GONE);
  await context.setOffline(true);
  await page.reload();
  await expect(page.getByText(LIST_KEPT)).toBeVisible();
  await expect(mark("Lampu jembatan padam")).toBeVisible();
  await expect(line("Selokan di depan puskesmas")).toBeVisible();
  await expect(mark("Selokan di depan puskesmas")).toHaveCount(0);
  await expectAccessible(page);
  await picture(page, "kotak-masuk-tanpa-jaringan");
  await context.setOffline(false);
  await expect(page.getByText(LIST_KEPT)).toHaveCount(0, { timeout: 30_000 });
  await expect(line("Lampu jembatan padam")).toBeVisible();
  await expect(mark("Lampu jembatan padam")).toHaveCount(0);

  await context.setOffline(true);
  await page.goto(`/petugas/aduan/${opened.id}`);
  await expect(page.getByText(COMPLAINT_KEPT)).toBeVisible({ timeout: 30_000 });
  await context.setOffline(false);
  await expect(page.getByText(COMPLAINT_KEPT)).toHaveCount(0, { timeout: 30_000 });
});

test("a token that the office no longer takes is exchanged, and what waits goes once @desk", async ({
  page,
  context,
  server,
  watch,
}) => {
  const report = await fileReport(server.url, { uraian: story("Pohon tua condong ke kabel listrik.") });
  await installed(page);
  await logIn(page);
  await page.goto(`/petugas/aduan/${report.id}`);
  await expect(page.getByRole("heading", { name: /^Pohon tua condong/ })).toBeVisible();
  watch.expects(NETWORK_GONE, /401/);
  await context.setOffline(true);
  await note(page, "Sudah dikabarkan ke PLN.");
  await expect(page.getByRole("region", { name: "Belum sampai di kantor" })).toBeVisible();

  const sent: string[] = [];
  const renewed: Request[] = [];
  context.on("request", (request) => {
    if (request.url().endsWith("/api/auth/refresh")) renewed.push(request);
  });
  await context.route("**/api/sync", async (route) => {
    const headers = route.request().headers();
    // What goes in an officer's name is packed.
    if (headers["content-encoding"] !== "gzip") return route.continue();
    sent.push(headers["authorization"] ?? "");
    return sent.length > 1 ? route.continue() : route.continue({ headers: { ...headers, authorization: "Bearer gugur" } });
  });
  await context.setOffline(false);
  await expect.poll(() => notes(server.url, report.id), { timeout: 30_000 }).toEqual(["Sudah dikabarkan ke PLN."]);
  await expect(page.getByRole("region", { name: "Belum sampai di kantor" })).toHaveCount(0);
  expect(sent).toHaveLength(2);
  expect(renewed).toHaveLength(1);
  await expect(page.getByText("Perlu masuk dulu")).toHaveCount(0);
});

test("where no answer comes, what was done is kept after ten seconds and goes from the device once @phone", async ({
  page,
  context,
  server,
}) => {
  const report = await fileReport(server.url, { uraian: story("Tiang papan nama jalan rebah.") });
  await installed(page);
  await logIn(page);
  await page.goto(`/petugas/aduan/${report.id}`);
  await expect(page.getByRole("heading", { name: /^Tiang papan nama/ })).toBeVisible();
  let asked = 0;
  // A link that swallows: nothing comes back, and nothing fails.
  await context.route(`**/api/aduan/${report.id}/catatan`, () => {
    asked += 1;
  });
  await note(page, "Warga akan menegakkannya sendiri.");
  await expect(page.getByText("Tersimpan di perangkat ini. Dikirim saat ada jaringan dan portal terbuka.").first()).toBeVisible({
    timeout: 30_000,
  });
  await expect.poll(() => notes(server.url, report.id), { timeout: 30_000 }).toEqual(["Warga akan menegakkannya sendiri."]);
  await expect(page.getByRole("region", { name: "Belum sampai di kantor" })).toHaveCount(0, { timeout: 30_000 });
  expect(asked).toBe(1);
  await context.unrouteAll({ behavior: "ignoreErrors" });
});

test("what is mended is not held against the person any longer, and nobody is called away from it @phone", async ({
  page,
  expectAccessible,
}) => {
  await installed(page);
  await page.getByRole("link", { name: "Buat aduan" }).first().click();
  await page.getByRole("button", { name: "Lanjut" }).click();
  const summary = page.getByRole("alert").filter({ hasText: "Ada yang perlu diperbaiki" });
  const faults = summary.getByRole("listitem");
  await expect(summary).toBeFocused();
  const before = await faults.count();
  expect(before).toBeGreaterThan(1);
  const words = page.getByLabel("Uraian");
  await words.click();
  await words.pressSequentially("Parit di", { delay: 30 });
  await expect(faults).toHaveCount(before);
  await expect(words).toBeFocused();
  await words.pressSequentially(" pinggir jalan tertutup tanah longsoran.", { delay: 30 });
  await expect(faults).toHaveCount(before - 1);
  // Whoever would call the person away does so a frame later.
  await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
  await expect(words).toBeFocused();
  await expect(words).toHaveValue("Parit di pinggir jalan tertutup tanah longsoran.");
  await expectAccessible(page);
  await page.getByLabel("Pengaduan", { exact: true }).check();
  await page.getByLabel("Drainase", { exact: true }).check();
  await expect(summary).toHaveCount(0);
  await next(page, "Di mana tempatnya?");
});

test("a reporter reads his thread without a network as this device last saw it, and nobody else does @phone", async ({
  page,
  context,
  server,
  watch,
  expectAccessible,
  picture,
}) => {
  const words = story("Tiang listrik di tikungan miring ke jalan.");
  const report = await fileReport(server.url, { uraian: words });
  const address = `/lacak/${report.kode}#${report.kunci}`;
  const copies = () =>
    page.evaluate(async () => {
      const opened = indexedDB.open("portal-cache");
      await new Promise((done) => (opened.onsuccess = done));
      const all = opened.result.transaction("isi").objectStore("isi");
      const [keys, values] = [all.getAllKeys(), all.getAll()];
      await new Promise((done) => (values.onsuccess = done));
      opened.result.close();
      const copy = values.result[keys.result.findIndex((key) => String(key).startsWith("lacak-"))] as { isi: Uint8Array } | undefined;
      return copy && new TextDecoder().decode(copy.isi);
    });
  await installed(page);
  await page.goto(address);
  const told = page.getByRole("heading", { name: words });
  await expect(told).toBeVisible();
  await expect.poll(copies).toBeDefined();
  // What lies on the device tells nothing to whoever has not the key.
  expect(await copies()).not.toContain("Tiang listrik");

  watch.expects(NETWORK_GONE);
  await context.setOffline(true);
  await page.reload();
  await expect(page.getByText(/^Belum dapat diperbarui\. Ini keadaan pada /)).toBeVisible();
  await expect(told).toBeVisible();
  await expectAccessible(page);
  await picture(page, "lacak-tanpa-jaringan");
  await page.getByLabel("Balas atau tambahkan keterangan").fill("Sekarang sudah menyentuh pagar.");
  await page.getByRole("button", { name: "Kirim pesan" }).click();
  await expect(page.getByRole("region", { name: "Belum sampai di kantor" })).toBeVisible();
  await page.reload();
  await expect(page.getByRole("region", { name: "Belum sampai di kantor" })).toContainText("Sekarang sudah menyentuh pagar.");

  const other = `${report.kunci.startsWith("0") ? "1" : "0"}${report.kunci.slice(1)}`;
  await page.goto("/");
  await page.goto(`/lacak/${report.kode}#${other}`);
  await expect(page.getByRole("heading", { name: "Belum terhubung" })).toBeVisible({ timeout: 15_000 });
  await expect(told).toHaveCount(0);

  await page.goto("/");
  await context.setOffline(false);
  await page.goto(address);
  await expect(page.getByText("Sekarang sudah menyentuh pagar.")).toBeVisible({ timeout: 30_000 });
  await expect(page.getByText(/^Belum dapat diperbarui/)).toHaveCount(0);
});

test("open complaints are fetched whole before an officer leaves, and open without a network", async ({
  page,
  context,
  server,
  watch,
  picture,
}) => {
  const wanted = await fileReport(server.url, { uraian: story("Sumur bor di balai desa kering.") });
  await installed(page);
  await logIn(page);
  await page.goto("/petugas/aduan");
  const offer = page.getByText(/^Isi \d+ aduan yang belum selesai perlu jaringan untuk dibuka\.$/);
  await expect(offer).toBeVisible();
  const count = Number(/\d+/.exec((await offer.textContent()) ?? "")?.[0]);
  expect(count).toBeGreaterThan(1);
  await page.getByRole("button", { name: "Unduh isinya" }).click();
  await expect(page.getByText(`Isi ${count} aduan tersimpan di perangkat ini.`)).toBeVisible({ timeout: 60_000 });
  await expect(offer).toHaveCount(0);
  expect(await kept(page)).toBe(count);

  watch.expects(NETWORK_GONE);
  await context.setOffline(true);
  await page.goto(`/petugas/aduan/${wanted.id}`);
  await expect(page.getByText(COMPLAINT_KEPT)).toBeVisible();
  await expect(page.getByRole("heading", { name: /^Sumur bor di balai desa/ })).toBeVisible();
  await picture(page, "bekal-dibuka");
});
