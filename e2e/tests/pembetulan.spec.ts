// Two officers put right the same complaint: what differs is merged, what both changed is chosen side by side.

import type { Page } from "@playwright/test";

import { story } from "../support/capture";
import { expect, test } from "../support/fixtures";
import { logIn, token } from "../support/officer";
import { fileReport, uuid } from "../support/report";
import { openWithoutNetwork, waiting } from "../support/susulan";
import { NETWORK_GONE } from "../support/watch";

const KATEGORI = "Jalan lingkungan";

// A colleague who had read the same, by the API.
async function corrects(server: string, id: string, changes: Record<string, unknown>): Promise<void> {
  const answer = await fetch(`${server}/api/aduan/${id}/pembetulan`, {
    method: "POST",
    headers: {
      Authorization: `Bearer ${await token(server)}`,
      "Content-Type": "application/json",
      "Idempotency-Key": uuid(),
    },
    body: JSON.stringify({
      asal: { perangkat: uuid(), urutan: 1, ditangkap_pada: new Date().toISOString(), skema: 1 },
      ...changes,
    }),
  });
  if (!answer.ok) throw new Error(`the correction answered ${answer.status}: ${await answer.text()}`);
}

async function opens(page: Page, id: string): Promise<void> {
  await logIn(page);
  await page.goto(`/petugas/aduan/${id}`);
  await page.getByRole("button", { name: "Betulkan data" }).click();
  await expect(page.getByRole("heading", { name: "Betulkan data" })).toBeVisible();
}

const saves = (page: Page): Promise<void> => page.getByRole("button", { name: "Simpan pembetulan" }).click();

test("what another officer changed meanwhile is merged, and of the same field one is chosen side by side", async ({
  page,
  server,
  expectAccessible,
  picture,
}) => {
  const report = await fileReport(server.url, { uraian: story("Dua petugas membetulkan aduan ini.") });
  await opens(page, report.id);
  await expect(page.getByLabel("Patokan")).toHaveValue("seberang langgar");
  await saves(page);
  await expect(page.getByText("Belum ada yang diubah.")).toBeVisible();

  await page.getByLabel("Patokan").fill("Di ujung gang buntu");
  await page.locator("#betul-kategori").selectOption({ label: KATEGORI });
  await expectAccessible(page);
  await picture(page, "betulkan");
  // Meanwhile, at another desk, by somebody who had read the same.
  await corrects(server.url, report.id, { patokan: { dari: "seberang langgar", ke: "Di muka pasar subuh" } });
  await saves(page);

  await expect(page.getByText(/^Kategori Anda tersimpan\. Patokan juga diubah oleh .+ pada .+: pilih satu\.$/)).toBeVisible();
  await expect(page.getByRole("article").locator(".chip", { hasText: KATEGORI }).first()).toBeVisible();
  const beda = page.getByRole("article", { name: "Patokan" });
  const kini = beda.getByRole("group", { name: "Yang tertulis sekarang" });
  const ajuan = beda.getByRole("group", { name: "Yang diusulkan" });
  await expect(kini).toContainText("Di muka pasar subuh");
  await expect(ajuan).toContainText("Di ujung gang buntu");
  await expect(beda.getByText("Semula: seberang langgar")).toBeVisible();
  await expectAccessible(page);
  await beda.scrollIntoViewIfNeeded();
  await picture(page, "beda");

  // Beside one another where there is room, else one below the other.
  const [left, right] = [await kini.boundingBox(), await ajuan.boundingBox()];
  if (!left || !right) throw new Error("a side has no place on the screen");
  if ((page.viewportSize()?.width ?? 0) > 1000) expect(right.x).toBeGreaterThanOrEqual(left.x + left.width);
  else expect(right.y).toBeGreaterThanOrEqual(left.y + left.height);

  await ajuan.getByRole("button", { name: "Pakai ini" }).click();
  await expect(beda).toBeHidden();
  await expect(page.getByText("Patokan: Di ujung gang buntu", { exact: true })).toBeVisible();
  await expect(page.getByText("Patokan: dipilih Di ujung gang buntu, bukan Di muka pasar subuh.")).toBeVisible();
  await picture(page, "beda-dipilih");
});

test("a choice waits without a network, closes the way for another, and is taken once", { tag: "@phone" }, async ({
  page,
  context,
  server,
  watch,
  picture,
}) => {
  const report = await fileReport(server.url, { uraian: story("Pilihan di bukit tanpa sinyal.") });
  for (const ke of ["Di muka pasar subuh", "Di ujung gang buntu"]) {
    await corrects(server.url, report.id, { patokan: { dari: "seberang langgar", ke } });
  }
  watch.expects(NETWORK_GONE);
  await openWithoutNetwork(page, report, /^Pilihan di bukit tanpa sinyal/);
  const beda = page.getByRole("article", { name: "Patokan" });
  await beda.getByRole("group", { name: "Yang diusulkan" }).getByRole("button", { name: "Pakai ini" }).click();
  await expect(waiting(page)).toContainText("Dipakai: yang diusulkan");
  await expect(page.getByText(/^Pilihan Anda menunggu dikirim\./)).toBeVisible();
  await expect(beda.getByRole("button", { name: "Pakai ini" })).toHaveCount(0);
  await waiting(page).scrollIntoViewIfNeeded();
  await picture(page, "beda-menunggu");
  await context.setOffline(false);
  await expect(waiting(page)).toHaveCount(0, { timeout: 30_000 });
  await expect(beda).toBeHidden();
  await expect(page.getByText("Patokan: dipilih Di ujung gang buntu, bukan Di muka pasar subuh.")).toHaveCount(1);
});

test("a choice on what has changed since is refused, with the present state", { tag: "@phone" }, async ({ page, server, watch, picture }) => {
  const report = await fileReport(server.url, { uraian: story("Pilihan yang terlambat.") });
  for (const ke of ["Di muka pasar subuh", "Di ujung gang buntu"]) {
    await corrects(server.url, report.id, { patokan: { dari: "seberang langgar", ke } });
  }
  await logIn(page);
  await page.goto(`/petugas/aduan/${report.id}`);
  const beda = page.getByRole("article", { name: "Patokan" });
  await expect(beda.getByText("Di ujung gang buntu")).toBeVisible();
  watch.expects(/409/);
  await corrects(server.url, report.id, { patokan: { dari: "Di muka pasar subuh", ke: "Di muka pasar lama" } });
  await beda.getByRole("group", { name: "Yang diusulkan" }).getByRole("button", { name: "Pakai ini" }).click();
  const dialog = page.getByRole("dialog", { name: "Aduan ini sudah berubah" });
  await expect(dialog.getByText("Patokan dibetulkan.")).toBeVisible();
  await picture(page, "beda-usang");
  await dialog.getByRole("button", { name: "Lihat keadaan sekarang" }).click();
  await expect(page.getByRole("article", { name: "Patokan" }).getByText("Di muka pasar lama")).toBeVisible();
});

test("another kategori is told with its reason to officers", { tag: "@phone" }, async ({ page, server, picture }) => {
  const report = await fileReport(server.url, { uraian: story("Bukan soal air, tapi soal jalan berlubang.") });
  await opens(page, report.id);
  await page.locator("#betul-kategori").selectOption({ label: KATEGORI });
  await page.getByLabel("Alasan").fill("Fotonya memperlihatkan jalan.");
  await saves(page);
  await expect(page.getByText("Kategori Anda tersimpan.")).toBeVisible();
  await expect(page.getByText(/Kategori diganti dari .* Fotonya memperlihatkan jalan\./)).toBeVisible();
  await picture(page, "kategori");
});
