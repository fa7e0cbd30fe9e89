// The device's storage gives out while a report is being filled in: it is full, or the browser closes the database. What
// was written is kept or the person is told what to do, and it goes on as soon as it can.

import type { Page } from "@playwright/test";

import { expectArrivedOnce } from "../support/arrived";
import { withoutBackground } from "../support/background";
import { addPhotos, capture, expectSent, fillWhat, fillWhere, fillWho, installed, markOf, next, send, story } from "../support/capture";
import { expect, test } from "../support/fixtures";
import { found } from "../support/officer";
import { photo } from "../support/photo";
import { NETWORK_GONE } from "../support/watch";

const SHOT = { width: 1600, height: 1200 };
const SAVED = /^Tersimpan di perangkat/;
const FULL = /Penyimpanan perangkat ini penuh\. Hapus berkas yang tidak perlu/;

const shots = (page: Page) => page.getByRole("img", { name: /^Foto \d$/ });

async function toPhotoStep(page: Page): Promise<void> {
  await next(page, "Di mana tempatnya?");
  await fillWhere(page);
  await next(page, "Ada fotonya?");
}

async function toSummary(page: Page): Promise<void> {
  await next(page, "Siapa yang menyampaikan?");
  await fillWho(page);
  await next(page, "Periksa sebelum dikirim");
}

const kirim = (page: Page) => page.getByRole("button", { name: "Kirim", exact: true });

test("with little room left a photo is refused before it is taken, and the text goes", async ({
  page,
  server,
  expectAccessible,
  picture,
}) => {
  const uraian = story("Rumpun bambu menutup rambu di tikungan.");
  // Chromium itself no longer tells how little there is; other browsers do.
  await page.addInitScript(() => {
    StorageManager.prototype.estimate = async () => ({ usage: 30_000_000, quota: 50_000_000 });
  });
  await page.goto("/aduan/baru");
  await fillWhat(page, uraian);
  await toPhotoStep(page);
  const refused = page.getByText(/Ruang di perangkat ini tinggal sedikit.*Tulisan Anda tetap disimpan\. Hapus berkas/);
  await expect(refused).toBeVisible();
  await page.locator("#galeri").setInputFiles([await photo(page, SHOT)]);
  await expect(page.getByText(/^Mengecilkan/)).toHaveCount(0);
  await expect(refused).toBeVisible();
  await expect(shots(page)).toHaveCount(0);
  await expectAccessible(page);
  await picture(page, "foto-ruang-sedikit");
  await toSummary(page);
  await send(page);
  await expectSent(page);
  await expectArrivedOnce(server.url, uraian, 0);
});

test("a device that is full refuses the photo whole, keeps the page up to Kirim, and goes on once there is room", async ({
  page,
  context,
  server,
  expectAccessible,
  picture,
}) => {
  test.setTimeout(180_000);
  const uraian = story("Rangka papan nama desa roboh ke jalan.");
  await page.goto("/aduan/baru");
  const devtools = await context.newCDPSession(page);
  await devtools.send("Storage.overrideQuotaForOrigin", { origin: server.url, quotaSize: 1 });
  // Chromium grants small writes from an allowance that it remembers for up to half a minute.
  await expect(async () => {
    await page.getByLabel("Uraian").fill(`${uraian} ${Date.now()}`);
    await expect(page.getByText(FULL)).toBeVisible({ timeout: 3_000 });
  }).toPass({ timeout: 80_000 });
  await fillWhat(page, uraian);
  await toPhotoStep(page);
  await page.locator("#galeri").setInputFiles([await photo(page, SHOT)]);
  await expect(page.getByText(/foto\.jpg belum tersimpan\. Penyimpanan perangkat ini penuh/)).toBeVisible();
  await expect(shots(page)).toHaveCount(0);
  await expectAccessible(page);
  await picture(page, "foto-penuh");
  await toSummary(page);
  await kirim(page).click();
  await expect(page.getByRole("alert").filter({ hasText: FULL }).last()).toBeVisible();
  await expect(kirim(page)).toBeEnabled();
  await picture(page, "kirim-penuh");
  expect(await found(server.url, markOf(uraian))).toHaveLength(0);

  await devtools.send("Storage.overrideQuotaForOrigin", { origin: server.url });
  await page.getByRole("link", { name: "Ubah Foto" }).click();
  await addPhotos(page, [SHOT]);
  await toSummary(page);
  await send(page);
  await expectSent(page);
  await expectArrivedOnce(server.url, uraian, 1);
});

// A large value lies in a file of its own beside the database, and a cheap card loses files.
test("a photo that the browser can no longer read says so, and the others arrive", async ({
  page,
  context,
  server,
  watch,
  picture,
}) => {
  watch.expects(NETWORK_GONE);
  const [spoilt, sound] = [story("Gorong-gorong retak di depan balai."), story("Pagar jembatan lepas dua batang.")];
  await withoutBackground(page);
  await page.addInitScript(() => {
    const { get } = IDBObjectStore.prototype;
    IDBObjectStore.prototype.get = function (key) {
      const asked = get.call(this, key);
      if (this.name !== "foto" || sessionStorage.getItem("spoilt") === null) return asked;
      // The first that is asked for, and no other, however often.
      if (sessionStorage.getItem("spoilt") === "") sessionStorage.setItem("spoilt", String(key));
      if (sessionStorage.getItem("spoilt") === key) this.transaction.abort();
      return asked;
    };
  });
  await installed(page);
  await context.setOffline(true);
  for (const uraian of [spoilt, sound]) {
    await page.goto("/");
    await capture(page, { uraian, photos: [SHOT] });
    await send(page);
  }
  await page.evaluate(() => sessionStorage.setItem("spoilt", ""));
  await context.setOffline(false);
  await expectSent(page);
  await page.goto("/antrean");
  await expect(page.getByText("Foto ini rusak atau hilang di perangkat, sehingga tidak dapat dikirim.")).toBeVisible({ timeout: 30_000 });
  await picture(page, "foto-tak-terbaca");
  await expectArrivedOnce(server.url, sound, 1);
  expect(await found(server.url, markOf(spoilt))).toMatchObject([{ foto: 1, foto_kurang: 1 }]);
});

// Keeps hold of the outbox's database while the app has it open, so that it can be closed under it as a browser does
// whose storage fails: with word of it or without.
async function keepDatabase(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const opened = new Set<IDBDatabase>();
    Object.assign(globalThis, { opened });
    const { open } = IDBFactory.prototype;
    IDBFactory.prototype.open = function (name, version) {
      const opening = version === undefined ? open.call(this, name) : open.call(this, name, version);
      if (name === "portal-antrean") opening.addEventListener("success", () => opened.add(opening.result));
      return opening;
    };
    const { close } = IDBDatabase.prototype;
    IDBDatabase.prototype.close = function () {
      opened.delete(this);
      close.call(this);
    };
  });
}

async function closeDatabase(page: Page, told: boolean): Promise<void> {
  const closed = await page.evaluate((told) => {
    const { opened } = globalThis as unknown as { opened: Set<IDBDatabase> };
    const open = [...opened];
    for (const database of open) {
      database.close();
      if (told) database.dispatchEvent(new Event("close"));
    }
    return open.length;
  }, told);
  expect(closed).toBeGreaterThan(0);
}

for (const [how, told] of [
  ["with word of it", true],
  ["without a word", false],
] as const) {
  test(`a database that the browser closes ${how} is opened anew, at each step of a report`, async ({
    page,
    server,
    context,
    watch,
  }) => {
    const uraian = story("Bronjong di tepi sungai hanyut sebagian.");
    await keepDatabase(page);
    await page.goto("/aduan/baru");
    await fillWhat(page, "Kalimat yang nanti diganti sama sekali.");
    await toPhotoStep(page);
    await expect(page.getByText(SAVED)).toBeVisible();
    await closeDatabase(page, told);
    await addPhotos(page, [SHOT]);
    await page.goto("/aduan/baru?langkah=1");
    await expect(page.getByText(SAVED).or(page.getByText(/^Melanjutkan draf Anda/))).toBeVisible();
    await closeDatabase(page, told);
    await page.getByLabel("Uraian").fill(uraian);
    await expect(page.getByText(SAVED)).toBeVisible();
    await page.reload();
    await expect(page.getByLabel("Uraian")).toHaveValue(uraian);
    await page.goto("/aduan/baru?langkah=4");
    await fillWho(page);
    await next(page, "Periksa sebelum dikirim");

    // Stored without a network, closed once more, and sent from there.
    await context.setOffline(true);
    watch.expects(NETWORK_GONE);
    await closeDatabase(page, told);
    await send(page);
    await expect(page.getByText("Tersimpan di perangkat", { exact: true }).first()).toBeVisible();
    await closeDatabase(page, told);
    await context.setOffline(false);
    await expectSent(page);
    await expectArrivedOnce(server.url, uraian, 1);
  });
}
