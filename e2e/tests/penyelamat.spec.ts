// What a phone will never send leaves it as a file, which an admin brings in; and who logs out is asked first.

import { readFile } from "node:fs/promises";

import type { Page } from "@playwright/test";

import { ADMIN, knownAccount, PASSWORD } from "../support/account";
import { expectArrivedOnce } from "../support/arrived";
import { capture, expectSent, fillForSomebody, installed, markOf, next, send, story } from "../support/capture";
import { expect, test } from "../support/fixtures";
import { found, logIn } from "../support/officer";
import { brought, written, type Waiting } from "../support/penyelamat";
import { photo } from "../support/photo";
import { kodeUnik, kunciPelapor, listed, sha256, uuid } from "../support/report";
import { NETWORK_GONE } from "../support/watch";

const PAGE = "/kelola/berkas-penyelamat";
const SUBDISTRICT = "63.11.05";
const OPERATOR = "lina.desa";

// Presses what saves a file, and gives the file with its name.
async function saved(page: Page, button: string | RegExp): Promise<{ name: string; bytes: Buffer }> {
  const coming = page.waitForEvent("download");
  await page.getByRole("button", { name: button }).first().click();
  const download = await coming;
  return { name: download.suggestedFilename(), bytes: await readFile(await download.path()) };
}

async function bringIn(desk: Page, name: string, buffer: Buffer): Promise<void> {
  await desk.locator("#berkas-penyelamat").setInputFiles({ name, mimeType: "application/octet-stream", buffer });
  await desk.getByRole("button", { name: "Masukkan", exact: true }).click();
}

// A complaint with a photo, as it waits on a device.
async function waiting(page: Page): Promise<Waiting & { uraian: string }> {
  const bytes = (await photo(page, { width: 320, height: 240 })).buffer;
  const [id, kode, kunci, uraian] = [uuid(), kodeUnik(), kunciPelapor(), story("Gorong-gorong patah di ujung gang.")];
  const foto = [listed(bytes)];
  const badan = {
    id,
    kode,
    kunci_hash: sha256(kunci),
    jenis: "pengaduan",
    kategori: "drainase",
    uraian,
    lokasi: { wilayah: "63.11.05.2001", posisi: null, catatan: "" },
    foto,
    pelapor: { nama: "Siti Rahmah", hp: "0812 3456 7890", email: null },
    anonim: false,
    rahasia: false,
    persetujuan: { versi: "uji", pada: new Date().toISOString() },
    asal: { perangkat: uuid(), urutan: 1, ditangkap_pada: new Date().toISOString(), skema: 1 },
  };
  const kiriman = {
    aksi: uuid(),
    jenis: "aduan_baru",
    id,
    kode,
    kunci,
    badan: JSON.stringify(badan),
    urutan: 1,
    disimpan_pada: new Date().toISOString(),
    foto: foto.map((one) => one.sha256),
  };
  return { kiriman, photos: [bytes], uraian };
}

test("what waits on a phone without a network comes in by a file, once, and the phone sends it no second time", async ({
  page,
  person,
  context,
  server,
  watch,
  expectAccessible,
  picture,
}) => {
  const uraian = story("Jembatan ulin ke sekolah patah dua papan.");
  await installed(page);
  await context.setOffline(true);
  watch.expects(NETWORK_GONE);
  await capture(page, { uraian, photos: [{ width: 1600, height: 1200 }] });
  await send(page);
  await page.goto("/antrean");
  await expect(page.getByText("Tersimpan di perangkat").first()).toBeVisible();
  const { name, bytes } = await saved(page, "Simpan sebagai berkas");
  expect(name).toMatch(/^antrean-63\.11-\d{4}-\d\d-\d\d\.portal$/);
  await expect(page.getByText(`Berkas tersimpan: ${name}`)).toBeVisible();
  await expect(page.getByText("(1 kiriman, 1 foto,")).toBeVisible();
  await expectAccessible(page);
  await picture(page, "berkas-penyelamat-antrean");
  // Nothing of it can be read on the way.
  for (const words of ["Jembatan", "Siti Rahmah", "81234567890"]) expect(bytes.includes(words)).toBe(false);
  const alone = await saved(page, /^Simpan ini sebagai berkas/);
  expect(alone.bytes.length).toBe(bytes.length);

  const desk = await person();
  await logIn(desk, PAGE, ADMIN);
  await expect(desk.getByText("Belum ada berkas yang dipilih")).toBeVisible();
  await bringIn(desk, name, bytes);
  await expect(desk.getByText("1 diterima.")).toBeVisible();
  await expect(desk.getByText("1 dari 1")).toBeVisible();
  await expectAccessible(desk);
  await picture(desk, "berkas-penyelamat-hasil");
  await bringIn(desk, alone.name, alone.bytes);
  await expect(desk.getByText("1 sudah ada.")).toBeVisible();
  await expectArrivedOnce(server.url, uraian, 1);

  await context.setOffline(false);
  // The photo is offered once more, and not wanted.
  watch.expects(/403/);
  await page.goto("/antrean");
  await expectSent(page);
  await expectArrivedOnce(server.url, uraian, 1);
});

test("the app's own writer and the server agree, and what came before is known again", { tag: "@phone" }, async ({
  page,
  server,
}) => {
  await page.goto("/");
  const [first, second] = [await waiting(page), await waiting(page)];
  const file = await written(server.url, [first, second]);
  for (const hasil of ["diterima", "sudah_ada"]) {
    const { status, told } = await brought(server.url, file);
    expect(status).toBe(200);
    expect(told).toMatchObject({ jumlah: 2, kiriman: [{ hasil, foto: 1, foto_jumlah: 1 }, { hasil, foto: 1 }] });
  }
  for (const { uraian } of [first, second]) {
    const lines = await found(server.url, markOf(uraian));
    expect(lines).toMatchObject([{ foto: 1, foto_kurang: 0 }]);
  }
});

test("of a file that was cut off the admin takes the sound part when he says so", { tag: "@desk" }, async ({
  page,
  server,
  watch,
  expectAccessible,
  picture,
}) => {
  await logIn(page, "/kelola/batas-waktu", ADMIN);
  await page.getByRole("link", { name: "Berkas penyelamat" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Berkas penyelamat" })).toBeVisible();
  const [first, second] = [await waiting(page), await waiting(page)];
  const file = await written(server.url, [first, second]);
  watch.expects(/422/);
  await bringIn(page, "antrean-uji.portal", file.subarray(0, file.length - 40));
  await expect(page.getByText("Berkas ini terpotong")).toBeVisible();
  await expectAccessible(page);
  await picture(page, "berkas-penyelamat-terpotong");
  expect(await found(server.url, markOf(first.uraian))).toHaveLength(0);
  await page.getByRole("button", { name: "Masukkan bagian yang utuh" }).click();
  await expect(page.getByText("2 diterima.")).toBeVisible();
  expect(await found(server.url, markOf(first.uraian))).toHaveLength(1);
  await bringIn(page, "foto.jpg", Buffer.from("bukan berkas penyelamat"));
  await expect(page.getByText("Ini bukan berkas penyelamat.")).toBeVisible();
});

test("who logs out while something of his waits is asked first, and gives up his own alone", { tag: "@phone" }, async ({
  page,
  server,
  watch,
  expectAccessible,
  picture,
}) => {
  await knownAccount(server.url, OPERATOR, "kasi_kecamatan", { wilayah: SUBDISTRICT });
  // Nothing is taken, so that all of it waits with the network up.
  watch.expects(/status of 422/);
  await page.context().route(/\/api\/(aduan|aduan\/titipan|sync)$/, (route) =>
    route.request().method() === "POST"
      ? route.fulfill({
          status: 422,
          contentType: "application/problem+json",
          body: JSON.stringify({ code: "isian_salah", detail: "Hapus dulu nomor NIK dari uraian." }),
        })
      : route.continue(),
  );
  await installed(page);
  await capture(page, { uraian: story("Lampu jalan padam di muara gang.") });
  const kode = await send(page);
  await logIn(page, "/aduan/titip", OPERATOR, PASSWORD);
  await fillForSomebody(page, story("Titian ke langgar lapuk."), "Galuh Hasanah");
  await next(page, "Periksa sebelum dikirim");
  await send(page);
  await expect(page.getByText("Perlu diperbaiki").first()).toBeVisible();

  await page.goto("/akun");
  const leave = page.getByRole("button", { name: "Keluar", exact: true });
  const dialog = page.getByRole("dialog", { name: "Masih ada yang belum terkirim" });
  await leave.click();
  await expect(dialog.getByText("1 hal yang Anda simpan")).toBeVisible();
  await expectAccessible(page);
  await picture(page, "keluar-belum-terkirim");
  await dialog.getByRole("button", { name: "Batal" }).click();
  await expect(dialog).toBeHidden();
  await leave.click();
  const { name } = await saved(page, "Simpan sebagai berkas");
  expect(name).toMatch(/\.portal$/);
  await expect(dialog.getByRole("button", { name: "Keluar, biarkan menunggu" })).toBeVisible();
  await dialog.getByRole("button", { name: "Buang…" }).click();
  await expect(dialog.getByText("tidak dapat dikembalikan")).toBeVisible();
  await picture(page, "keluar-buang");
  await dialog.getByRole("button", { name: "Jangan buang" }).click();
  await dialog.getByRole("button", { name: "Buang…" }).click();
  await dialog.getByRole("button", { name: "Ya, buang dan keluar" }).click();
  await expect(page.getByText("Anda sudah keluar.")).toBeVisible();

  await page.goto("/antrean");
  await expect(page.getByText(kode).first()).toBeVisible();
  await expect(page.getByText("Titian ke langgar")).toHaveCount(0);
});

test("without the district's key the phone says what to do", { tag: "@phone" }, async ({ page, context, watch }) => {
  // An older server does not tell it.
  await context.route("**/api/portal", async (route) => {
    const answer = await route.fetch();
    const { penyelamat_kunci: _, ...rest } = (await answer.json()) as Record<string, unknown>;
    await route.fulfill({ response: answer, json: rest });
  });
  watch.expects(/status of 503/);
  await context.route("**/api/aduan", (route) =>
    route.fulfill({ status: 503, contentType: "application/problem+json", body: '{"code":"belum_siap","detail":"Sibuk."}' }),
  );
  await page.goto("/");
  await capture(page, { uraian: story("Parit meluap di depan pasar.") });
  await send(page);
  await page.goto("/antrean");
  await page.getByRole("button", { name: "Simpan sebagai berkas" }).click();
  await expect(page.getByText("Kunci daerah belum tersimpan di perangkat ini")).toBeVisible();
});
