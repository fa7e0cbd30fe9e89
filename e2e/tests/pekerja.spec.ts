// What waits on the device goes with the app closed, where the browser wakes the service worker; elsewhere the screen
// says what to do.

import type { Page } from "@playwright/test";

import { knownAccount, PASSWORD } from "../support/account";
import { expectArrivedOnce } from "../support/arrived";
import { Background, withoutBackground } from "../support/background";
import { capture, expectSent, fillForSomebody, installed, markOf, next, send, story } from "../support/capture";
import { expect, test } from "../support/fixtures";
import { found, logIn } from "../support/officer";
import { countSent } from "../support/requests";
import type { Server } from "../support/server";
import { BROKEN_OFF, NETWORK_GONE } from "../support/watch";

const PHOTO = [{ width: 1600, height: 1200 }];
const OPERATOR = "lina.desa";
const OPEN_THE_APP = /Buka aplikasi untuk mengirim/;
const BY_ITSELF = /Terkirim sendiri saat ada jaringan, juga bila aplikasi ini ditutup/;

// Fills in and sends while there is no server.
async function store(page: Page, words: string, photos = PHOTO): Promise<string> {
  const uraian = story(words);
  await page.goto("/");
  await capture(page, { uraian, photos });
  await send(page);
  await expect(page.getByText("Tersimpan di perangkat").first()).toBeVisible();
  return uraian;
}

async function arrives(server: Server, uraian: string, photos: number): Promise<void> {
  const whole = [{ foto: photos, foto_kurang: 0 }];
  await expect.poll(() => found(server.url, markOf(uraian)), { timeout: 30_000 }).toMatchObject(whole);
  await expectArrivedOnce(server.url, uraian, photos);
}

test("woken by the browser, the worker sends report and photo while no page of the app is open", async ({
  page,
  context,
  server,
  watch,
}) => {
  await installed(page);
  await server.stop();
  watch.expects(NETWORK_GONE, BROKEN_OFF);
  const uraian = await store(page, "Saluran di depan balai desa tersumbat.");
  const browser = await Background.over(context, server.url);
  await page.close();
  expect(context.pages().map((open) => open.url())).toEqual(["about:blank"]);

  await server.restart();
  expect(await found(server.url, markOf(uraian))).toHaveLength(0);
  await browser.wake();
  await arrives(server, uraian, 1);

  const later = await context.newPage();
  await later.goto("/antrean");
  await expectSent(later);
});

test("woken too early, the worker goes on trying until the server is there", async ({ page, context, server, watch }) => {
  await installed(page);
  await server.stop();
  watch.expects(NETWORK_GONE, BROKEN_OFF);
  const uraian = await store(page, "Jembatan gantung miring sejak banjir.", []);
  const browser = await Background.over(context, server.url);
  await page.close();

  await browser.wake();
  await server.restart();
  await arrives(server, uraian, 0);
});

test("two tabs and the worker at once send each report once", async ({ page, context, server, watch }) => {
  await installed(page);
  await server.stop();
  watch.expects(NETWORK_GONE, BROKEN_OFF);
  const stories = [
    await store(page, "Jalan berlubang di depan puskesmas."),
    await store(page, "Lampu jalan padam di simpang empat.", []),
    await store(page, "Sampah menumpuk di tepi sungai.", []),
  ];
  const second = await context.newPage();
  for (const tab of [page, second]) await tab.goto("/antrean");
  const browser = await Background.over(context, server.url);
  const sent = countSent(context);

  await server.restart();
  await Promise.all([
    browser.wake(),
    ...[page, second].map((tab) => tab.evaluate(() => dispatchEvent(new Event("online")))),
    browser.wake(),
  ]);
  for (const [nth, uraian] of stories.entries()) await arrives(server, uraian, nth === 0 ? 1 : 0);
  for (const tab of [page, second]) await expect(tab.getByText("✓ Terkirim")).toHaveCount(stories.length);
  // One lock for all three: nothing was sent twice in vain.
  expect([...sent.values()]).toEqual(stories.map(() => 1));
});

test("what an officer entered for somebody else waits for the officer, and holds nobody up", async ({
  page,
  context,
  server,
  watch,
}) => {
  await knownAccount(server.url, OPERATOR, "kasi_kecamatan", { wilayah: "63.11.05" });
  await installed(page);
  await logIn(page, "/aduan/titip", OPERATOR, PASSWORD);
  await server.stop();
  watch.expects(NETWORK_GONE, BROKEN_OFF);
  const entered = story("Titian ke mushala patah dan belum diganti.");
  await fillForSomebody(page, entered, "Masrani");
  await next(page, "Periksa sebelum dikirim");
  await send(page);
  await expect(page.getByText(OPEN_THE_APP)).toBeVisible();
  const own = await store(page, "Pipa air bersih bocor di pinggir jalan.", []);
  const browser = await Background.over(context, server.url);
  await page.close();

  await server.restart();
  await browser.wake();
  await arrives(server, own, 0);
  await browser.wake();
  expect(await found(server.url, markOf(entered))).toHaveLength(0);

  const later = await context.newPage();
  await later.goto("/antrean");
  await expect(later.getByText("✓ Terkirim")).toHaveCount(2, { timeout: 30_000 });
  expect(await found(server.url, markOf(entered))).toHaveLength(1);
});

test("a browser that wakes no worker is told apart: the screen says to open the app", async ({
  page,
  server,
  watch,
  expectAccessible,
  picture,
}) => {
  await withoutBackground(page);
  await installed(page);
  await server.stop();
  watch.expects(NETWORK_GONE, BROKEN_OFF);
  await store(page, "Talud di tikungan retak memanjang.", []);
  await expect(page.getByText(OPEN_THE_APP)).toBeVisible();
  await expect(page.getByText(BY_ITSELF)).toHaveCount(0);
  await page.goto("/antrean");
  await expect(page.getByText(OPEN_THE_APP)).toBeVisible();
  await expectAccessible(page);
  await picture(page, "antrean-buka-aplikasi");
});

test("a browser that may wake the worker does so by itself, and the screen said that it would", async ({
  page,
  context,
  server,
  watch,
}) => {
  await context.grantPermissions(["geolocation", "background-sync"], { origin: server.url });
  await installed(page);
  await server.stop();
  watch.expects(NETWORK_GONE, BROKEN_OFF);
  const uraian = await store(page, "Atap pasar bocor di los ikan.");
  await expect(page.getByText(BY_ITSELF)).toBeVisible();
  await page.goto("/antrean");
  await expect(page.getByText(BY_ITSELF)).toBeVisible();
  const tags = () => page.evaluate(() => navigator.serviceWorker.ready.then((worker) => (worker as any).sync.getTags()));
  expect(await tags()).toEqual(["portal-antrean"]);
  await context.newPage();
  await page.close();

  await server.restart();
  await arrives(server, uraian, 1);
});
