// The queue on the device: what the server refuses, delays or forgets, and what two tabs do at once.

import type { Page, Route } from "@playwright/test";

import { fill, many } from "../support/antrean";
import { withoutBackground } from "../support/background";
import { capture, expectSent, fillWhat, installed, send, story, markOf } from "../support/capture";
import { expect, test } from "../support/fixtures";
import { found } from "../support/officer";
import { BROKEN_OFF, NETWORK_GONE } from "../support/watch";

const PHOTO = [{ width: 1600, height: 1200 }];
const REFUSED = /status of 422/;

// Answers the sending of a record in the server's place, as long as `answer` has one to give.
async function answerRecords(page: Page, answer: (nth: number) => { status: number; body: object; wait?: string } | undefined) {
  let nth = 0;
  await page.context().route("**/api/aduan", (route: Route) => {
    if (route.request().method() !== "POST") return route.continue();
    const given = answer(nth++);
    if (!given) return route.continue();
    const headers: Record<string, string> = given.wait ? { "retry-after": given.wait } : {};
    return route.fulfill({
      status: given.status,
      headers,
      contentType: "application/problem+json",
      body: JSON.stringify(given.body),
    });
  });
  return () => nth;
}

const faultIn = (message: string) => ({
  status: 422,
  body: { code: "isian_salah", detail: message, fields: [{ field: "uraian", message }] },
});

test("a refused report says why, is mended with its photo, and goes under the same code", async ({
  page,
  server,
  watch,
  expectAccessible,
}) => {
  const uraian = story("Saluran tersumbat di samping langgar.");
  watch.expects(REFUSED);
  await answerRecords(page, (nth) => (nth === 0 ? faultIn("Hapus dulu nomor NIK dari uraian.") : undefined));
  await page.goto("/");
  await capture(page, { uraian: `${uraian} NIK 6311`, photos: PHOTO });
  const kode = await send(page);
  await expect(page.getByText("Perlu diperbaiki").first()).toBeVisible();
  await page.goto("/antrean");
  await expect(page.getByText("Hapus dulu nomor NIK dari uraian.")).toBeVisible();
  await expectAccessible(page);
  expect(await found(server.url, markOf(uraian))).toHaveLength(0);

  await page.getByRole("button", { name: "Perbaiki" }).click();
  await page.getByLabel("Uraian").fill(uraian);
  await page.getByRole("button", { name: "Lanjut" }).click();
  await expect(page.getByText("GPS ± 8 meter")).toBeVisible();
  await page.goto("/aduan/baru?langkah=5");
  await expect(page.getByRole("img", { name: "Foto 1" })).toBeVisible();
  expect(await send(page)).toBe(kode);
  await expectSent(page);
  const lines = await found(server.url, markOf(uraian));
  expect(lines).toHaveLength(1);
  expect(lines[0]).toMatchObject({ kode, foto: 1, foto_kurang: 0 });
});

test("one refused report does not hold up the next", async ({ page, server, watch }) => {
  const [bad, good] = [story("Yang ini ditolak dulu oleh server."), story("Yang ini tidak boleh ikut tertahan.")];
  watch.expects(REFUSED);
  await answerRecords(page, (nth) => (nth === 0 ? faultIn("Tulis lebih jelas.") : undefined));
  await page.goto("/");
  await capture(page, { uraian: bad });
  await send(page);
  await expect(page.getByText("Perlu diperbaiki").first()).toBeVisible();
  await page.goto("/");
  await capture(page, { uraian: good });
  await send(page);
  await expectSent(page);
  expect(await found(server.url, markOf(good))).toHaveLength(1);
  await page.goto("/antrean");
  await expect(page.getByText("Perlu diperbaiki", { exact: true })).toHaveCount(1);
});

test("what waited goes together in one request, packed, and each is there once", async ({ page, context, server, watch }) => {
  await withoutBackground(page);
  await installed(page);
  await context.setOffline(true);
  watch.expects(NETWORK_GONE, BROKEN_OFF);
  const stories = ["Got tersumbat di gang satu.", "Got tersumbat di gang dua.", "Got tersumbat di gang tiga."].map(story);
  for (const uraian of stories) {
    await page.goto("/");
    await capture(page, { uraian });
    await send(page);
  }
  const alone: string[] = [];
  page.on("response", (answer) => {
    if (answer.request().method() === "POST" && answer.url().endsWith("/api/aduan")) alone.push(answer.url());
  });
  const together = page.waitForRequest("**/api/sync");
  await context.setOffline(false);
  const request = await together;
  expect(request.headers()["content-encoding"]).toBe("gzip");
  const answer = (await (await request.response())?.json()) as { hasil: { status: number }[] };
  expect(answer.hasil.map((one) => one.status)).toEqual([201, 201, 201]);
  await page.goto("/antrean");
  await expect(page.getByText("✓ Terkirim")).toHaveCount(3, { timeout: 30_000 });
  // One may have been on its way by itself while the network was coming back.
  expect(alone.length).toBeLessThan(2);
  for (const uraian of stories) expect(await found(server.url, markOf(uraian))).toHaveLength(1);
});

test("a list that is being sent stays where it is under a person's finger", async ({ page, server, watch }) => {
  await installed(page);
  await fill(page, many(story("Selokan di belakang pasar meluap."), 3));
  await server.stop();
  watch.expects(NETWORK_GONE, BROKEN_OFF);
  await page.goto("/antrean");
  const last = page.getByRole("link", { name: "Drainase, Lampihong Kiri" }).nth(2);
  await last.focus();
  await server.restart();
  await page.evaluate(() => dispatchEvent(new Event("online")));
  await expect(page.getByText("✓ Terkirim")).toHaveCount(3, { timeout: 30_000 });
  await expect(last).toBeFocused();
});

test("a busy server is asked again when it said so, and gets the report once", async ({ page, server, watch }) => {
  const uraian = story("Jalan berlubang di depan pasar.");
  watch.expects(/status of 503/);
  const busy = { status: 503, body: { code: "belum_siap", detail: "Sebentar." }, wait: "1" };
  const asked = await answerRecords(page, (nth) => (nth < 2 ? busy : undefined));
  await page.goto("/");
  await capture(page, { uraian });
  await send(page);
  await expectSent(page);
  expect(asked()).toBe(3);
  expect(await found(server.url, markOf(uraian))).toHaveLength(1);
});

test("two tabs hold two drafts, and neither writes over the other", async ({ page, context }) => {
  const [first, second] = [story("Draf di tab pertama."), story("Draf di tab kedua.")];
  await page.goto("/aduan/baru");
  await page.getByLabel("Uraian").fill(first);
  await expect(page.getByText(/^Tersimpan di perangkat/)).toBeVisible();
  const other = await context.newPage();
  await other.goto("/aduan/baru");
  await expect(other.getByLabel("Uraian")).toHaveValue("");
  await other.getByLabel("Uraian").fill(second);
  await expect(other.getByText(/^Tersimpan di perangkat/)).toBeVisible();
  await other.reload();
  await expect(other.getByLabel("Uraian")).toHaveValue(second);
  await page.reload();
  await expect(page.getByLabel("Uraian")).toHaveValue(first);
});

test("another report can be begun beside a draft, and each is found again", async ({ page }) => {
  const [first, second] = [story("Draf yang ditunda dulu."), story("Laporan lain yang lebih penting.")];
  await page.goto("/aduan/baru");
  await page.getByLabel("Uraian").fill(first);
  await expect(page.getByText(/^Tersimpan di perangkat/)).toBeVisible();
  await page.reload();
  await page.getByRole("link", { name: "Mulai aduan lain, draf ini tetap disimpan" }).click();
  await expect(page.getByLabel("Uraian")).toHaveValue("");
  await page.getByLabel("Uraian").fill(second);
  await expect(page.getByText(/^Tersimpan di perangkat/)).toBeVisible();
  await page.reload();
  await expect(page.getByLabel("Uraian")).toHaveValue(second);
  await page.goto("/antrean");
  await expect(page.getByRole("link", { name: "Lanjutkan" })).toHaveCount(2);
});

test("a full device says so, keeps the page as it is, and saves again once there is room", async ({
  page,
  context,
  server,
}) => {
  const uraian = story("Perangkat ini penuh sama sekali.");
  await page.goto("/aduan/baru");
  const devtools = await context.newCDPSession(page);
  await devtools.send("Storage.overrideQuotaForOrigin", { origin: server.url, quotaSize: 1 });
  // Chromium grants small writes from an allowance that it remembers for up to half a minute.
  await expect(async () => {
    await page.getByLabel("Uraian").fill(`${uraian} ${Date.now()}`);
    await expect(page.getByText(/Penyimpanan perangkat ini penuh/)).toBeVisible({ timeout: 3_000 });
  }).toPass({ timeout: 80_000 });
  await page.getByLabel("Uraian").fill(uraian);
  await devtools.send("Storage.overrideQuotaForOrigin", { origin: server.url });
  await expect(page.getByText(/^Tersimpan di perangkat/)).toBeVisible();
  await page.reload();
  await expect(page.getByLabel("Uraian")).toHaveValue(uraian);
});

test("whoever leaves right after the last key finds everything again", async ({ page }) => {
  const uraian = story("Ditinggal sebelum sempat disimpan.");
  await page.goto("/aduan/baru");
  await fillWhat(page, uraian);
  await page.getByRole("link", { name: "Tutup" }).click();
  await page.getByRole("link", { name: "Buat aduan" }).first().click();
  await expect(page.getByLabel("Uraian")).toHaveValue(uraian);
  await expect(page.getByLabel("Drainase", { exact: true })).toBeChecked();
});

test("a draft that is thrown away is gone, and only after it was asked", async ({ page }) => {
  await page.goto("/aduan/baru");
  await fillWhat(page, story("Ini hanya coba-coba saja."));
  await expect(page.getByText(/^Tersimpan di perangkat/)).toBeVisible();
  await page.getByRole("button", { name: "Buang draf" }).click();
  await page.getByRole("button", { name: "Tidak jadi" }).click();
  await expect(page.getByLabel("Uraian")).not.toHaveValue("");
  await page.getByRole("button", { name: "Buang draf" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Buang draf" }).click();
  await expect(page.getByRole("link", { name: "Buat aduan" }).first()).toBeVisible();
  await page.goto("/aduan/baru");
  await expect(page.getByLabel("Uraian")).toHaveValue("");
});
