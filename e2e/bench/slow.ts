// A cheap phone's processor: Chromium works for a part of the time only. How much slower that made it is measured by a
// loop of fixed length and printed, since the figures mean nothing without it.

import type { CDPSession, Page } from "@playwright/test";

export const SLOWER = 4;

// Milliseconds of the page's main thread for a fixed amount of integer work.
function loop(page: Page): Promise<number> {
  return page.evaluate(() => {
    const start = performance.now();
    let state = 1;
    for (let round = 0; round < 20_000_000; round += 1) state = (Math.imul(state, 0x2545f491) ^ round) >>> 0;
    // Told, so that no compiler may leave the loop out.
    document.documentElement.dataset["state"] = String(state);
    return performance.now() - start;
  });
}

async function median(page: Page): Promise<number> {
  const times = [];
  for (let round = 0; round < 5; round += 1) times.push(await loop(page));
  return middle(times);
}

export function middle(numbers: number[]): number {
  return numbers.slice().sort((one, other) => one - other)[Math.floor(numbers.length / 2)] ?? 0;
}

export async function slow(page: Page): Promise<CDPSession> {
  const session = await page.context().newCDPSession(page);
  await session.send("Emulation.setCPUThrottlingRate", { rate: SLOWER });
  return session;
}

// Prints how much slower a page on which `slow` was called is than it was.
export async function calibrate(page: Page): Promise<void> {
  await page.goto("about:blank");
  await loop(page);
  const quick = await median(page);
  const session = await slow(page);
  const slowed = await median(page);
  await session.detach();
  const factor = (slowed / quick).toFixed(2);
  console.log(`processor: loop ${quick.toFixed(0)} ms, slowed ${slowed.toFixed(0)} ms: factor ${factor} (asked for ${SLOWER})`);
}

export function tell(what: string, times: number[], aim: number): void {
  const [typical, worst] = [middle(times), Math.max(...times)];
  const verdict = typical <= aim ? "within" : "ABOVE";
  console.log(`${what}: median ${typical.toFixed(0)} ms, worst ${worst.toFixed(0)} ms of ${times.length} (${verdict} the aim of ${aim} ms)`);
}
