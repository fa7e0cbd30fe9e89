// Following somebody else's complaint instead of filing the same once more, with and without a network.

import type { BrowserContext, Page } from "@playwright/test";

import { fillWhat, fillWhere, installed, next, story } from "../support/capture";
import { expect, test } from "../support/fixtures";
import { step } from "../support/officer";
import { fileReport, type Report } from "../support/report";
import { NETWORK_GONE } from "../support/watch";

// A place that no sample complaint is near to, and the middle of its square of the map.
function place(): { latitude: number; longitude: number } {
  const square = (degrees: number) => Math.floor(degrees / 0.005) * 0.005 + 0.0025;
  return { latitude: square(-2.32 - Math.random() * 0.04), longitude: square(115.55 + Math.random() * 0.05) };
}

async function standsAt(context: BrowserContext, server: string): Promise<Report> {
  const spot = place();
  await context.setGeolocation({ ...spot, accuracy: 8 });
  return fileReport(server, {
    lokasi: {
      wilayah: "63.11.05.2001",
      posisi: { lat: spot.latitude + 0.0003, lng: spot.longitude, akurasi_m: 6, sumber: "gps" },
      catatan: "",
    },
  });
}

async function fillUpToThePlace(page: Page): Promise<void> {
  await page.getByRole("link", { name: "Buat aduan" }).first().click();
  await fillWhat(page, story("Saluran di samping langgar tersumbat tanah."));
  await next(page, "Di mana tempatnya?");
}

const followers = async (server: string, kode: string): Promise<number> => {
  const aduan = (await (await fetch(`${server}/api/public/aduan/${kode}`)).json()) as { pengikut: number };
  return aduan.pengikut;
};

test("whoever means the same thing follows it, gets the news, and leaves again", async ({
  page,
  context,
  server,
  expectAccessible,
  picture,
}) => {
  const report = await standsAt(context, server.url);
  await installed(page);
  await fillUpToThePlace(page);
  await fillWhere(page);
  await expect(page.getByRole("heading", { name: "Sudah dilaporkan warga lain?" })).toBeVisible();
  await expectAccessible(page);
  await picture(page, "serupa");
  await page.getByRole("button", { name: `Ikuti aduan ${report.kode}` }).click();
  const question = page.getByRole("dialog", { name: "Ikuti aduan ini?" });
  await picture(page, "ikuti");
  await question.getByRole("button", { name: "Ikuti", exact: true }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Anda mengikuti aduan ini" })).toBeVisible();
  await expect(page.getByText("✓ Diikuti")).toBeVisible({ timeout: 30_000 });
  await picture(page, "diikuti");
  expect(await followers(server.url, report.kode)).toBe(1);

  // The draft is still there, and what is followed is not offered a second time.
  await page.getByRole("link", { name: "Buka draf saya" }).click();
  await expect(page.getByLabel("Uraian")).toHaveValue(/Saluran di samping langgar/);
  await next(page, "Di mana tempatnya?");
  await expect(page.getByText("Anda ikuti", { exact: true })).toBeVisible();

  // What is shown first may be what the device remembers.
  const told = () => page.waitForResponse((answer) => answer.url().endsWith(`/api/public/aduan/${report.kode}`));
  const heard = told();
  await page.goto("/aduan-saya");
  await (await heard).finished();
  const line = page.getByRole("listitem").filter({ hasText: report.kode });
  await expect(line.getByText(/^Diterima,/)).toBeVisible();
  await step(server.url, report.id, "verifikasi");
  await page.reload();
  await expect(line.getByText("Kabar baru")).toBeVisible();
  await expect(line.getByText(/^Diverifikasi,/)).toBeVisible();
  await picture(page, "aduan-saya-diikuti");
  await page.reload();
  await expect(line.getByText(/^Diverifikasi,/)).toBeVisible();
  await expect(line.getByText("Kabar baru")).toHaveCount(0);

  await line.getByRole("button", { name: `Berhenti mengikuti aduan ${report.kode}` }).click();
  await expect(page.getByText("Anda tidak lagi mengikuti aduan itu.")).toBeVisible();
  await expect(line).toHaveCount(0);
  expect(await followers(server.url, report.kode)).toBe(0);
});

test("without a network it is offered from what the device keeps, and joined when the network is back @phone", async ({
  page,
  context,
  server,
  watch,
}) => {
  const report = await standsAt(context, server.url);
  await installed(page);
  const kept = page.waitForResponse((answer) => answer.url().endsWith("/api/publik/terbuka"));
  await page.getByRole("link", { name: "Buat aduan" }).first().click();
  await (await kept).finished();
  await context.setOffline(true);
  watch.expects(NETWORK_GONE);
  await fillWhat(page, story("Saluran di samping langgar tersumbat tanah."));
  await next(page, "Di mana tempatnya?");
  await fillWhere(page);
  await expect(page.getByText(/^Dari daftar yang tersimpan di perangkat ini/)).toBeVisible();
  await page.getByRole("button", { name: `Ikuti aduan ${report.kode}` }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Ikuti", exact: true }).click();
  await expect(page.getByText("Tersimpan di perangkat").first()).toBeVisible();
  expect(await followers(server.url, report.kode)).toBe(0);

  await context.setOffline(false);
  await expect(page.getByText("✓ Diikuti")).toBeVisible({ timeout: 30_000 });
  expect(await followers(server.url, report.kode)).toBe(1);
});

test("one that was hidden meanwhile is told plainly, and let go @phone", async ({ page, context, server, watch }) => {
  const report = await standsAt(context, server.url);
  await installed(page);
  await fillUpToThePlace(page);
  await fillWhere(page);
  await page.getByRole("button", { name: `Ikuti aduan ${report.kode}` }).click();
  await step(server.url, report.id, "arsipkan", { teks: "Aduan percobaan saja." });
  watch.expects(/404/);
  await page.getByRole("dialog").getByRole("button", { name: "Ikuti", exact: true }).click();
  await expect(page.getByText("Perlu diperbaiki").first()).toBeVisible({ timeout: 30_000 });
  await page.goto("/antrean");
  await page.getByRole("button", { name: "Tidak jadi ikut" }).click();
  await expect(page.getByText(report.kode)).toHaveCount(0);
});
