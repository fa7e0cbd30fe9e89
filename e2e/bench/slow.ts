// A cheap phone's processor: Chromium works for a part of the time only. How much slower that made it is measured by a
// loop of fixed length and printed, since the figures mean nothing without it. Asked for 4, Chromium gives about 3: it is
// asked for more, until the loop takes four times as long.

import type { CDPSession, Page } from "@playwright/test";

const SLOWER = 4;
const RATE_AT_MOST = 12;
const MEASURES = 5;
// Some 80 ms unslowed: many of the slices in which Chromium lets a slowed page work.
const LOOPS = 60_000_000;

let rate = SLOWER;

// Milliseconds of the page's main thread for a fixed amount of integer work.
function loop(page: Page): Promise<number> {
  return page.evaluate((loops) => {
    const start = performance.now();
    let state = 1;
    for (let round = 0; round < loops; round += 1) state = (Math.imul(state, 0x2545f491) ^ round) >>> 0;
    // Told, so that no compiler may leave the loop out.
    document.documentElement.dataset["state"] = String(state);
    return performance.now() - start;
  }, LOOPS);
}

async function median(page: Page): Promise<number> {
  const times = [];
  for (let round = 0; round < MEASURES; round += 1) times.push(await loop(page));
  return middle(times);
}

export function middle(numbers: number[]): number {
  return numbers.slice().sort((one, other) => one - other)[Math.floor(numbers.length / 2)] ?? 0;
}

export async function slow(page: Page): Promise<CDPSession> {
  const session = await page.context().newCDPSession(page);
  await session.send("Emulation.setCPUThrottlingRate", { rate });
  return session;
}

// Sets how much is asked for from now on, and prints how much slower a page on which `slow` was called is than it was.
export async function calibrate(page: Page): Promise<void> {
  await page.goto("about:blank");
  await loop(page);
  rate = SLOWER;
  while (rate < RATE_AT_MOST && factor(await measure(page)) < SLOWER) rate += 0.5;
  // Anew: the measure that ended the search was chosen for being high.
  const measured = await measure(page);
  const [quick, slowed] = measured.map((time) => time.toFixed(0));
  const reached = factor(measured).toFixed(2);
  console.log(`processor: loop ${quick} ms, slowed ${slowed} ms: factor ${reached} of ${SLOWER} (asked for ${rate})`);
}

// Milliseconds of the loop as the page is, and slowed.
async function measure(page: Page): Promise<[number, number]> {
  const quick = await median(page);
  const session = await slow(page);
  const slowed = await median(page);
  await session.detach();
  return [quick, slowed];
}

const factor = ([quick, slowed]: [number, number]): number => slowed / quick;

// Starts and savings are judged by the median of them, since the machine does other things as well; of a few interactions
// in one visit the worst is what INP is.
export function tell(what: string, times: number[], aim: number, by: "median" | "worst" = "median"): void {
  const [typical, worst] = [middle(times), Math.max(...times)];
  const verdict = (by === "worst" ? worst : typical) <= aim ? "within" : "ABOVE";
  console.log(`${what}: median ${typical.toFixed(0)} ms, worst ${worst.toFixed(0)} ms of ${times.length} (${verdict} the aim of ${aim} ms)`);
}
