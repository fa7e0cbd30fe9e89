// Complaints that may tell of the same thing, as an officer meets them.

import { markOf, story } from "../support/capture";
import { expect, test } from "../support/fixtures";
import { logIn } from "../support/officer";
import { fileReport } from "../support/report";

// A place that no sample complaint is near to: each run moves on a little.
function place(): { lat: number; lng: number } {
  return { lat: -2.2 - Math.random() * 0.05, lng: 115.75 + Math.random() * 0.05 };
}

const at = (spot: { lat: number; lng: number }) => ({
  wilayah: "63.11.05.2001",
  posisi: { ...spot, akurasi_m: 6, sumber: "gps" },
  catatan: "",
});

test("two that are near and alike are marked; one step merges them, another says that they are not the same", async ({
  page,
  server,
  expectAccessible,
  picture,
}) => {
  const spot = place();
  const first = await fileReport(server.url, {
    uraian: story("Lampu jalan di depan pos ronda padam sejak tiga malam."),
    lokasi: at(spot),
  });
  const uraian = story("Lampu pos ronda mati, gelap sekali kalau malam.");
  const second = await fileReport(server.url, { uraian, lokasi: at({ ...spot, lat: spot.lat + 0.0005 }) });
  const third = await fileReport(server.url, {
    uraian: story("Tiang lampu di seberang langgar miring."),
    lokasi: at({ ...spot, lat: spot.lat + 0.001 }),
  });

  await logIn(page);
  await page.goto("/petugas/aduan?mungkin_sama=true");
  await expect(page.getByRole("link", { name: /Lampu pos ronda mati/ }).first()).toContainText("Mungkin sama");
  await page.getByLabel("Cari kode, uraian, atau desa").fill(markOf(uraian));
  await page.getByRole("link", { name: /Lampu pos ronda mati/ }).click();
  const marks = page.getByRole("article").locator("li", { has: page.getByRole("button", { name: "Bukan yang sama" }) });
  await expect(marks).toHaveCount(2);
  await expect(marks.filter({ hasText: first.kode })).toContainText("m dari sini");
  await expectAccessible(page);
  await picture(page, "mungkin-sama");

  await marks.filter({ hasText: third.kode }).getByRole("button", { name: "Bukan yang sama" }).click();
  await expect(marks).toHaveCount(1);

  await marks.getByRole("button", { name: "Gabungkan" }).click();
  const dialog = page.getByRole("dialog", { name: "Gabungkan" });
  await expect(dialog.getByText(first.kode)).toBeVisible();
  await expect(dialog.getByText(second.kode)).toBeVisible();
  await dialog.getByRole("button", { name: "Gabungkan", exact: true }).click();
  await expect(dialog).toBeHidden();
  await expect(page.getByRole("article").getByText("Digabung", { exact: true }).first()).toBeVisible();
  await expect(marks).toHaveCount(0);
});
