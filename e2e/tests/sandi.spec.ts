// What lies on the device is encrypted, and a PIN locks it: nothing of it is lost by that, and nothing is sent while it is
// locked.

import type { Page } from "@playwright/test";
import { rm } from "node:fs/promises";

import { expectArrivedOnce } from "../support/arrived";
import { Background } from "../support/background";
import { addPhotos, capture, expectSent, fillWhat, fillWhere, installed, markOf, next, send, story } from "../support/capture";
import { allOnDevice, asBefore, keysOnDevice, putHalfBack, setAside } from "../support/device";
import { expect, test } from "../support/fixtures";
import { found, token } from "../support/officer";
import { photo } from "../support/photo";
import { fileReport } from "../support/report";
import { Server } from "../support/server";
import { copySite, newVersion } from "../support/site";
import { openWithoutNetwork, waiting } from "../support/susulan";
import { BROKEN_OFF, NETWORK_GONE } from "../support/watch";

const PHOTO = [{ width: 1600, height: 1200 }];
const PIN = "204618";
const LOCKED = /Masukkan PIN untuk melihat dan mengirim/;
// Stands near the beginning of every JPEG that a canvas has made.
const JPEG = "JFIF\0";

async function store(page: Page, words: string, photos: typeof PHOTO = []): Promise<string> {
  const uraian = story(words);
  await page.goto("/");
  await capture(page, { uraian, photos });
  await send(page);
  await expect(page.getByText("Tersimpan di perangkat").first()).toBeVisible();
  return uraian;
}

async function setPin(page: Page, pin = PIN): Promise<void> {
  await page.goto("/antrean");
  await page.getByRole("button", { name: "Pasang PIN" }).click();
  await page.getByLabel("PIN baru", { exact: true }).fill(pin);
  await page.getByLabel("Ulangi PIN baru").fill(pin);
  await page.getByRole("dialog").getByRole("button", { name: "Pasang PIN" }).click();
  await expect(page.getByText(/^Tersandi dengan PIN\. Terkunci saat/)).toBeVisible();
}

async function enter(page: Page, pin: string): Promise<void> {
  await page.getByLabel("PIN", { exact: true }).fill(pin);
  await page.getByRole("button", { name: "Buka", exact: true }).click();
}

test("nothing of what a person wrote, nor his key, nor a photo lies readable on the device", async ({
  page,
  context,
  watch,
  expectAccessible,
  picture,
}) => {
  await installed(page);
  await context.setOffline(true);
  watch.expects(NETWORK_GONE, BROKEN_OFF);
  const uraian = await store(page, "Titian di belakang mushala patah.", PHOTO);
  const link = await page.getByText(/#[0-9a-z]{26}/).first().textContent();
  const key = /#([0-9a-z]{26})/.exec(link ?? "")?.[1] ?? "";
  const draft = story("Draf ini pun tidak boleh terbaca.");
  await page.goto("/aduan/baru");
  await fillWhat(page, draft);
  await next(page, "Di mana tempatnya?");
  await fillWhere(page);
  await next(page, "Ada fotonya?");
  await addPhotos(page, PHOTO);
  await page.goto("/antrean");
  await expect(page.getByText(/^Tersandi: aduan, draf, dan foto/)).toBeVisible();
  await expectAccessible(page);
  await picture(page, "antrean-keamanan");

  expect(key).not.toBe("");
  const all = await allOnDevice(page);
  for (const secret of [markOf(uraian), markOf(draft), "Titian", "Siti Rahmah", "0812 3456", key]) {
    expect(all.includes(secret), secret).toBe(false);
  }
  // What anybody may see lies readable elsewhere, with its codes and places.
  const outbox = await allOnDevice(page, "portal-antrean");
  expect(outbox).toContain("portal-antrean/aduan: kepala=");
  for (const secret of ["ADU-", "Lampihong", "Drainase", JPEG]) expect(outbox.includes(secret), secret).toBe(false);
});

test("what waits behind a PIN is sent once the right one is entered, and not before", async ({
  page,
  context,
  server,
  watch,
  expectAccessible,
  picture,
}) => {
  await installed(page);
  await server.stop();
  watch.expects(NETWORK_GONE, BROKEN_OFF);
  const stories = [
    await store(page, "Lampu jalan padam di gang tiga.", PHOTO),
    await store(page, "Saluran di gang empat tersumbat."),
  ];
  await setPin(page);
  await picture(page, "antrean-pin");
  await page.reload();
  await expect(page.getByText(LOCKED)).toBeVisible();
  await expect(page.getByText("2 kiriman tersimpan di perangkat ini dan menunggu.")).toBeVisible();
  await expectAccessible(page);
  await picture(page, "antrean-terkunci");
  await page.goto("/aduan-saya");
  await expect(page.getByText(LOCKED)).toBeVisible();

  await server.restart();
  const browser = await Background.over(context, server.url);
  await browser.wake();
  await page.goto("/antrean");
  await expect(page.getByText(LOCKED)).toBeVisible();
  await enter(page, "111111");
  await expect(page.getByText(/PIN salah\. Tidak ada yang dihapus/)).toBeVisible();
  for (const uraian of stories) expect(await found(server.url, markOf(uraian))).toHaveLength(0);

  await enter(page, PIN);
  await expect(page.getByText("✓ Terkirim")).toHaveCount(2, { timeout: 30_000 });
  await expect(page.getByText(LOCKED)).toHaveCount(0);
  await expectArrivedOnce(server.url, stories[0] ?? "", 1);
  await expectArrivedOnce(server.url, stories[1] ?? "", 0);
});

test("a photo of the work waits behind a PIN as well, and goes once it is entered @phone", async ({
  page,
  context,
  server,
  watch,
}) => {
  const report = await fileReport(server.url, { uraian: story("Talang masjid bocor di sisi timur.") });
  watch.expects(NETWORK_GONE, BROKEN_OFF);
  await openWithoutNetwork(page, report, /^Talang masjid bocor/);
  await page.locator("#foto-sesudah").setInputFiles(await photo(page, { width: 2400, height: 1800 }));
  await expect(waiting(page).getByRole("img", { name: "Foto yang menunggu dikirim" })).toBeVisible({ timeout: 30_000 });
  await setPin(page);
  await page.goto(`/petugas/aduan/${report.id}`);
  await expect(page.getByText(LOCKED)).toBeVisible({ timeout: 30_000 });
  const photos = async () => {
    const answer = await fetch(`${server.url}/api/aduan/${report.id}`, {
      headers: { Authorization: `Bearer ${await token(server.url)}` },
    });
    return ((await answer.json()) as { foto: { sebagai: string; diterima: boolean }[] }).foto;
  };
  await context.setOffline(false);
  await page.reload();
  await expect(page.getByText(LOCKED)).toBeVisible({ timeout: 30_000 });
  // Long enough for whatever was not locked to have gone.
  await page.waitForTimeout(4_000);
  expect(await photos()).toEqual([]);
  await enter(page, PIN);
  await expect.poll(photos, { timeout: 60_000 }).toMatchObject([{ sebagai: "sesudah", diterima: true }]);
  await expect(waiting(page)).toHaveCount(0, { timeout: 30_000 });
});

test("guessing is slowed down, and costs nothing but time", async ({ page, context, watch }) => {
  await installed(page);
  await context.setOffline(true);
  watch.expects(NETWORK_GONE, BROKEN_OFF);
  await store(page, "Jalan setapak longsor.");
  await setPin(page);
  await page.reload();
  for (const wrong of ["000001", "000002", "000003"]) {
    await enter(page, wrong);
    await expect(page.getByText(/PIN salah/)).toBeVisible();
    await expect(page.getByLabel("PIN", { exact: true })).toHaveValue("");
  }
  await enter(page, PIN);
  await expect(page.getByText(/Terlalu sering salah/)).toBeVisible();
  await expect(async () => {
    await enter(page, PIN);
    await expect(page.getByText("Tersimpan di perangkat").first()).toBeVisible({ timeout: 3_000 });
  }).toPass({ timeout: 30_000 });
});

test("a new report asks for the PIN first, and a tab that is open hands it to another", async ({ page, context, watch }) => {
  await installed(page);
  await context.setOffline(true);
  watch.expects(NETWORK_GONE, BROKEN_OFF);
  await setPin(page);
  await page.reload();
  await page.goto("/aduan/baru");
  await expect(page.getByText(LOCKED)).toBeVisible();
  await enter(page, PIN);
  const uraian = story("Ditulis setelah PIN dimasukkan.");
  await fillWhat(page, uraian);
  await expect(page.getByText(/^Tersimpan di perangkat/)).toBeVisible();

  const second = await context.newPage();
  await second.goto("/antrean");
  await expect(second.getByText("Draf belum dikirim")).toBeVisible();
  await second.getByRole("button", { name: "Kunci sekarang" }).click();
  await expect(second.getByText(LOCKED)).toBeVisible();
  await page.getByLabel("Uraian").fill(`${uraian} Lalu terkunci.`);
  await expect(page.getByText(LOCKED)).toBeVisible();
  await enter(page, PIN);
  await expect(page.getByText(/^Tersimpan di perangkat/)).toBeVisible({ timeout: 10_000 });
  await page.close();
  await second.reload();
  await expect(second.getByText(LOCKED)).toBeVisible();
  await enter(second, PIN);
  await second.getByRole("link", { name: "Lanjutkan" }).click();
  await expect(second.getByLabel("Uraian")).toHaveValue(`${uraian} Lalu terkunci.`);
});

test("a PIN is changed and taken off, and whoever has forgotten it chooses what becomes of the rest", async ({
  page,
  context,
  server,
  watch,
  picture,
}) => {
  await installed(page);
  await context.setOffline(true);
  watch.expects(NETWORK_GONE, BROKEN_OFF);
  const first = await store(page, "Tersimpan sebelum PIN diganti.");
  await setPin(page, "rahasia lama");
  await page.getByRole("button", { name: "Ganti PIN" }).click();
  await page.getByLabel("PIN sekarang").fill("bukan itu");
  await page.getByLabel("PIN baru", { exact: true }).fill(PIN);
  await page.getByLabel("Ulangi PIN baru").fill(PIN);
  await page.getByRole("dialog").getByRole("button", { name: "Ganti PIN" }).click();
  await expect(page.getByText(/PIN salah/)).toBeVisible();
  await page.getByLabel("PIN sekarang").fill("rahasia lama");
  await page.getByRole("dialog").getByRole("button", { name: "Ganti PIN" }).click();
  await expect(page.getByText("PIN sudah diganti.")).toBeVisible();
  await page.reload();

  // Forgotten: what is locked stays, and the rest goes on beside it.
  await page.getByRole("button", { name: "Lupa PIN?" }).click();
  await picture(page, "lupa-pin");
  await page.getByRole("button", { name: "Pakai kunci baru, simpan yang terkunci" }).click();
  await expect(page.getByText("1 kiriman masih terkunci oleh PIN yang dulu.")).toBeVisible();
  const second = await store(page, "Tersimpan dengan kunci baru.");
  await context.setOffline(false);
  await page.goto("/antrean");
  await expect(page.getByText("✓ Terkirim")).toHaveCount(1, { timeout: 30_000 });
  expect(await found(server.url, markOf(second))).toHaveLength(1);
  expect(await found(server.url, markOf(first))).toHaveLength(0);

  // It came back to him, and lies under the new key from then on.
  await enter(page, PIN);
  await expect(page.getByText("✓ Terkirim")).toHaveCount(2, { timeout: 30_000 });
  await page.reload();
  await expect(page.getByText("✓ Terkirim")).toHaveCount(2);
  expect(await found(server.url, markOf(first))).toHaveLength(1);

  await setPin(page);
  await page.getByRole("button", { name: "Lepas PIN" }).click();
  await page.getByLabel("PIN sekarang").fill(PIN);
  await page.getByRole("dialog").getByRole("button", { name: "Lepas PIN" }).click();
  await expect(page.getByText(/^Tersandi: aduan, draf, dan foto/)).toBeVisible();
  await page.reload();
  await expect(page.getByText("✓ Terkirim")).toHaveCount(2);

  await setPin(page);
  await page.reload();
  await page.getByRole("button", { name: "Lupa PIN?" }).click();
  await page.getByRole("button", { name: "Buang yang terkunci" }).click();
  await page.getByRole("button", { name: "Tidak jadi" }).click();
  await expect(page.getByText("2 kiriman tersimpan di perangkat ini. Semuanya sudah sampai di kantor.")).toBeVisible();
  await page.getByRole("button", { name: "Lupa PIN?" }).click();
  await page.getByRole("button", { name: "Buang yang terkunci" }).click();
  await page.getByRole("button", { name: "Ya, buang" }).click();
  await expect(page.getByText("Antrean kosong")).toBeVisible();
});

test("a change of keys that was cut off is taken up again, and then the former key is gone", async ({
  page,
  server,
  watch,
}) => {
  await installed(page);
  await server.stop();
  watch.expects(NETWORK_GONE, BROKEN_OFF);
  const stories = [await store(page, "Disimpan di bawah kunci lama."), await store(page, "Ikut berganti kunci.")];
  await setAside(page);
  await setPin(page);
  expect(await keysOnDevice(page)).toBe(1);
  await putHalfBack(page);
  await page.reload();
  await expect(page.getByText("1 kiriman tersimpan di perangkat ini dan menunggu.")).toBeVisible();
  await expect(page.getByText("Tersimpan di perangkat", { exact: true })).toHaveCount(1);

  await enter(page, PIN);
  await expect(page.getByText("Tersimpan di perangkat", { exact: true })).toHaveCount(2);
  await expect.poll(() => keysOnDevice(page)).toBe(1);
  await page.reload();
  await expect(page.getByText("2 kiriman tersimpan di perangkat ini dan menunggu.")).toBeVisible();
  await server.restart();
  await enter(page, PIN);
  await expect(page.getByText("✓ Terkirim")).toHaveCount(2, { timeout: 30_000 });
  for (const uraian of stories) await expectArrivedOnce(server.url, uraian, 0);
});

test("a shared phone locks itself when nobody uses it", async ({ page, context, watch }) => {
  await page.clock.install();
  await installed(page);
  await context.setOffline(true);
  watch.expects(NETWORK_GONE, BROKEN_OFF);
  await store(page, "Pagar posyandu roboh.");
  await setPin(page);
  await page.clock.fastForward("14:00");
  await expect(page.getByText("Tersimpan di perangkat").first()).toBeVisible();
  await page.clock.fastForward("02:00");
  await expect(page.getByText(LOCKED)).toBeVisible();
});

test("what a former version stored readable is encrypted quietly, and arrives", async ({ page, server, watch }) => {
  await installed(page);
  await server.stop();
  watch.expects(NETWORK_GONE, BROKEN_OFF);
  const uraian = await store(page, "Ditulis sebelum ada sandi.", PHOTO);
  const draft = story("Draf dari versi yang dulu.");
  await page.goto("/aduan/baru");
  await fillWhat(page, draft);
  await expect(page.getByText(/^Tersimpan di perangkat/)).toBeVisible();
  await page.goto("/antrean");
  await asBefore(page);
  expect(await allOnDevice(page)).toContain(markOf(uraian));

  await page.reload();
  await expect(page.getByText("Tersimpan di perangkat").first()).toBeVisible();
  const readable = async () => {
    const all = await allOnDevice(page);
    return [markOf(uraian), markOf(draft), JPEG].filter((secret) => all.includes(secret));
  };
  await expect.poll(readable, { timeout: 15_000 }).toEqual([]);
  await page.goto("/aduan/baru");
  await expect(page.getByLabel("Uraian")).toHaveValue(draft);
  await server.restart();
  await page.goto("/antrean");
  await expectSent(page);
  await expectArrivedOnce(server.url, uraian, 1);
});

test("an outbox behind a PIN lives through a new version of the app", async ({ page, sample, watch }) => {
  const site = await copySite();
  const server = await Server.start(sample, { PORTAL_SITE: site });
  watch.expects(NETWORK_GONE, BROKEN_OFF);
  try {
    await page.goto(server.url);
    await page.evaluate(() => navigator.serviceWorker.ready.then(() => true));
    await page.reload();
    await expect(page.getByText("Kabupaten Balangan").first()).toBeVisible();
    await server.stop();
    const stories: string[] = [];
    for (const [words, photos] of [["Menunggu versi baru, dengan foto.", PHOTO], ["Menunggu versi baru.", []]] as const) {
      const uraian = story(words);
      await page.goto(`${server.url}/`);
      await capture(page, { uraian, photos: [...photos] });
      await send(page);
      stories.push(uraian);
    }
    await page.goto(`${server.url}/antrean`);
    await page.getByRole("button", { name: "Pasang PIN" }).click();
    await page.getByLabel("PIN baru", { exact: true }).fill(PIN);
    await page.getByLabel("Ulangi PIN baru").fill(PIN);
    await page.getByRole("dialog").getByRole("button", { name: "Pasang PIN" }).click();
    await expect(page.getByText(/^Tersandi dengan PIN\. Terkunci saat/)).toBeVisible();
    await page.getByRole("button", { name: "Kunci sekarang" }).click();

    await newVersion(site);
    await server.restart();
    await page.evaluate(() => navigator.serviceWorker.getRegistration().then((worker) => worker?.update()));
    await Promise.all([page.waitForEvent("load"), page.getByRole("button", { name: "Pakai versi baru" }).click()]);
    await expect(page.getByText("2 kiriman tersimpan di perangkat ini dan menunggu.")).toBeVisible();
    await enter(page, PIN);
    await expect(page.getByText("✓ Terkirim")).toHaveCount(2, { timeout: 30_000 });
    await expectArrivedOnce(server.url, stories[0] ?? "", 1);
    await expectArrivedOnce(server.url, stories[1] ?? "", 0);
  } finally {
    await server.remove();
    await rm(site, { recursive: true, force: true });
  }
});
