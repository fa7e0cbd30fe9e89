// The district's rules, as who keeps them changes them.

import { ADMIN, knownAccount, PASSWORD } from "../support/account";
import { expect, test } from "../support/fixtures";
import { logIn } from "../support/officer";

// A year that no other test asks for.
const YEAR = 2041;

test("a year's calendar is written, mended and kept; what is wrong is told by its line", async ({
  page,
  server,
  expectAccessible,
  picture,
}) => {
  await logIn(page, "/kelola/libur", ADMIN);
  await expect(page.getByRole("list", { name: /^Hari libur \d{4}$/ }).getByRole("listitem").first()).toBeVisible();
  await expectAccessible(page);
  await picture(page, "libur");

  await page.goto(`/kelola/libur?tahun=${YEAR}`);
  await expect(page.getByText(`Kalender ${YEAR} belum ada`)).toBeVisible();
  const add = page.getByRole("button", { name: "Tambah hari" });
  const lines = page.getByRole("list", { name: `Hari libur ${YEAR}` }).getByRole("listitem");
  await add.click();
  await lines.nth(0).getByLabel("Tanggal").fill(`${YEAR}-01-01`);
  await lines.nth(0).getByLabel("Nama").fill("Tahun Baru");
  await add.click();
  await page.getByRole("button", { name: "Simpan kalender" }).click();
  await expect(page.getByText("Baris 2: pilih tanggalnya, atau hapus barisnya.").first()).toBeVisible();

  await lines.nth(1).getByLabel("Tanggal").fill(`${YEAR}-12-26`);
  await lines.nth(1).getByLabel("Jenis").selectOption("cuti_bersama");
  await lines.nth(1).getByLabel("Nama").fill("Cuti bersama Natal");
  await page.getByRole("button", { name: "Simpan kalender" }).click();
  await expect(page.getByText(`Kalender ${YEAR} tersimpan: 2 hari.`, { exact: false })).toBeVisible();
  const kept = await (await fetch(`${server.url}/api/libur?tahun=${YEAR}`)).json();
  expect(kept.hari).toEqual([
    { tanggal: `${YEAR}-01-01`, jenis: "libur", nama: "Tahun Baru" },
    { tanggal: `${YEAR}-12-26`, jenis: "cuti_bersama", nama: "Cuti bersama Natal" },
  ]);
});

test("a limit changes from a day to come on, and whoever does not keep the rules only reads them", async ({
  page,
  person,
  server,
  expectAccessible,
  picture,
}) => {
  await logIn(page, "/kelola/batas-waktu", ADMIN);
  await page.getByRole("button", { name: "Ubah batas waktu" }).click();
  const dialog = page.getByRole("dialog", { name: "Ubah batas waktu" });
  await dialog.getByLabel("Kategori").selectOption({ index: 2 });
  await dialog.getByRole("button", { name: "Simpan" }).click();
  await expect(dialog.getByText("Isi jumlah hari kerjanya dengan angka.").first()).toBeVisible();
  await dialog.getByLabel("Hari kerja", { exact: true }).fill("21");
  await expectAccessible(page);
  await dialog.getByRole("button", { name: "Simpan" }).click();
  await expect(dialog).toBeHidden();
  await expect(page.getByText("21 hari kerja").first()).toBeVisible();
  await expect(page.getByText("Direncanakan").first()).toBeVisible();
  await expectAccessible(page);
  await picture(page, "batas-waktu");

  await knownAccount(server.url, "umar.baca", "verifikator_skpd", { wilayah: "63.11" });
  const reader = await person();
  await logIn(reader, "/kelola/batas-waktu", "umar.baca", PASSWORD);
  await expect(reader.getByText("21 hari kerja").first()).toBeVisible();
  await expect(reader.getByRole("button", { name: "Ubah batas waktu" })).toHaveCount(0);
});
