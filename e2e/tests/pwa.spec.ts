// The portal as an installed app: it can be installed, opens without a network, and does not change under a person's
// hands.

import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { INSECURE_HOST, openProfile } from "../support/browser";
import { fillWhat, installed, story } from "../support/capture";
import { expect, test } from "../support/fixtures";
import { Server } from "../support/server";
import { copySite, isNextVersion, lookForVersion, newVersion, versionWaits } from "../support/site";
import { BROKEN_OFF, NETWORK_GONE } from "../support/watch";

test("Chromium finds nothing that keeps the app from being installed", async ({ server }) => {
  const folder = await mkdtemp(join(tmpdir(), "portal-profile-"));
  const context = await openProfile(folder);
  try {
    const page = await context.newPage();
    await page.goto(server.url);
    await page.evaluate(() => navigator.serviceWorker.ready.then(() => true));
    const browser = await context.newCDPSession(page);
    const { installabilityErrors } = await browser.send("Page.getInstallabilityErrors");
    expect(installabilityErrors).toEqual([]);
    const { data, errors } = await browser.send("Page.getAppManifest");
    expect(errors).toEqual([]);
    const manifest = JSON.parse(data ?? "{}") as Record<string, any>;
    expect(manifest).toMatchObject({ start_url: "/", display: "standalone", name: "Portal Balangan" });
  } finally {
    await context.close();
    await rm(folder, { recursive: true, force: true });
  }
});

test("every page a citizen needs opens without a server, the status page says it needs one", async ({
  page,
  server,
  watch,
}) => {
  await installed(page);
  await server.stop();
  watch.expects(NETWORK_GONE, BROKEN_OFF);
  for (const [path, heading] of [
    ["/", "Ada yang perlu kami perbaiki?"],
    ["/aduan/baru", "Apa yang ingin Anda sampaikan?"],
    ["/antrean", "Antrean"],
    ["/aduan-saya", "Aduan saya"],
    ["/masuk", "Masuk petugas"],
  ] as const) {
    await page.goto(path);
    await expect(page.getByRole("heading", { level: 1, name: heading })).toBeVisible();
  }
  await page.goto("/aduan/baru?langkah=1");
  await fillWhat(page, story("Peta pun ada tanpa jaringan."));
  await page.getByRole("button", { name: "Lanjut" }).click();
  await expect(page.locator(".leaflet-container")).toBeVisible();
  for (const path of ["/cek", "/cek/ADU-7K3M-9Q2X-4BT8"]) {
    await page.goto(path);
    await expect(page.getByRole("heading", { level: 1, name: "Cek status perlu jaringan" })).toBeVisible();
  }
});

test("a new version waits while a report is being written in any tab, tells the person, and loses nothing", async ({
  page,
  context,
  sample,
  watch,
}) => {
  const site = await copySite();
  const server = await Server.start(sample, { PORTAL_SITE: site });
  watch.expects(NETWORK_GONE, BROKEN_OFF);
  try {
    await page.goto(server.url);
    await page.evaluate(() => navigator.serviceWorker.ready.then(() => true));
    const writing = await context.newPage();
    await writing.goto(`${server.url}/aduan/baru`);
    const uraian = story("Ditulis sementara versi baru tiba.");
    await fillWhat(writing, uraian);

    await newVersion(site);
    await server.stop();
    await server.restart();
    await lookForVersion(page);
    await expect.poll(() => versionWaits(page)).toBe(true);
    await page.getByRole("button", { name: "Pakai versi baru" }).click();
    await expect(page.getByText(/Masih ada isian yang terbuka/)).toBeVisible();
    expect(await versionWaits(page)).toBe(true);
    await expect(writing.getByLabel("Uraian")).toHaveValue(uraian);

    // Chromium activates no new worker while the old one answers, and a worker under inspection never falls idle by itself.
    await writing.goto(`${server.url}/`, { waitUntil: "networkidle" });
    await expect.poll(() => page.evaluate(openCaptures)).toBe(0);
    // Taking the new version loads the page anew.
    await Promise.all([page.waitForEvent("load"), page.getByRole("button", { name: "Pakai versi baru" }).click()]);
    await expect.poll(() => versionWaits(page)).toBe(false);
    expect(await isNextVersion(page)).toBe(true);
    await page.goto(`${server.url}/aduan/baru`);
    await expect(page.getByLabel("Uraian")).toHaveValue(uraian);
  } finally {
    await server.remove();
    await rm(site, { recursive: true, force: true });
  }
});

// Tabs in which something is being filled in; one that was left counts until the browser has put its page away.
async function openCaptures(): Promise<number> {
  const { held = [] } = await navigator.locks.query();
  return held.filter((lock) => lock.name === "pengisian").length;
}

test("opened without HTTPS the app says that offline use and GPS are off, and why", async ({ page, server, watch }) => {
  watch.expects(/Cross-Origin-Opener-Policy header has been ignored/);
  await page.goto(`http://${INSECURE_HOST}:${server.port}/`);
  await expect(page.getByText(/tanpa jaringan dan GPS pada alamat yang diawali https/)).toBeVisible();
});

test("every page keeps to the content security policy and to the other headers", async ({ page, server }) => {
  for (const path of ["/", "/aduan/baru", "/cek", "/api/docs", "/masuk"]) {
    const answer = await page.goto(path);
    const headers = answer?.headers() ?? {};
    expect(headers["content-security-policy"], path).toContain("default-src");
    expect(headers["content-security-policy"], path).not.toContain("unsafe-inline");
    expect(headers["x-content-type-options"], path).toBe("nosniff");
    expect(headers["content-security-policy"], path).toContain("frame-ancestors 'none'");
    expect(headers["referrer-policy"], path).toBeTruthy();
    expect(headers["permissions-policy"], path).toBeTruthy();
  }
  expect(server.log).not.toContain("Kunci ");
});
