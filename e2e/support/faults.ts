// How much befalls in the tests of faults: little in each run, much where PORTAL_FAULTS=long is set. All chance comes from
// one seed, which is printed with what happened; PORTAL_FAULTS_SEED gives another.

import type { BrowserContext, Page } from "@playwright/test";

const LONG = process.env["PORTAL_FAULTS"] === "long";

export const SEED = Number(process.env["PORTAL_FAULTS_SEED"] ?? 6_311);

// How often a page is killed, and how many kiriman wait on the device when something else befalls it.
export const KILLS = LONG ? 100 : 4;
export const MANY = LONG ? 500 : 40;
export const SOME = LONG ? 100 : 20;

// Time for a test that sends so many, beside what opening and closing costs.
export const timeFor = (kiriman: number): number => 90_000 + kiriman * 1_500;

// More than any test sends in a minute: here it is not the server that is to slow anything down.
export const UNHURRIED = { PORTAL_ADUAN_PER_MINUTE: "6000", PORTAL_ADUAN_BURST: "6000" };

// The same numbers in each run (mulberry32).
export function chance(seed = SEED): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

export function tell(what: string): void {
  console.log(`seed ${SEED}: ${what}`);
}

// As the system does that needs the memory: nothing in the page is asked or told.
export async function kill(context: BrowserContext, page: Page): Promise<void> {
  const cdp = await context.newCDPSession(page);
  const gone = page.waitForEvent("crash");
  // The command has no answer: whoever would answer is dead.
  cdp.send("Page.crash").catch(() => undefined);
  await gone;
  await page.close();
}
