// The places that an officer means to visit, on his phone.

import { installed } from "../support/capture";
import { expect, test } from "../support/fixtures";
import { logIn } from "../support/officer";
import { fileReport, type Report } from "../support/report";
import { NETWORK_GONE } from "../support/watch";

const HERE = { latitude: -2.31, longitude: 115.58 };

// So many kilometres north of where the phone is.
async function north(server: string, kilometres: number): Promise<Report> {
  const posisi = { lat: HERE.latitude + kilometres / 111.195, lng: HERE.longitude, akurasi_m: 6, sumber: "gps" };
  return fileReport(server, { lokasi: { wilayah: "63.11.05.2001", posisi, catatan: "seberang langgar" } });
}

test("places are put on a list, lie in the order of the way, and open without a network", async ({
  page,
  context,
  server,
  watch,
  expectAccessible,
  picture,
}) => {
  await context.setGeolocation({ ...HERE, accuracy: 8 });
  const far = await north(server.url, 12.4);
  const near = await north(server.url, 1.4);
  const nowhere = await fileReport(server.url);
  await installed(page);
  await logIn(page);
  for (const report of [far, near, nowhere]) {
    await page.goto(`/petugas/aduan/${report.id}`);
    await page.getByRole("button", { name: "Tambah ke daftar lapangan" }).click();
    await expect(page.getByRole("button", { name: "Hapus dari daftar lapangan" })).toBeVisible();
  }
  await page.getByRole("link", { name: "Buka daftar" }).click();
  const places = page.getByRole("list", { name: "Belum dikunjungi" }).getByRole("listitem");
  await expect(places).toHaveCount(3);
  await page.getByRole("button", { name: "Urutkan dari tempat saya" }).click();
  await expect(places.nth(0)).toContainText("1,4 km");
  await expect(places.nth(0)).toContainText(near.kode);
  await expect(places.nth(1)).toContainText("12 km");
  await expect(places.nth(2)).toContainText("Tanpa titik di peta");
  await expect(places.nth(0).getByRole("link", { name: "Buka di peta" })).toHaveAttribute("href", /^geo:-2\.297\d+,115\.58/);
  await expect(page.getByRole("link", { name: "Rute ke 2 tempat pertama (tab baru)" })).toHaveAttribute(
    "href",
    /destination=-2\.19\d+,115\.58000&waypoints=-2\.29\d+,115\.58000$/,
  );
  await expectAccessible(page);
  await picture(page, "lapangan");

  await context.setOffline(true);
  watch.expects(NETWORK_GONE);
  await page.reload();
  await expect(places).toHaveCount(3);
  await page.getByRole("button", { name: `Sudah dikunjungi ${far.kode}` }).click();
  await expect(places).toHaveCount(2);
  await page.getByRole("button", { name: `Kembalikan ${far.kode}` }).click();
  await expect(places).toHaveCount(3);
  await context.setOffline(false);

  await page.reload();
  await expect(places).toHaveCount(3);
  await page.getByRole("button", { name: "Keluar", exact: true }).first().click();
  await expect(page).toHaveURL(/\/masuk/);
  await logIn(page);
  await page.goto("/petugas/lapangan");
  await expect(page.getByText("Belum ada tujuan")).toBeVisible();
});
