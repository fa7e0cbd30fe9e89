// What anyone reads without an account: the list of complaints that are not secret, and the figures of a month.

import { expect, test } from "../support/fixtures";
import { fileReport } from "../support/report";

test("anyone reads the list, narrows it, and comes to the status of a complaint", async ({ page, server, picture }) => {
  const report = await fileReport(server.url);
  await page.goto("/");
  await page.getByRole("link", { name: /Aduan warga/ }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Aduan warga" })).toBeVisible();
  const link = page.locator(`a[href="/cek/${report.kode}"]`);
  await expect(link).toBeVisible();
  await expect(page.locator(".leaflet-container")).toBeVisible();
  await expect(page.getByText(/[1-9]\d* aduan di bagian peta ini\./)).toBeVisible();
  await expect(page.locator(".leaflet-marker-icon").first()).toBeVisible();
  for (const personal of ["Siti", "3456"]) {
    await expect(page.getByText(personal)).toHaveCount(0);
  }
  await picture(page, "publik");

  await page.getByLabel("Status").selectOption("ditolak");
  await expect(page).toHaveURL(/status=ditolak/);
  await expect(link).toHaveCount(0);
  await page.goto("/publik");
  await link.click();
  await expect(page).toHaveURL(new RegExp(`/cek/${report.kode}$`));
});

test("the map goes to the sub-district that is chosen, and back", async ({ page, picture }) => {
  const boxes: number[][] = [];
  page.on("request", (request) => {
    const box = new URL(request.url()).searchParams.get("bbox");
    if (box) boxes.push(box.split(",").map(Number));
  });
  const width = () => {
    const [west = 0, , east = 0] = boxes.at(-1) ?? [];
    return east - west;
  };
  await page.goto("/publik");
  await expect(page.getByText(/aduan di bagian peta ini\./)).toBeVisible();
  const whole = width();
  await page.locator("#publik-kecamatan").selectOption("63.11.05");
  await expect.poll(width).toBeLessThan(whole / 2);
  const [west = 0, south = 0, east = 0, north = 0] = boxes.at(-1) ?? [];
  // Lampihong.
  expect(west < 115.39 && 115.39 < east && south < -2.35 && -2.35 < north, `${boxes.at(-1)}`).toBe(true);
  await expect(page.getByText(/aduan di bagian peta ini\./)).toBeVisible();
  await picture(page, "publik-kecamatan");
  await page.locator("#publik-kecamatan").selectOption("");
  await expect.poll(width).toBeCloseTo(whole, 3);
});

test("the figures of a month say each number in words, and a month without complaints says so", async ({ page, server, picture }) => {
  await fileReport(server.url);
  await page.goto("/publik/angka");
  await expect(page.getByRole("table", { name: "Seluruh kabupaten" })).toBeVisible();
  await expect(page.getByText("Sasaran: paling sedikit 81% selesai.")).toBeVisible();
  await picture(page, "publik-angka");
  await page.goto("/publik/angka?bulan=2020-01");
  await expect(page.getByRole("heading", { name: "Belum ada aduan" })).toBeVisible();
});
