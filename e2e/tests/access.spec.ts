// axe on each page, with pictures for people to look at: a phone in light, a desk in dark. Colours do not depend on the
// screen, nor the layout on the colours.

import type { Page } from "@playwright/test";

import { ADMIN, knownAccount } from "../support/account";
import { addPhotos, fillWhat, fillWhere, fillWho, next, send, story } from "../support/capture";
import { expect, test } from "../support/fixtures";
import { logIn } from "../support/officer";
import { fileReport } from "../support/report";

for (const colorScheme of ["light", "dark"] as const) {
  test.describe(`in ${colorScheme}`, { tag: colorScheme === "light" ? "@phone" : "@desk" }, () => {
    test.use({ colorScheme });

    test("pages that anyone opens", async ({ page, server, expectAccessible, picture }) => {
      const report = await fileReport(server.url);
      for (const [name, path] of [
        ["beranda", "/"],
        ["privasi", "/privasi"],
        ["masuk", "/masuk"],
        ["sandi-pertama", "/masuk/baru"],
        ["antrean-kosong", "/antrean"],
        ["aduan-saya-kosong", "/aduan-saya"],
        ["tidak-ada", "/alamat-yang-tidak-ada"],
        ["publik", "/publik"],
        ["publik-kosong", "/publik?kategori=pekerjaan&status=ditolak"],
        ["publik-angka", "/publik/angka"],
        ["cek", "/cek"],
        ["cek-kode", `/cek/${report.kode}`],
      ] as const) {
        await page.goto(path);
        await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
        await expectAccessible(page);
        await expectReflow(page);
        await picture(page, `${name}-${colorScheme}`);
      }
    });

    // By far the longest page: every route with every field.
    test("the page of the API", { tag: "@desk" }, async ({ page, expectAccessible, picture }) => {
      await page.goto("/api/docs");
      await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
      await expectAccessible(page);
      await expectReflow(page);
      await picture(page, `docs-${colorScheme}`);
    });

    test("every step of the capture", async ({ page, expectAccessible, picture }) => {
      const look = async (name: string) => {
        await expectAccessible(page);
        await expectReflow(page);
        await picture(page, `${name}-${colorScheme}`);
      };
      await page.goto("/aduan/baru");
      await fillWhat(page, story("Setiap langkah dapat dipakai semua orang."));
      await look("langkah-1");
      await next(page, "Di mana tempatnya?");
      await fillWhere(page);
      await expect(page.locator(".leaflet-container")).toBeVisible();
      await look("langkah-2");
      await next(page, "Ada fotonya?");
      await addPhotos(page, [{ width: 800, height: 600 }]);
      await look("langkah-3");
      await next(page, "Siapa yang menyampaikan?");
      await fillWho(page);
      await look("langkah-4");
      await next(page, "Periksa sebelum dikirim");
      await look("langkah-5");
      await send(page);
      await look("tanda-terima");
      await page.goto("/antrean");
      await expect(page.getByRole("heading", { level: 1, name: "Antrean" })).toBeVisible();
      await look("antrean");
    });

    test("the officer's desk", async ({ page, server, expectAccessible, picture }) => {
      const report = await fileReport(server.url);
      await logIn(page);
      await expect(page.getByText(/dari .*aduan/)).toBeVisible();
      await expectAccessible(page);
      await picture(page, `kotak-masuk-${colorScheme}`);
      await page.goto(`/petugas/aduan/${report.id}`);
      await expect(page.getByText("Siti Rahmah")).toBeVisible();
      await expectAccessible(page);
      await picture(page, `aduan-petugas-${colorScheme}`);
    });

    test("one's own account and those that one keeps", async ({ page, server, expectAccessible, picture }) => {
      const { id } = await knownAccount(server.url, "siti.aminah");
      await logIn(page, "/kelola/akun", ADMIN);
      for (const [name, path, ready] of [
        ["akun-saya", "/akun", "Perangkat ini"],
        ["akun-daftar", "/kelola/akun", "Siti Aminah"],
        ["akun-daftar-kosong", "/kelola/akun?cari=tidakada", "Tidak ada yang cocok"],
        ["akun-baru", "/kelola/akun/baru", "Nama lengkap"],
        ["akun-rinci", `/kelola/akun/${id}`, "Mulai serah terima"],
        ["akun-impor", "/kelola/akun/impor", "Pilih berkas"],
        ["skpd", "/kelola/skpd", "Tambah SKPD"],
      ] as const) {
        await page.goto(path);
        await expect(page.getByText(ready, { exact: true }).first()).toBeVisible();
        await expectAccessible(page);
        await expectReflow(page);
        await picture(page, `${name}-${colorScheme}`);
      }
    });

    test("the district's rules and its audit trail", async ({ page, expectAccessible, picture }) => {
      await logIn(page, "/kelola/jejak", ADMIN);
      for (const [name, path, ready] of [
        ["jejak", "/kelola/jejak", "Unduh CSV"],
        ["jejak-kosong", "/kelola/jejak?oleh=tidakada", "Tidak ada yang cocok"],
        ["batas-waktu", "/kelola/batas-waktu", "Ubah batas waktu"],
        ["libur", "/kelola/libur", "Simpan kalender"],
        ["data-pribadi-kosong", "/kelola/data-pribadi?dijawab=1", "Segera dihapus oleh portal"],
      ] as const) {
        await page.goto(path);
        await expect(page.getByText(ready, { exact: true }).first()).toBeVisible();
        await expectAccessible(page);
        await expectReflow(page);
        await picture(page, `${name}-${colorScheme}`);
      }
    });
  });
}

// Nothing is cut off at the side: no page scrolls sideways.
async function expectReflow(page: Page): Promise<void> {
  const [content, screen] = await page.evaluate(() => [document.documentElement.scrollWidth, innerWidth]);
  expect(content, `width of ${page.url()}`).toBeLessThanOrEqual(screen);
}
