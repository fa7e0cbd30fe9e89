// What a person captured must arrive, whole, once, whenever the network comes back.

import type { Page } from "@playwright/test";

import { sendNow } from "../support/antrean";
import { expectArrivedOnce } from "../support/arrived";
import { addPhotos, capture, expectSent, fillWhat, fillWhere, installed, markOf, next, send, story } from "../support/capture";
import { expect, test } from "../support/fixtures";
import { found } from "../support/officer";
import { BROKEN_OFF, NETWORK_GONE } from "../support/watch";

const PHOTOS = [
  { width: 2400, height: 1800, latitude: -2.351, longitude: 115.361 },
  { width: 1200, height: 1600 },
];

async function reopen(page: Page, path = "/antrean"): Promise<void> {
  await page.goto(path);
  await page.reload();
}

test("captured while offline, reloaded, and sent by itself when the network is back", async ({
  page,
  context,
  server,
  watch,
  picture,
}) => {
  const uraian = story("Saluran di samping langgar tersumbat tanah.");
  await installed(page);
  await context.setOffline(true);
  watch.expects(NETWORK_GONE, BROKEN_OFF);
  await page.reload();
  await expect(page.getByText("Tanpa jaringan.").first()).toBeVisible();
  await capture(page, { uraian, photos: PHOTOS });
  await picture(page, "ringkasan");
  const kode = await send(page);
  await expect(page.getByText("Tersimpan di perangkat").first()).toBeVisible();
  await picture(page, "tanda-terima");
  await page.reload();
  await expect(page.getByText(kode).first()).toBeVisible();
  await reopen(page);
  await expect(page.getByText(kode).first()).toBeVisible();
  await picture(page, "antrean");
  expect(await found(server.url, markOf(uraian))).toHaveLength(0);

  await context.setOffline(false);
  await expectSent(page);
  await expectArrivedOnce(server.url, uraian, 2);
});

test("captured while the server is gone, the browser tab closed, and sent at the next start", async ({
  page,
  context,
  server,
  watch,
}) => {
  const uraian = story("Gorong-gorong patah di tikungan.");
  await installed(page);
  await server.stop();
  watch.expects(NETWORK_GONE, BROKEN_OFF);
  await page.reload();
  await capture(page, { uraian, photos: PHOTOS });
  await send(page);
  await page.close();

  await server.restart();
  const later = await context.newPage();
  await later.goto("/antrean");
  await expectSent(later);
  await expectArrivedOnce(server.url, uraian, 2);
});

test("a server that commits and then answers nothing gets the report once", async ({ page, server, link, watch }) => {
  const uraian = story("Jalan lingkungan berlubang di depan sekolah.");
  await page.goto(link.url);
  watch.expects(NETWORK_GONE, BROKEN_OFF);
  await capture(page, { uraian, photos: PHOTOS });
  link.swallowAnswers("POST /api/aduan ", 2);
  await send(page);
  await expect.poll(() => link.swallowed, { timeout: 20_000 }).toBe(2);
  await page.goto(`${link.url}/antrean`);
  await sendNow(page);
  await expectSent(page);
  await expectArrivedOnce(server.url, uraian, 2);
});

test("an upload that breaks half-way goes on, also after a reload", async ({ page, server, link, watch }) => {
  const uraian = story("Lampu jalan mati sejak Senin malam.");
  await page.goto(link.url);
  // The server may still hold the broken part when the next attempt comes; then it is asked again.
  watch.expects(NETWORK_GONE, BROKEN_OFF, /status of 423/);
  await capture(page, { uraian, photos: PHOTOS });
  link.breakUpload("PATCH /api/files/", 40_000);
  await send(page);
  await expect.poll(() => link.broken, { timeout: 20_000 }).toBe(1);
  await page.reload();
  await expectSent(page);
  await expectArrivedOnce(server.url, uraian, 2);
});

test("two taps on Kirim and two tabs send one report", async ({ page, context, server }) => {
  const uraian = story("Jembatan kecil belum dilanjutkan.");
  await installed(page);
  await capture(page, { uraian });
  const second = await context.newPage();
  await second.goto("/antrean");
  await page.getByRole("button", { name: "Kirim", exact: true }).dblclick();
  await expectSent(page);
  await expectSent(second);
  expect(await found(server.url, markOf(uraian))).toHaveLength(1);
});

test("a draft survives reload, back and a closed tab, with its photos", async ({ page, context }) => {
  const uraian = story("Air masuk ke tiga rumah setinggi mata kaki.");
  await installed(page);
  await page.getByRole("link", { name: "Buat aduan" }).first().click();
  await fillWhat(page, uraian);
  await next(page, "Di mana tempatnya?");
  await fillWhere(page);
  await next(page, "Ada fotonya?");
  await addPhotos(page, PHOTOS.slice(0, 1));
  await page.goBack();
  await expect(page.getByText("GPS ± 8 meter")).toBeVisible();
  await page.goBack();
  await expect(page.getByLabel("Uraian")).toHaveValue(uraian);
  await page.close();

  const later = await context.newPage();
  await later.goto("/aduan/baru?langkah=1");
  await expect(later.getByLabel("Uraian")).toHaveValue(uraian);
  await later.goto("/aduan/baru?langkah=3");
  await expect(later.getByRole("img", { name: "Foto 1" })).toBeVisible();
});

test("what is wrong is said at the field and in a summary, and nothing typed is lost", async ({
  page,
  expectAccessible,
}) => {
  await page.goto("/aduan/baru");
  await page.getByLabel("Uraian").fill("Terlalu pendek");
  await page.getByRole("button", { name: "Lanjut" }).click();
  await expect(page.getByRole("alert").first()).toBeFocused();
  await expect(page.getByText(/paling sedikit 20 huruf/).last()).toBeVisible();
  await expectAccessible(page);
  await expect(page.getByLabel("Uraian")).toHaveValue("Terlalu pendek");
});

test("a part of the app that cannot be fetched leaves the draft and the app alive", async ({ page, watch, server }) => {
  const uraian = story("Peta tidak dapat dibuka di bukit ini.");
  // No worker yet: the first visit of a person whose network breaks off while the map is on its way. A worker's own
  // script passes by `page.route`, so the browser is made one that has no workers.
  await page.addInitScript(() => Reflect.deleteProperty(Navigator.prototype, "serviceWorker"));
  watch.expects(NETWORK_GONE, BROKEN_OFF);
  await page.goto("/aduan/baru");
  await fillWhat(page, uraian);
  let aborted = 0;
  await page.route(/\/(assets|vendor)\//, (route) => {
    aborted += 1;
    return route.abort();
  });
  await next(page, "Di mana tempatnya?");
  await expect(page.getByText(/belum dapat dimuat/).first()).toBeVisible();
  expect(aborted).toBeGreaterThan(0);
  await page.getByLabel("Desa atau kelurahan").fill("lampihong kiri");
  await page.getByRole("option", { name: /Lampihong Kiri/ }).click();
  await page.goBack();
  await expect(page.getByLabel("Uraian")).toHaveValue(uraian);
  await next(page, "Di mana tempatnya?");
  await expect(page.getByRole("button", { name: "Coba lagi" })).toBeVisible();
  await page.unrouteAll();
  await page.getByRole("button", { name: "Coba lagi" }).click();
  await expect(page.locator(".leaflet-container")).toBeVisible();
  await next(page, "Ada fotonya?");
  expect(await found(server.url, markOf(uraian))).toHaveLength(0);
});

test("the position that a photo brings along is offered as the place", async ({ page }) => {
  await page.goto("/aduan/baru");
  await fillWhat(page, story("Foto ini tahu tempatnya."));
  await next(page, "Di mana tempatnya?");
  await page.getByLabel("Desa atau kelurahan").fill("lampihong kiri");
  await page.getByRole("option", { name: /Lampihong Kiri/ }).click();
  await next(page, "Ada fotonya?");
  await addPhotos(page, PHOTOS.slice(0, 1));
  await page.getByRole("button", { name: "Pakai lokasi dari foto" }).click();
  await page.goBack();
  await expect(page.getByText("Dari foto")).toBeVisible();
});
