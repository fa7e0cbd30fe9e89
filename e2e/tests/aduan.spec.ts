// The whole way of a complaint between reporter and officer, each in a browser of their own.

import { expect, test } from "../support/fixtures";
import { logIn, step } from "../support/officer";
import { fileReport } from "../support/report";

test("an officer moves a complaint along and answers; the reporter reads, replies and rates", async ({
  page,
  person,
  server,
  expectAccessible,
  picture,
}) => {
  const report = await fileReport(server.url);
  await logIn(page);
  await expect(page.getByRole("heading", { level: 1, name: "Aduan" })).toBeVisible();
  await expectAccessible(page);
  await picture(page, "kotak-masuk");

  await page.getByLabel("Cari kode, uraian, atau desa").fill(report.kode);
  await page.getByRole("link", { name: /Saluran di samping langgar/ }).click();
  await expect(page.getByText(report.kode).first()).toBeVisible();
  await expect(page.getByText("Siti Rahmah")).toBeVisible();
  await expectAccessible(page);

  const opened = page.getByRole("article");
  for (const [button, status] of [
    ["Verifikasi", "Diverifikasi"],
    ["Proses", "Diproses"],
  ] as const) {
    await page.getByRole("button", { name: button, exact: true }).click();
    const dialog = page.getByRole("dialog", { name: button });
    await dialog.getByRole("button", { name: button, exact: true }).click();
    await expect(opened.getByText(status, { exact: true }).first()).toBeVisible();
  }

  await page.getByLabel("Tanggapan untuk pelapor").fill("Tim turun Kamis. Saluran dibersihkan bersama warga RT 3.");
  await page.getByRole("checkbox", { name: /Boleh dibaca umum/ }).first().check();
  await page.getByRole("button", { name: "Kirim tanggapan" }).click();
  await expect(page.getByRole("article").getByText("Ditanggapi", { exact: true }).first()).toBeVisible();
  await page.getByLabel("Judul untuk umum").fill("Drainase tersumbat di dekat langgar");
  await page.getByRole("button", { name: "Tampilkan untuk umum" }).click();
  await expect(page.getByText("Tersimpan.").first()).toBeVisible();
  await picture(page, "aduan-petugas");

  const citizen = await person();
  await citizen.goto(`/cek/${report.kode}`);
  await expect(citizen.getByText("Drainase tersumbat di dekat langgar").first()).toBeVisible();
  await expect(citizen.getByText("Tim turun Kamis.")).toBeVisible();

  await citizen.goto(`/lacak/${report.kode}#${report.kunci}`);
  await expect(citizen.getByText("Tim turun Kamis.").first()).toBeVisible();
  await citizen.getByLabel("Balas atau tambahkan keterangan").fill("Terima kasih, air sudah surut.");
  await citizen.getByRole("button", { name: "Kirim pesan" }).click();
  await expect(citizen.getByText("Terima kasih, air sudah surut.").first()).toBeVisible();
  await expectAccessible(citizen);
  await picture(citizen, "lacak");

  await step(server.url, report.id, "selesai");
  await citizen.reload();
  await citizen.getByLabel("5, Sangat puas").check({ force: true });
  await citizen.getByLabel("Komentar").fill("Cepat dan rapi.");
  await citizen.getByRole("button", { name: "Kirim penilaian" }).click();
  await expect(citizen.getByText("5 dari 5: Sangat puas")).toBeVisible();

  await page.reload();
  await expect(page.getByText("Terima kasih, air sudah surut.")).toBeVisible();
});

test("a decision on what a colleague has changed meanwhile is not taken, and what was written stays", { tag: "@desk" }, async ({
  page,
  server,
  watch,
}) => {
  const report = await fileReport(server.url);
  await step(server.url, report.id, "verifikasi");
  await logIn(page, `/petugas/aduan/${report.id}`);
  await page.getByLabel("Tanggapan untuk pelapor").fill("Jawaban yang sudah panjang lebar ditulis.");
  await step(server.url, report.id, "proses");
  watch.expects(/409/);
  await page.getByRole("button", { name: "Kirim tanggapan" }).click();
  const dialog = page.getByRole("dialog", { name: "Aduan ini sudah berubah" });
  await expect(dialog.getByText("Diproses")).toBeVisible();
  await dialog.getByRole("button", { name: "Lihat keadaan sekarang" }).click();
  await expect(page.getByLabel("Tanggapan untuk pelapor")).toHaveValue("Jawaban yang sudah panjang lebar ditulis.");
  await page.getByRole("button", { name: "Kirim tanggapan" }).click();
  await expect(page.getByRole("article").getByText("Ditanggapi", { exact: true }).first()).toBeVisible();
});

test("the inbox keeps its filters in the address and is worked by keyboard", { tag: "@desk" }, async ({ page, server, isMobile }) => {
  test.skip(isMobile, "a phone has no keyboard");
  const report = await fileReport(server.url, { jenis: "permintaan_informasi", kategori: "pekerjaan" });
  await logIn(page);
  await page.getByLabel("Kategori").selectOption({ label: "Pekerjaan/proyek" });
  await expect(page).toHaveURL(/kategori=pekerjaan/);
  await page.getByLabel("Urutan").selectOption({ label: "Tenggat terdekat" });
  await expect(page).toHaveURL(/urut=tenggat/);
  await page.reload();
  await expect(page.getByLabel("Kategori")).toHaveValue("pekerjaan");
  await page.locator("body").press("/");
  await expect(page.getByLabel("Cari kode, uraian, atau desa")).toBeFocused();
  await page.keyboard.type(report.kode);
  await expect(page.getByText(/^1 dari 1 aduan$/)).toBeVisible();
  await page.getByLabel("Cari kode, uraian, atau desa").blur();
  await page.keyboard.press("j");
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(new RegExp(`/petugas/aduan/${report.id}`));
});

test("whoever has no key or another one learns nothing of a report", { tag: "@phone" }, async ({ page, server, watch }) => {
  const [mine, other] = [await fileReport(server.url), await fileReport(server.url)];
  watch.expects(/40[13]|404/);
  for (const address of [`/lacak/${mine.kode}#${other.kunci}`, `/lacak/${mine.kode}`]) {
    await page.goto("/");
    await page.goto(address);
    await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
    await expect(page.getByText("Saluran di samping langgar")).toHaveCount(0);
  }
});

test("two tabs of one officer share one session, also after the access token has gone", { tag: "@desk" }, async ({ context, page, server }) => {
  await fileReport(server.url);
  await logIn(page);
  const second = await context.newPage();
  await Promise.all([page.reload(), second.goto("/petugas/aduan")]);
  for (const tab of [page, second]) {
    await expect(tab.getByText(/\d+ dari \d+ aduan/)).toBeVisible();
  }
});
