// The whole life of a complaint, each step by whoever's it is, each in a browser of his own.

import type { Page } from "@playwright/test";

import { fullName, knownAccount, PASSWORD } from "../support/account";
import { capture, expectSent, markOf, send, story } from "../support/capture";
import { expect, test } from "../support/fixtures";
import { logIn } from "../support/officer";
import { fileReport } from "../support/report";

const DISTRICT = "63.11";
const OFFICE = "puprperkim";
const NOTHING = /Tidak ada yang cocok/;
// The title in every list is the beginning of the story; its mark stands too far behind.
const TITLE = /Parit di depan pasar/;

// Opens the complaint in the officer's inbox, as he finds it there.
async function openFound(page: Page, mark: string): Promise<void> {
  await page.getByLabel("Cari kode, uraian, atau desa").fill(mark);
  await page.getByRole("link", { name: TITLE }).click();
  await expect(page.getByRole("article")).toBeVisible();
}

// Not in his list, which has answered.
async function expectHidden(page: Page, mark: string): Promise<void> {
  await page.getByLabel("Cari kode, uraian, atau desa").fill(mark);
  await expect(page.getByText(NOTHING)).toBeVisible();
  await expect(page.getByRole("link", { name: TITLE })).toHaveCount(0);
}

async function take(page: Page, button: string, fill?: (dialog: ReturnType<Page["getByRole"]>) => Promise<void>): Promise<void> {
  await page.getByRole("button", { name: button, exact: true }).click();
  const dialog = page.getByRole("dialog", { name: button });
  if (fill) await fill(dialog);
  await dialog.getByRole("button", { name: button, exact: true }).click();
  await expect(dialog).toBeHidden();
}

async function expectStatus(page: Page, status: string): Promise<void> {
  await expect(page.getByRole("article").getByText(status, { exact: true }).first()).toBeVisible();
}

async function answer(page: Page, words: string): Promise<void> {
  await page.getByLabel("Tanggapan untuk pelapor").fill(words);
  await page.getByRole("button", { name: "Kirim tanggapan" }).click();
  await expectStatus(page, "Ditanggapi");
}

test("a complaint goes from the citizen through four hands, is opened again, ended and rated", async ({
  page,
  person,
  server,
  expectAccessible,
  picture,
}) => {
  test.setTimeout(240_000);
  const roles = { verifikator: "verifikator_skpd", penghubung: "pejabat_penghubung", teknis: "tim_teknis", lain: "tim_teknis" };
  const names = { verifikator: "rina.verifikasi", penghubung: "yusuf.hubung", teknis: "hadi.teknis", lain: "budi.teknis" };
  for (const who of ["verifikator", "penghubung", "teknis", "lain"] as const) {
    const office = roles[who] === "tim_teknis" ? { skpd: OFFICE } : {};
    await knownAccount(server.url, names[who], roles[who], { wilayah: DISTRICT, ...office });
  }

  const uraian = story("Parit di depan pasar penuh tanah dan air naik ke jalan setiap hujan.");
  const mark = markOf(uraian);
  await page.goto("/");
  await capture(page, { uraian });
  await send(page);
  await page.goto("/antrean");
  await expectSent(page);

  const verifikator = await person();
  await logIn(verifikator, "/petugas/aduan", names.verifikator, PASSWORD);
  await openFound(verifikator, mark);
  // Verifying is his, handing on is not.
  await expect(verifikator.getByRole("button", { name: "Disposisikan" })).toHaveCount(0);
  await take(verifikator, "Verifikasi");
  await expectStatus(verifikator, "Diverifikasi");

  // Whoever works for an office does not see what has not been handed to it.
  const teknis = await person();
  await logIn(teknis, "/petugas/aduan", names.teknis, PASSWORD);
  await expectHidden(teknis, mark);

  const penghubung = await person();
  await logIn(penghubung, "/petugas/aduan", names.penghubung, PASSWORD);
  await openFound(penghubung, mark);
  await take(penghubung, "Disposisikan", async (dialog) => {
    await dialog.getByLabel("SKPD yang mengerjakan").selectOption(OFFICE);
    await dialog.getByLabel("Petugas (boleh kosong)").selectOption({ label: fullName(names.teknis) });
    await dialog.getByLabel("Catatan untuk SKPD").fill("Mohon dicek sebelum Jumat.");
    await expectAccessible(penghubung);
    await picture(penghubung, "disposisi");
  });
  await expectStatus(penghubung, "Didisposisikan");

  // Handed to one person of the office: his colleague does not see it.
  const lain = await person();
  await logIn(lain, "/petugas/aduan", names.lain, PASSWORD);
  await expectHidden(lain, mark);

  await teknis.reload();
  await openFound(teknis, mark);
  await expect(teknis.getByText("Mohon dicek sebelum Jumat.").first()).toBeVisible();
  await take(teknis, "Proses");
  await expectStatus(teknis, "Diproses");
  await answer(teknis, "Parit dikeruk kemarin, air sudah mengalir.");
  await take(teknis, "Tandai selesai");
  await expectStatus(teknis, "Selesai");

  await page.goto("/aduan-saya");
  await page.getByRole("main").getByRole("heading", { level: 2 }).getByRole("link").click();
  await expect(page.getByText("Parit dikeruk kemarin, air sudah mengalir.").first()).toBeVisible();
  await expect(page.getByText("Mohon dicek sebelum Jumat.")).toHaveCount(0);
  await page.getByText("Belum puas? Buka kembali aduan ini").click();
  await page.getByLabel("Mengapa dibuka kembali?").fill("Air naik lagi sesudah hujan tadi malam.");
  await picture(page, "buka-kembali");
  await page.getByRole("button", { name: "Buka kembali", exact: true }).click();
  await expect(page.getByText("Dibuka kembali").first()).toBeVisible();
  await expect(page.getByText("Mengapa dibuka kembali?")).toHaveCount(0);

  await teknis.reload();
  await expect(teknis.getByText("Air naik lagi sesudah hujan tadi malam.").first()).toBeVisible();
  await take(teknis, "Proses");
  await answer(teknis, "Gorong-gorong di hilir dibongkar dan diganti.");
  await take(teknis, "Tandai selesai");
  await expectStatus(teknis, "Selesai");

  await page.reload();
  await page.getByLabel("4, Puas").check({ force: true });
  await page.getByLabel("Komentar").fill("Akhirnya lancar.");
  await page.getByRole("button", { name: "Kirim penilaian" }).click();
  await expect(page.getByText("4 dari 5: Puas")).toBeVisible();
  await expectAccessible(page);
  await picture(page, "lacak-selesai");
  await teknis.reload();
  await expect(teknis.getByText("Akhirnya lancar.")).toBeVisible();
});

test("putting off, merging and handing over say what they bring about before they are taken", { tag: "@desk" }, async ({
  page,
  server,
  expectAccessible,
  picture,
}) => {
  const [late, main, same, foreign] = [
    await fileReport(server.url),
    await fileReport(server.url),
    await fileReport(server.url),
    await fileReport(server.url),
  ];
  await logIn(page, `/petugas/aduan/${late.id}`);
  await take(page, "Verifikasi");
  await take(page, "Proses");
  const dialog = page.getByRole("dialog");
  const other = async (step: string) => {
    await page.locator("summary", { hasText: "Lainnya" }).click();
    await page.getByRole("button", { name: step, exact: true }).click();
    await expect(dialog).toBeVisible();
  };

  await other("Tunda");
  await dialog.getByRole("group", { name: "Pilihan cepat" }).getByRole("button").first().click();
  await expect(dialog.getByText(/^Waktu berhenti hari ini dan berjalan lagi .* Tenggat bergeser dari/)).toBeVisible();
  await dialog.getByLabel("Alasan").fill("Menunggu alat berat dari kabupaten.");
  await expectAccessible(page);
  await picture(page, "tunda");
  await dialog.getByRole("button", { name: "Tunda", exact: true }).click();
  await expectStatus(page, "Ditunda");
  await picture(page, "aduan-ditunda");

  await page.goto(`/petugas/aduan/${same.id}`);
  await other("Gabungkan");
  await dialog.getByLabel("Cari aduan yang sama").fill(main.kode);
  await dialog.getByRole("button", { name: "Cari", exact: true }).click();
  // A whole code names one, and needs no further choice; it can be taken back.
  await dialog.getByRole("button", { name: "Pilih aduan lain" }).click();
  await dialog.getByRole("button", { name: /^Pilih (?!aduan lain)/ }).click();
  await expect(dialog.getByRole("heading", { name: "Digabung ke" })).toBeVisible();
  await expect(dialog.getByText(main.kode)).toBeVisible();
  await expectAccessible(page);
  await picture(page, "gabung");
  await dialog.getByRole("button", { name: "Gabungkan", exact: true }).click();
  await expectStatus(page, "Digabung");
  await expect(page.getByRole("article").getByRole("link", { name: main.kode })).toBeVisible();

  await page.goto(`/petugas/aduan/${foreign.id}`);
  await other("Bukan wewenang");
  await dialog.getByLabel("Instansi yang berwenang").fill("Balai Pelaksanaan Jalan Nasional");
  await dialog.getByLabel("Alasan").fill("Jalan ini jalan nasional.");
  await dialog.getByRole("button", { name: "Bukan wewenang", exact: true }).click();
  await expectStatus(page, "Bukan wewenang");
  await expect(page.getByRole("button", { name: "Salin surat" })).toBeVisible();
  await expect(page.getByRole("article").getByText("Balai Pelaksanaan Jalan Nasional").first()).toBeVisible();
  await expectAccessible(page);
  await picture(page, "surat-pelimpahan");
});
