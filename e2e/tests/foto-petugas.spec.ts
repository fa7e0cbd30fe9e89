// Photos that officers add, and the copies that anyone may see.

import type { Page } from "@playwright/test";

import { expect, test } from "../support/fixtures";
import { logIn } from "../support/officer";
import { photo } from "../support/photo";
import { fileReport, listed, seenByReporter, sha256 } from "../support/report";
import { uploadByKey } from "../support/tus";

interface Shown {
  sha256: string;
  sesudah: boolean;
}

async function shownToAll(server: string, kode: string): Promise<Shown[]> {
  const answer = await fetch(`${server}/api/public/aduan/${kode}`);
  return ((await answer.json()) as { foto: Shown[] }).foto;
}

// How many colours a picture has in one of its 25 parts, counted from 0.
async function colours(page: Page, address: string, column: number, row: number): Promise<number> {
  return page.evaluate(async ({ url, at: [x, y] }) => {
    const bitmap = await createImageBitmap(await (await fetch(url)).blob());
    const canvas = new OffscreenCanvas(bitmap.width, bitmap.height);
    const context = canvas.getContext("2d");
    if (!context) return -1;
    context.drawImage(bitmap, 0, 0);
    const [w, h] = [Math.floor(bitmap.width / 5), Math.floor(bitmap.height / 5)];
    const { data } = context.getImageData(x * w, y * h, w, h);
    const seen = new Set<number>();
    // Coarsely, since a JPEG adds a little of everything.
    for (let at = 0; at < data.length; at += 4) seen.add(((data[at] ?? 0) >> 5) * 64 + ((data[at + 1] ?? 0) >> 5) * 8 + ((data[at + 2] ?? 0) >> 5));
    return seen.size;
  }, { url: address, at: [column, row] as [number, number] });
}

test("faces are covered before anyone sees a photo, and it is taken back again", async ({
  page,
  server,
  expectAccessible,
  picture,
}) => {
  const shot = await photo(page, { width: 1200, height: 900 });
  const bytes = shot.buffer;
  const report = await fileReport(server.url, { foto: [listed(bytes)] });
  await uploadByKey(server.url, report, bytes);
  await logIn(page);
  await page.goto(`/petugas/aduan/${report.id}`);
  await page.getByRole("button", { name: "Samarkan dan tampilkan foto 1" }).click();
  const tool = page.getByRole("dialog", { name: "Samarkan foto 1" });
  const canvas = tool.getByRole("img", { name: "Foto yang akan ditampilkan" });
  await expect(canvas).toBeVisible();
  const box = await canvas.boundingBox();
  if (!box) throw new Error("the picture is not shown");
  await page.mouse.move(box.x + box.width * 0.3, box.y + box.height * 0.3);
  await page.mouse.down();
  await page.mouse.move(box.x + box.width * 0.5, box.y + box.height * 0.5, { steps: 4 });
  await page.mouse.move(box.x + box.width * 0.7, box.y + box.height * 0.7, { steps: 4 });
  await page.mouse.up();
  await expect(tool.getByText("1 bagian disamarkan.")).toBeVisible();
  await tool.getByRole("button", { name: "Urungkan" }).click();
  await expect(tool.getByText("Belum ada bagian yang disamarkan.")).toBeVisible();
  // One press shows nothing to all that nobody covered.
  await tool.getByRole("button", { name: "Tampilkan untuk umum" }).click();
  await expect(tool.getByText(/^Tidak ada yang disamarkan\./)).toBeVisible();
  await expect(tool.getByRole("button", { name: "Tampilkan tanpa samaran" })).toBeVisible();
  await page.mouse.move(box.x + box.width * 0.3, box.y + box.height * 0.3);
  await page.mouse.down();
  await page.mouse.move(box.x + box.width * 0.7, box.y + box.height * 0.7, { steps: 8 });
  await page.mouse.up();
  await expectAccessible(page);
  await picture(page, "samarkan");
  await tool.getByRole("button", { name: "Tampilkan untuk umum" }).click();
  await expect(page.getByText("Tampil untuk umum", { exact: true })).toBeVisible();

  const [copy] = await shownToAll(server.url, report.kode);
  if (!copy) throw new Error("nothing is shown");
  expect(copy.sha256).not.toBe(sha256(bytes));
  await page.goto(`/cek/${report.kode}`);
  const address = `/api/public/aduan/${report.kode}/foto/${copy.sha256}`;
  await expect(page.getByRole("img", { name: "Foto 1 dari laporan" })).toHaveAttribute("src", address);
  await picture(page, "cek-foto");
  // A handful of cells lies there now; the photo itself was full of detail. Looked at from a page that may fetch.
  await page.goto("/");
  const [middle, corner] = [await colours(page, address, 2, 2), await colours(page, address, 0, 0)];
  expect(middle * 2, `${middle} colours in the middle, ${corner} in a corner`).toBeLessThan(corner);

  await page.goto(`/petugas/aduan/${report.id}`);
  await page.getByRole("button", { name: "Tarik foto 1" }).click();
  await expect(page.getByRole("button", { name: "Samarkan dan tampilkan foto 1" })).toBeVisible();
  expect(await shownToAll(server.url, report.kode)).toEqual([]);
});

test("how it looks after the work goes to the reporter at once, to the public when released @phone", async ({
  page,
  server,
  picture,
}) => {
  const report = await fileReport(server.url);
  await logIn(page);
  await page.goto(`/petugas/aduan/${report.id}`);
  await page.locator("#foto-sesudah").setInputFiles(await photo(page, { width: 2400, height: 1800 }));
  await expect(page.getByRole("button", { name: "Hapus foto 1" })).toBeVisible({ timeout: 30_000 });
  await expect(page.getByRole("button", { name: "Perbesar Foto 1 dari 1, sesudah ditangani" })).toBeVisible();
  await picture(page, "foto-sesudah");
  const seen = await seenByReporter(server.url, report);
  expect(seen.foto).toMatchObject([{ sebagai: "sesudah", diterima: true }]);
  expect(await shownToAll(server.url, report.kode)).toEqual([]);
  await page.getByRole("button", { name: "Hapus foto 1" }).click();
  await expect(page.getByRole("button", { name: "Hapus foto 1" })).toHaveCount(0);
});
