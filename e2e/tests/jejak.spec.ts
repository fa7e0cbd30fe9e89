// The audit trail, as admin and auditor read it.

import { readFile } from "node:fs/promises";

import { ADMIN, knownAccount, PASSWORD } from "../support/account";
import { expect, test } from "../support/fixtures";
import { logIn } from "../support/officer";
import { fileReport } from "../support/report";

test("what an officer did and what he was given is found by the code, and saved as a file", async ({
  page,
  person,
  server,
  picture,
}) => {
  const report = await fileReport(server.url);
  const nama = "rusdi.periksa";
  await knownAccount(server.url, nama, "verifikator_skpd", { wilayah: "63.11" });
  const officer = await person();
  await logIn(officer, `/petugas/aduan/${report.kode}`, nama, PASSWORD);
  await officer.getByRole("button", { name: "Verifikasi", exact: true }).click();
  const dialog = officer.getByRole("dialog", { name: "Verifikasi" });
  await dialog.getByRole("button", { name: "Verifikasi", exact: true }).click();
  await expect(dialog).toBeHidden();
  await expect(officer.getByRole("link", { name: "Jejak" })).toHaveCount(0);

  await logIn(page, "/kelola/jejak", ADMIN);
  const lines = page.getByRole("list", { name: "Baris jejak" }).getByRole("listitem");
  await expect(lines.first()).toBeVisible();
  await page.getByLabel("Cari catatan").fill(report.kode);
  await expect(page).toHaveURL(/catatan=/);
  const delivered = lines.filter({ hasText: "Data pribadi diantar" });
  await expect(delivered.first()).toContainText("nama");
  await expect(delivered.first()).toContainText(report.kode);
  await expect(lines.filter({ hasText: "Langkah pada aduan" })).toHaveCount(1);
  await expect(lines.filter({ hasText: "Isian berubah" })).toContainText("status");
  await picture(page, "jejak-aduan");

  await page.getByLabel("Perbuatan", { exact: true }).selectOption("aduan_tindakan");
  await expect(lines).toHaveCount(1);
  const saving = page.waitForEvent("download");
  await page.getByRole("button", { name: "Unduh CSV" }).click();
  const download = await saving;
  expect(download.suggestedFilename()).toMatch(/^jejak-\d{4}-\d{2}-\d{2}\.csv$/);
  const text = await readFile(await download.path(), "utf8");
  const rows = text.trim().split("\r\n");
  expect(rows).toHaveLength(2);
  expect(rows[1]).toContain(report.kode);
  expect(rows[1]).toContain("aduan_tindakan");

  // What nobody did is told as such, and one step leads back.
  await page.getByLabel("Oleh: nama pengguna petugas").fill("tidakada");
  await expect(page.getByText("Tidak ada yang cocok")).toBeVisible();
  await page.getByRole("link", { name: "Hapus semua saringan" }).click();
  await expect(page).toHaveURL(/\/kelola\/jejak$/);
  await expect(lines.first()).toBeVisible();
});
