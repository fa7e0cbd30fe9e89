// A reporter's rights over his own data: he reads them, asks, is answered, and what is erased is gone from every screen.

import { readFile } from "node:fs/promises";

import { ADMIN } from "../support/account";
import { markOf, story } from "../support/capture";
import { expect, test } from "../support/fixtures";
import { logIn } from "../support/officer";
import { fileReport } from "../support/report";

test("a reporter fetches his data and asks for their end; who keeps them grants it, and it reads dihapus", async ({
  page,
  server,
  expectAccessible,
  picture,
}) => {
  const uraian = story("Air masuk ke rumah saya di samping langgar.");
  const report = await fileReport(server.url, { uraian });
  const own = `/lacak/${report.kode}#${report.kunci}`;
  await page.goto(own);
  await page.getByText("Data pribadi saya", { exact: true }).click();
  const saving = page.waitForEvent("download");
  await page.getByRole("button", { name: "Unduh data saya" }).click();
  const download = await saving;
  expect(download.suggestedFilename()).toBe(`data-saya-${report.kode}.json`);
  const data = JSON.parse(await readFile(await download.path(), "utf8")) as Record<string, any>;
  expect(data["aduan"]["uraian"]).toBe(uraian);
  expect(data["aduan"]["pelapor"]["nama"]).toBe("Siti Rahmah");

  // What to correct is filled in with how it stands.
  await page.getByText("Perbaikan data", { exact: true }).click();
  await expect(page.getByLabel("Nama yang benar")).toHaveValue("Siti Rahmah");
  await page.getByLabel("Nomor HP yang benar").fill("12");
  await page.getByRole("button", { name: "Kirim permintaan" }).click();
  await expect(page.getByLabel("Nomor HP yang benar")).toHaveAttribute("aria-invalid", "true");
  await page.getByText("Penghapusan data", { exact: true }).click();
  await expect(page.getByText("Ini tidak dapat dibatalkan.", { exact: false })).toBeVisible();
  await expect(page.getByText("Ada yang perlu diperbaiki")).toHaveCount(0);
  await expectAccessible(page);
  await picture(page, "data-saya");
  await page.getByRole("button", { name: "Kirim permintaan" }).click();
  await expect(page.getByText("Menunggu jawaban", { exact: true })).toBeVisible();
  await picture(page, "data-saya-diminta");

  await logIn(page, "/kelola/data-pribadi", ADMIN);
  const line = page.getByRole("listitem").filter({ hasText: report.kode });
  await expect(line.getByText(/^Sisa 7[12] jam$/)).toBeVisible();
  await expectAccessible(page);
  await picture(page, "data-pribadi");
  await line.getByRole("button", { name: "Tolak" }).click();
  const refusal = page.getByRole("dialog", { name: "Tolak: penghapusan data" });
  await refusal.getByRole("button", { name: "Tolak permintaan" }).click();
  await expect(refusal.getByLabel("Alasan")).toHaveAttribute("aria-invalid", "true");
  await refusal.getByRole("button", { name: "Batal" }).click();
  await line.getByRole("button", { name: /^Kabulkan/ }).click();
  const grant = page.getByRole("dialog", { name: "Kabulkan: penghapusan data" });
  await expect(grant).toContainText("tidak dapat dikembalikan");
  await expectAccessible(page);
  await picture(page, "data-pribadi-kabulkan");
  await grant.getByRole("button", { name: "Kabulkan", exact: true }).click();
  await expect(line).toHaveCount(0);
  await page.getByRole("link", { name: "Sudah dijawab" }).click();
  await expect(line.getByText("Dikabulkan", { exact: true })).toBeVisible();

  await page.goto(own);
  await expect(page.getByText(/^Data pribadi pada aduan ini dihapus /)).toBeVisible();
  await expect(page.getByText("dihapus", { exact: true }).first()).toBeVisible();
  await expect(page.getByText(markOf(uraian))).toHaveCount(0);
  await picture(page, "lacak-dihapus");
});
