// A cheap phone without a network: the app opens, a long list answers the finger, a capture is saved.

import type { BrowserContext, Page } from "@playwright/test";

import { addPhotos, fillWhat, fillWhere, fillWho, installed, next, story } from "../support/capture";
import { expect, test } from "../support/fixtures";
import { logIn } from "../support/officer";
import { fileReport } from "../support/report";
import { NETWORK_GONE } from "../support/watch";
import { calibrate, slow, tell } from "./slow";

const STARTS = 9;
const SAVES = 5;
const RECORDS = 2_000;
const AT_ONCE = 8;
// A new tab makes Chromium load a page of its own for its address bar (four hundred modules), on the same two cores. An
// app that is started from the home screen has no such bar, nor a second window, which would share its thread. What the
// browser itself and its service worker take to start is not measured: both run already.
const OPENED_MS = 2_500;
const KEPT = /^Daftar [\d.]+ aduan (terbaru )?tersimpan di perangkat ini, diperbarui /;

test.use({ settings: { PORTAL_ADUAN_PER_MINUTE: "1000000", PORTAL_ADUAN_BURST: "1000000" } });

test.beforeEach(async ({ page, watch }) => {
  watch.expects(NETWORK_GONE);
  await calibrate(page);
});

async function opened(context: BrowserContext): Promise<Page> {
  const page = await context.newPage();
  await page.waitForTimeout(OPENED_MS);
  return page;
}

// Milliseconds from the start of the navigation until `selector` stands there and the page answers: the main thread took
// up a task of ours behind a painted frame, and no long task came after it for half a second.
async function interactive(context: BrowserContext, address: string, selector: string): Promise<number> {
  const page = await opened(context);
  await page.addInitScript((selector) => {
    const marks = globalThis as unknown as { shown?: number; busy: number };
    marks.busy = 0;
    new PerformanceObserver((list) => {
      for (const task of list.getEntries()) marks.busy = task.startTime + task.duration;
    }).observe({ type: "longtask", buffered: true });
    const look = () => {
      if (!document.querySelector(selector)) return void requestAnimationFrame(look);
      requestAnimationFrame(() => setTimeout(() => (marks.shown = performance.now())));
    };
    requestAnimationFrame(look);
  }, selector);
  const session = await slow(page);
  await page.goto(address, { waitUntil: "commit" });
  const time = await page.evaluate(async () => {
    const marks = globalThis as unknown as { shown?: number; busy: number };
    const pause = () => new Promise((done) => setTimeout(done, 100));
    while (marks.shown === undefined) await pause();
    while (performance.now() - Math.max(marks.shown, marks.busy) < 500) await pause();
    return Math.max(marks.shown, marks.busy);
  });
  await session.detach();
  await page.close();
  return time;
}

async function starts(context: BrowserContext, address: string, selector: string): Promise<number[]> {
  const times = [];
  for (let start = 0; start < STARTS; start += 1) times.push(await interactive(context, address, selector));
  return times;
}

test("the installed app opens without a network", async ({ page, context }) => {
  await installed(page);
  await page.goto("/aduan/baru");
  await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
  await page.close();
  await context.setOffline(true);
  tell("offline start, home", await starts(context, "/", "main h1"), 1_000);
  tell("offline start, a new complaint", await starts(context, "/aduan/baru", "input[type=radio]"), 1_000);
});

// The longest time from a touch, a key or a click to the frame that answers it. With so few of them INP is the worst.
async function watchEvents(page: Page): Promise<() => Promise<number[]>> {
  await page.evaluate(() => {
    const kept = globalThis as unknown as { interactions: Map<number, number> };
    kept.interactions = new Map();
    new PerformanceObserver((list) => {
      for (const event of list.getEntries() as (PerformanceEntry & { interactionId: number })[]) {
        if (!event.interactionId) continue;
        const before = kept.interactions.get(event.interactionId) ?? 0;
        kept.interactions.set(event.interactionId, Math.max(before, event.duration));
      }
    }).observe({ type: "event", durationThreshold: 16, buffered: false } as PerformanceObserverInit);
  });
  return () =>
    page.evaluate(async () => {
      await new Promise((done) => setTimeout(done, 300));
      const kept = globalThis as unknown as { interactions: Map<number, number> };
      const times = [...kept.interactions.values()];
      kept.interactions.clear();
      return times;
    });
}

// The longest wait between two frames while the list is moved by a finger.
async function scroll(page: Page): Promise<number[]> {
  await page.evaluate(() => {
    const kept = globalThis as unknown as { frames: number[] };
    kept.frames = [];
    const look = (before: number) => requestAnimationFrame((now) => (kept.frames.push(now - before), look(now)));
    requestAnimationFrame(look);
  });
  for (let turn = 0; turn < 20; turn += 1) {
    await page.mouse.wheel(0, 600);
    await page.waitForTimeout(50);
  }
  return page.evaluate(() => (globalThis as unknown as { frames: number[] }).frames);
}

test("two thousand records on the device are searched, filtered and scrolled", async ({ page: first, context, server }) => {
  for (let filed = 0; filed < RECORDS; filed += AT_ONCE) {
    const some = Array.from({ length: AT_ONCE }, (_, at) =>
      fileReport(server.url, { uraian: `Saluran nomor ${filed + at} tersumbat, air masuk ke rumah.` }),
    );
    await Promise.all(some);
  }
  await installed(first);
  await logIn(first);
  await first.goto("/petugas/aduan");
  await expect(first.getByText(KEPT)).toBeVisible({ timeout: 60_000 });
  console.log(await first.getByText(KEPT).textContent());
  await first.close();
  await context.setOffline(true);
  tell("offline start, the officer's inbox", await starts(context, "/petugas/aduan", "main ul.lines li"), 1_000);

  const page = await opened(context);
  await page.goto("/petugas/aduan");
  await expect(page.locator("main ul.lines li")).toHaveCount(25);
  const session = await slow(page);
  const interactions = await watchEvents(page);
  await page.getByLabel("Cari kode, uraian, atau desa").click();
  await page.keyboard.type("nomor 1999", { delay: 120 });
  await expect(page.locator("main ul.lines li")).toHaveCount(1);
  tell("a key in the search field", await interactions(), 150, "worst");
  for (let key = 0; key < 10; key += 1) await page.keyboard.press("Backspace", { delay: 60 });
  await expect(page.locator("main ul.lines li")).toHaveCount(25);
  tell("a key taken back", await interactions(), 150, "worst");
  for (const status of ["diterima", "diverifikasi", ""]) await page.getByLabel("Status").selectOption(status);
  for (let more = 0; more < 8; more += 1) await page.getByRole("button", { name: "Muat lagi" }).click();
  await expect(page.locator("main ul.lines li")).toHaveCount(225);
  tell("twenty-five lines more", await interactions(), 150, "worst");
  tell("a frame while scrolling 225 lines", await scroll(page), 150, "worst");
  await session.detach();
});

test("a capture with a photo is saved", async ({ page, context }) => {
  await installed(page);
  await context.setOffline(true);
  const times = [];
  for (let save = 0; save < SAVES; save += 1) {
    await page.goto("/aduan/baru");
    await fillWhat(page, story("Jembatan kayu di ujung desa miring."));
    await next(page, "Di mana tempatnya?");
    await fillWhere(page);
    await next(page, "Ada fotonya?");
    await addPhotos(page, [{ width: 3000, height: 4000 }]);
    await next(page, "Siapa yang menyampaikan?");
    await fillWho(page);
    await next(page, "Periksa sebelum dikirim");
    const session = await slow(page);
    times.push(await timeOfSaving(page));
    await session.detach();
  }
  tell("saving a capture with a photo", times, 300);
});

// From the press of the button until the code stands on the page, which it does once all is on the disk.
function timeOfSaving(page: Page): Promise<number> {
  return page.evaluate(async () => {
    const button = [...document.querySelectorAll("button")].find((button) => button.textContent?.trim() === "Kirim");
    if (!button) throw new Error("no button to send with");
    const start = performance.now();
    button.click();
    while (!/ADU(-[0-9A-Z]{5}){3}/.test(document.querySelector("main")?.textContent ?? "")) {
      await new Promise(requestAnimationFrame);
    }
    return performance.now() - start;
  });
}
