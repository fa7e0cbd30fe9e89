// One report that tells of two matters, as officer and reporter meet it.

import { expect, test } from "../support/fixtures";
import { logIn } from "../support/officer";
import { fileReport } from "../support/report";

test("the second matter gets a code of its own, and the reporter's one key opens both", async ({ page, server, picture }) => {
  const report = await fileReport(server.url, {
    uraian: "Saluran di samping langgar tersumbat tanah. Lampu jalan di depannya juga padam sejak Senin.",
  });
  await logIn(page);
  await page.goto(`/petugas/aduan/${report.id}`);
  await page.getByText("Memuat lebih dari satu hal?").click();
  await page.getByRole("button", { name: "Jadikan aduan tersendiri" }).click();
  await expect(page.getByText("Pilih kategori hal yang kedua.").first()).toBeVisible();
  await page.getByLabel("Kategori hal yang kedua").selectOption("lainnya");
  await page.getByLabel("Uraian hal yang kedua").fill("Lampu jalan di depan langgar juga padam sejak Senin.");
  await picture(page, "pecah");
  await page.getByRole("button", { name: "Jadikan aduan tersendiri" }).click();
  const part = page.getByRole("article").locator("dd a.kode");
  await expect(part).toHaveText(/^ADU-/);
  const kode = (await part.textContent()) ?? "";
  await part.click();
  // In the open complaint, not in the list beside it, which a phone hides.
  await expect(page.getByRole("heading", { level: 1, name: /^Lampu jalan di depan langgar juga padam/ })).toBeVisible();
  await expect(page.getByRole("article").locator("dd a.kode")).toHaveText(report.kode);

  await page.goto(`/lacak/${report.kode}#${report.kunci}`);
  await expect(page.getByText(`kini ditangani tersendiri dengan kode ${kode}`)).toBeVisible();
  await picture(page, "lacak-pecahan");
  await page.getByRole("link", { name: kode }).click();
  await expect(page.getByRole("heading", { level: 1, name: kode })).toBeVisible();
  await expect(page.getByText("Lampu jalan di depan langgar juga padam").first()).toBeVisible();
  await expect(page.getByRole("link", { name: report.kode })).toBeVisible();
});
