// The receipt: kept by the reporter on paper, as a picture or as a link, and replaced by an officer when it is lost.

import { readFile } from "node:fs/promises";

import type { Download, Page } from "@playwright/test";

import { expect, test } from "../support/fixtures";
import { logIn } from "../support/officer";
import { readQr } from "../support/qr";
import { fileReport, seenByReporter } from "../support/report";

async function bytesOf(download: Download): Promise<Buffer> {
  return readFile(await download.path());
}

async function save(page: Page, button: string): Promise<Download> {
  const download = page.waitForEvent("download");
  await page.getByRole("button", { name: button }).click();
  return download;
}

test("a reporter keeps the receipt on paper and as a picture; both carry his key and lead back to his thread", async ({
  page,
  person,
  server,
  picture,
}) => {
  const report = await fileReport(server.url);
  const own = `${server.url}/lacak/${report.kode}#${report.kunci}`;
  await page.goto(`/lacak/${report.kode}#${report.kunci}`);
  await expect(page.getByRole("button", { name: "Simpan gambar" })).toBeVisible();
  const paper = page.locator(".tt");
  await expect(paper).toBeHidden();

  await page.emulateMedia({ media: "print" });
  await expect(paper).toBeVisible();
  await expect(paper.getByRole("heading", { name: "Tanda Terima Aduan" })).toBeVisible();
  await expect(paper.getByText(report.kode, { exact: true })).toBeVisible();
  await expect(paper.getByText(own)).toBeVisible();
  await expect(page.getByRole("button", { name: "Simpan gambar" })).toBeHidden();
  await expect(page.getByText("Percakapan dengan petugas")).toBeHidden();
  expect(readQr(await paper.locator("svg").screenshot())).toBe(own);
  await picture(page, "tanda-terima-kertas");
  await page.emulateMedia({ media: null });

  const drawn = await save(page, "Simpan gambar");
  expect(drawn.suggestedFilename()).toBe(`tanda-terima-${report.kode}.png`);
  await expect(page.getByText("Gambar disimpan.")).toBeVisible();
  const read = readQr(await bytesOf(drawn));
  expect(read).toBe(own);

  const elsewhere = await person();
  await elsewhere.goto(read);
  await expect(elsewhere.getByText("Yang Anda kirim")).toBeVisible();
});

test("the server's PDF carries the code alone", async ({ page, server }) => {
  const report = await fileReport(server.url);
  await page.goto(`/lacak/${report.kode}#${report.kunci}`);
  const pdf = await save(page, "Unduh tanda terima tanpa kunci (PDF)");
  expect(pdf.suggestedFilename()).toBe(`tanda-terima-${report.kode}.pdf`);
  const bytes = await bytesOf(pdf);
  expect(bytes.subarray(0, 5).toString("latin1")).toBe("%PDF-");
  expect(bytes.includes(report.kunci)).toBe(false);
});

test("an officer gives a new key for a lost one; the reporter scans it, and the old one is dead", async ({
  page,
  person,
  server,
  watch,
  expectAccessible,
  picture,
}) => {
  const report = await fileReport(server.url);
  await logIn(page, `/petugas/aduan/${report.id}`);
  await page.getByText("Pelapor kehilangan tautannya?").click();
  await page.getByRole("button", { name: "Buat kunci baru" }).click();
  await expect(page.getByText("Pilih cara Anda memeriksa orangnya.").first()).toBeVisible();

  await page.getByLabel("Nomor HP yang disebut pelapor").fill("0813 1111 2222");
  await page.getByLabel("Saya menelepon nomor pelapor").check({ force: true });
  watch.expects(/422/);
  await page.getByRole("button", { name: "Buat kunci baru" }).click();
  await expect(page.getByText(/Nomor ini tidak sama/).first()).toBeVisible();
  expect((await seenByReporter(server.url, report)).kode).toBe(report.kode);

  await page.getByLabel("Nomor HP yang disebut pelapor").fill("0812-3456-7890");
  await page.getByRole("button", { name: "Buat kunci baru" }).click();
  const card = page.getByRole("region", { name: "Kunci baru untuk pelapor" });
  await expect(card).toBeVisible();
  await expectAccessible(page);
  await picture(page, "kunci-baru");
  const link = readQr(await card.getByRole("img", { name: "Kode QR tautan pelapor" }).screenshot());
  expect(link).toMatch(new RegExp(`^${server.url}/lacak/${report.kode}#[0-9a-z]{26}$`));

  const citizen = await person();
  await citizen.goto(link);
  await expect(citizen.getByText("Yang Anda kirim")).toBeVisible();
  watch.expects(/40[134]/);
  await citizen.goto("about:blank");
  await citizen.goto(`/lacak/${report.kode}#${report.kunci}`);
  await expect(citizen.getByText("Yang Anda kirim")).toBeHidden();
  await expect(seenByReporter(server.url, report)).rejects.toThrow(/40[134]/);
});
