// The app changes while somebody's kiriman wait on the device: another version of it is taken, or the database has another
// layout and its upgrade fails. Nothing is lost by it, and all is sent.

import { rm } from "node:fs/promises";

import type { Page } from "@playwright/test";

import { fill, look, many, PRESENT, sendNow, stepOutside, type Seed } from "../support/antrean";
import { expectEachOnce } from "../support/arrived";
import { Background, withoutBackground } from "../support/background";
import { installed, story } from "../support/capture";
import { kill, SOME, timeFor, UNHURRIED } from "../support/faults";
import { expect, test } from "../support/fixtures";
import { photo } from "../support/photo";
import type { Server } from "../support/server";
import { copySite, isNextVersion, lookForVersion, newVersion, versionWaits } from "../support/site";
import { BROKEN_OFF, NETWORK_GONE } from "../support/watch";

const WAITING = "Tersimpan di perangkat";
const SENT = "✓ Terkirim";
// A layout in which kiriman lay and little else.
const OLD = { version: 1, stores: ["aduan"] };

const stated = (page: Page, words: string) => page.getByText(words, { exact: true });

async function allSent(page: Page, server: Server, seeds: Seed[]): Promise<void> {
  await expect(page.getByText(SENT)).toHaveCount(seeds.length, { timeout: timeFor(seeds.length) });
  await expectEachOnce(server.url, seeds);
}

async function takeNewVersion(page: Page): Promise<void> {
  await Promise.all([
    page.waitForEvent("load", { timeout: 30_000 }),
    page.getByRole("button", { name: "Pakai versi baru" }).click(),
  ]);
  await expect.poll(() => versionWaits(page)).toBe(false);
  expect(await isNextVersion(page)).toBe(true);
}

// A server whose web app the test may change.
const released = test.extend<{ site: string }>({
  site: async ({}, use) => {
    const site = await copySite();
    await use(site);
    await rm(site, { recursive: true, force: true });
  },
  settings: async ({ site }, use) => use({ ...UNHURRIED, PORTAL_SITE: site }),
});

// An outbox in a page of the installed app; the server is gone, and comes back with a new version.
async function waitingBeforeUpdate(page: Page, server: Server, site: string): Promise<Seed[]> {
  await installed(page);
  const { buffer: foto } = await photo(page, { width: 800, height: 600 });
  const waiting = many(story("Tanggul di tepi sawah jebol."), SOME);
  const seeds = await fill(page, waiting.map((one, nth) => (nth === 0 ? { ...one, foto } : one)));
  await server.stop();
  await page.goto("/antrean");
  await expect(stated(page, WAITING)).toHaveCount(SOME);
  await newVersion(site);
  return seeds;
}

released("what waits lives through a new version, which sends it", async ({ page, context, server, site, watch }) => {
  released.setTimeout(timeFor(SOME));
  watch.expects(NETWORK_GONE, BROKEN_OFF);
  const seeds = await waitingBeforeUpdate(page, server, site);
  // The files of the new version can be fetched, but nothing goes before they are there.
  await context.route("**/api/health**", (route) => route.abort());
  await server.restart();
  await lookForVersion(page);
  await takeNewVersion(page);
  await expect(stated(page, WAITING)).toHaveCount(SOME);
  await context.unrouteAll();
  await sendNow(page);
  await allSent(page, server, seeds);
});

released("a new version is not kept waiting by the one before, which goes on trying in the background", async ({
  page,
  context,
  server,
  site,
  watch,
}) => {
  released.setTimeout(timeFor(SOME));
  watch.expects(NETWORK_GONE, BROKEN_OFF);
  const seeds = await waitingBeforeUpdate(page, server, site);
  await context.route("**/api/health**", (route) => route.abort());
  const browser = await Background.over(context, server.url);
  await browser.wake();
  await server.restart();
  await lookForVersion(page);
  await takeNewVersion(page);
  await context.unrouteAll();
  await sendNow(page);
  await allSent(page, server, seeds);
});

released("a new version is taken while the server has all and its answer is on the way", async ({
  page,
  context,
  server,
  site,
  watch,
}) => {
  released.setTimeout(timeFor(SOME));
  watch.expects(NETWORK_GONE, BROKEN_OFF);
  await withoutBackground(page);
  const seeds = await waitingBeforeUpdate(page, server, site);
  let stored = 0;
  await context.route("**/api/sync", async (route) => {
    if (stored > 0) return route.continue();
    stored = ((await (await route.fetch()).json()) as { hasil: unknown[] }).hasil.length;
  });
  await server.restart();
  await sendNow(page);
  await expect.poll(() => stored, { timeout: 30_000 }).toBeGreaterThan(1);
  await lookForVersion(page);
  await takeNewVersion(page);
  await allSent(page, server, seeds);
});

for (const [name, layout] of [
  ["one with fewer stores", OLD],
  ["a newer one with more stores", { version: 9, stores: [...PRESENT.stores, "besok"] }],
] as const) {
  test(`what waits in another layout is sent: ${name}`, async ({ page, server }) => {
    test.setTimeout(timeFor(SOME));
    const seeds = await fill(page, many(story("Sumur bersama di ujung desa keruh."), SOME), layout);
    await page.goto("/antrean");
    await allSent(page, server, seeds);
    await page.goto("/aduan/baru");
    await page.getByLabel("Uraian").fill("Draf baru tetap dapat disimpan di sini.");
    await expect(page.getByText(/^Tersimpan di perangkat/)).toBeVisible();
    const { stores, kiriman } = await look(page);
    expect(stores).toEqual(expect.arrayContaining([...PRESENT.stores, ...layout.stores]));
    expect(kiriman).toBe(SOME);
  });
}

test("an upgrade that fails half-way changes nothing, says so, and the next start sends all", async ({
  page,
  context,
  server,
  picture,
}) => {
  test.setTimeout(timeFor(SOME));
  const seeds = await fill(page, many(story("Pagar jembatan hilang separuh."), SOME), OLD);
  await page.addInitScript(() => {
    const create = IDBDatabase.prototype.createObjectStore;
    let made = 0;
    IDBDatabase.prototype.createObjectStore = function (name, options) {
      made += 1;
      if (made % 2 === 0) throw new DOMException("dibuat gagal", "UnknownError");
      return create.call(this, name, options);
    };
  });
  await page.goto("/antrean");
  await expect(page.getByRole("alert")).toContainText("Penyimpanan di perangkat ini terganggu.");
  await expect(page.getByText("Antrean kosong")).toHaveCount(0);
  await picture(page, "antrean-pangkalan-gagal");
  await page.close();

  const later = await context.newPage();
  expect(await look(later)).toEqual({ ...OLD, kiriman: SOME });
  await later.goto("/antrean");
  await allSent(later, server, seeds);
});

test("a page that is killed in the middle of an upgrade leaves all as it was, and the next start sends it", async ({
  page,
  context,
  server,
}) => {
  test.setTimeout(timeFor(SOME));
  const seeds = await fill(page, many(story("Dermaga kecil miring ke sungai."), SOME), OLD);
  await page.addInitScript(() => {
    const create = IDBDatabase.prototype.createObjectStore;
    IDBDatabase.prototype.createObjectStore = function (name, options) {
      const store = create.call(this, name, options);
      // As long as something is asked of it the upgrade does not end.
      const ask = () => void (store.count().onsuccess = ask);
      ask();
      console.info("upgrade begun");
      return store;
    };
  });
  const begun = page.waitForEvent("console", (message) => message.text() === "upgrade begun");
  await page.goto("/antrean");
  await begun;
  await kill(context, page);

  const later = await context.newPage();
  expect(await look(later)).toEqual({ ...OLD, kiriman: SOME });
  await later.goto("/antrean");
  await allSent(later, server, seeds);
});

test("a tab that blocks an upgrade costs time and nothing else", async ({ page, context, server, picture }) => {
  test.setTimeout(timeFor(SOME));
  const blocking = await context.newPage();
  const seeds = await fill(blocking, many(story("Batu menutup separuh jalan desa."), SOME), OLD);
  // Somebody who hears of the upgrade and holds on.
  await blocking.evaluate(async () => {
    const held = await new Promise<IDBDatabase>((done) => {
      const opening = indexedDB.open("portal-antrean");
      opening.onsuccess = () => done(opening.result);
    });
    held.onversionchange = () => Object.assign(globalThis, { asked: true });
  });
  await page.goto("/antrean");
  await expect.poll(() => blocking.evaluate(() => "asked" in globalThis)).toBe(true);
  await expect(page.getByRole("status").getByText(/^Penyimpanan di perangkat ini belum terbuka/)).toBeVisible({ timeout: 20_000 });
  await picture(page, "antrean-terhalang");
  await expect(page.getByText(SENT)).toHaveCount(0);
  await blocking.close();
  await allSent(page, server, seeds);
});

test("a tab makes way for a newer version's upgrade, and still sends what it shows", async ({ page, context, server, watch }) => {
  test.setTimeout(timeFor(SOME));
  await installed(page);
  const seeds = await fill(page, many(story("Talang air pasar bocor di tengah."), SOME));
  await server.stop();
  watch.expects(NETWORK_GONE, BROKEN_OFF);
  await page.goto("/antrean");
  await expect(stated(page, WAITING)).toHaveCount(SOME);
  const newer = await context.newPage();
  await stepOutside(newer);
  await newer.evaluate(
    () =>
      new Promise<void>((done, fail) => {
        const opening = indexedDB.open("portal-antrean", 7);
        opening.onupgradeneeded = () => opening.result.createObjectStore("besok");
        opening.onblocked = () => fail(new Error("the old tab does not make way"));
        opening.onsuccess = () => (opening.result.close(), done());
      }),
  );
  await server.restart();
  await sendNow(page);
  await allSent(page, server, seeds);
});
