// A copy of the web app that a test may change, as the next release does.

import { cp, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import type { Page } from "@playwright/test";

const BUILT = process.env.PORTAL_SITE ?? join(import.meta.dirname, "../../target/site");
// Stands in the page of the next version alone.
const NEXT = '<meta name="uji" content="versi berikut">';

export async function copySite(): Promise<string> {
  const site = await mkdtemp(join(tmpdir(), "portal-site-"));
  await cp(BUILT, site, { recursive: true });
  return site;
}

// Another build: the app's page has changed, and the worker's script with it, which names each file by what is in it.
export async function newVersion(site: string): Promise<void> {
  const [page, worker] = [join(site, "index.html"), join(site, "sw.js")];
  await writeFile(page, (await readFile(page, "utf8")).replace("</head>", `${NEXT}</head>`));
  const script = await readFile(worker, "utf8");
  const changed = script.replace(/(url:"index\.html",revision:")[0-9a-f]{32}/, `$1${"0".repeat(32)}`);
  if (changed === script) throw new Error("the worker names no index.html");
  await writeFile(worker, changed);
  // Packed forms are of the version before.
  for (const file of await readdir(site)) {
    if (/^(sw\.js|index\.html)\./.test(file)) await rm(join(site, file));
  }
}

export const isNextVersion = async (page: Page): Promise<boolean> => (await page.locator('meta[name="uji"]').count()) > 0;

// A version that was fetched waits until the person takes it.
export const versionWaits = (page: Page): Promise<boolean> =>
  page.evaluate(() => navigator.serviceWorker.getRegistration().then((worker) => Boolean(worker?.waiting)));

// Looks for a new version, as the browser does when the app is opened.
export const lookForVersion = (page: Page): Promise<void> =>
  page.evaluate(() => navigator.serviceWorker.getRegistration().then(async (worker) => void (await worker?.update())));
