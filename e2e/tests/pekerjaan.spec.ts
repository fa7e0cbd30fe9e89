// What lightens an officer's work: one step on many, templates of answers.

import { ADMIN } from "../support/account";
import { markOf, story } from "../support/capture";
import { expect, test } from "../support/fixtures";
import { logIn, step } from "../support/officer";
import { fileReport } from "../support/report";

test("one step is taken on several complaints; the one that a colleague has moved stays chosen, with the reason", async ({
  page,
  server,
  watch,
  expectAccessible,
  picture,
}) => {
  const mark = markOf(story("x"));
  const reports = [];
  for (const words of ["Lampu gang padam", "Lampu pos padam", "Lampu jembatan padam"]) {
    reports.push(await fileReport(server.url, { uraian: `${words}. ${mark}` }));
  }
  await logIn(page);
  await page.goto(`/petugas/aduan?cari=${encodeURIComponent(mark)}`);
  await expect(page.getByRole("link", { name: /Lampu .* padam/ })).toHaveCount(3);
  await page.getByRole("button", { name: "Pilih beberapa" }).click();
  await page.getByRole("button", { name: "Pilih semua yang tampil" }).click();
  await expect(page.getByText("3 dipilih")).toBeVisible();
  await expectAccessible(page);
  await picture(page, "borongan");
  // Meanwhile, at another desk.
  watch.expects(/409/);
  await step(server.url, reports[1]?.id ?? "", "verifikasi");

  await page.getByLabel("Langkah untuk semuanya").selectOption({ label: "Verifikasi" });
  await expect(page.getByRole("dialog")).toBeHidden();
  await page.getByRole("button", { name: "Lanjut" }).click();
  const dialog = page.getByRole("dialog", { name: "Verifikasi: 3 aduan" });
  await dialog.getByRole("button", { name: "Verifikasi", exact: true }).click();
  await expect(dialog.or(page.getByRole("dialog")).getByRole("alert")).toContainText(reports[1]?.kode ?? "none");
  await picture(page, "borongan-tertolak");
  await page.getByRole("dialog").getByText("Tutup", { exact: true }).click();
  await expect(page.getByText("1 dipilih")).toBeVisible();
  await expect(page.getByRole("link", { name: /Lampu .* padam/ }).filter({ hasText: "Diverifikasi" })).toHaveCount(3);
  await page.getByRole("button", { name: "Selesai memilih" }).click();
  await expect(page.getByRole("checkbox", { name: /^Pilih ADU/ })).toHaveCount(0);
});

test("an admin writes a template and an officer answers with it", async ({
  page,
  server,
  expectAccessible,
  picture,
}, info) => {
  const judul = `Dijadwalkan ${info.project.name}`;
  await logIn(page, "/kelola/templat", ADMIN);
  await page.getByRole("button", { name: "Tambah templat" }).click();
  const dialog = page.getByRole("dialog", { name: "Templat" });
  await dialog.getByLabel("Judul").fill(judul);
  await dialog.getByLabel("Teks").fill("Aduan {kode} di {tempat} kami jadwalkan minggu depan.");
  await picture(page, "templat-isian");
  await dialog.getByRole("button", { name: "Simpan" }).click();
  await expect(dialog).toBeHidden();
  await expect(page.getByText(judul, { exact: true }).first()).toBeVisible();
  await expectAccessible(page);
  await picture(page, "templat");

  const report = await fileReport(server.url, { uraian: story("Selokan penuh lumpur.") });
  for (const tindakan of ["verifikasi", "proses"]) await step(server.url, report.id, tindakan);
  await page.goto("/akun");
  await page.getByRole("button", { name: "Keluar", exact: true }).first().click();
  await logIn(page);
  await page.goto(`/petugas/aduan/${report.id}`);
  const box = page.getByLabel("Tanggapan untuk pelapor");
  await page.getByLabel("Templat").selectOption({ label: judul });
  await expect(box).toHaveValue("");
  await page.getByRole("button", { name: "Pakai templat" }).click();
  await expect(box).toHaveValue(new RegExp(`^Aduan ${report.kode} di .+ kami jadwalkan minggu depan\\.$`));
  await picture(page, "templat-dipakai");
  await page.getByRole("button", { name: "Kirim tanggapan" }).click();
  await expect(page.getByRole("article").getByText("Ditanggapi", { exact: true }).first()).toBeVisible();
});
