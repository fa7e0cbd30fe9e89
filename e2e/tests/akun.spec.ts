// The life of an account, on the screens of its owner and of who keeps it.

import type { Page } from "@playwright/test";

import {
  account,
  ADMIN,
  BAD_LINES,
  countAccounts,
  importAgain,
  knownAccount,
  makeAccount,
  PASSWORD,
  totp,
  twoHundredLines,
} from "../support/account";
import { expect, test } from "../support/fixtures";
import { logIn } from "../support/officer";
import { SAMPLE_PASSWORD } from "../support/server";

const LIST = "/kelola/akun";

test("an admin makes an account; its owner opens the link, chooses a password and logs in, and the link is over", async ({
  page,
  person,
  watch,
  expectAccessible,
  picture,
}) => {
  await logIn(page, LIST, ADMIN);
  await page.getByRole("link", { name: "Buat akun" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Buat akun" })).toBeVisible();
  await expectAccessible(page);
  await page.getByRole("button", { name: "Buat akun" }).click();
  // The person and the work, in the order of the form.
  await expect(page.getByRole("heading", { name: "Ada yang perlu diperbaiki" })).toBeVisible();
  const faults = page.getByRole("alert").getByRole("listitem");
  await expect(faults.filter({ hasText: /[Nn]ama/ })).not.toHaveCount(0);
  await expect(faults.filter({ hasText: "Pilih peran." })).toHaveCount(1);
  for (const label of ["Nama lengkap", "Nama pengguna"])
    await expect(page.getByLabel(label)).toHaveAttribute("aria-invalid", "true");
  await page.getByLabel("Nama lengkap").fill("Siti Aminah");
  await page.getByLabel("Nama pengguna").fill("siti.aminah");
  await page.getByLabel("Peran", { exact: true }).selectOption({ label: "Operator desa/kelurahan" });
  await page.getByRole("combobox", { name: "Wilayah" }).fill("Lampihong Kiri");
  await page.getByRole("option", { name: /Lampihong Kiri/ }).click();
  await page.getByRole("button", { name: "Buat akun" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Akun Siti Aminah dibuat" })).toBeVisible();
  await expectAccessible(page);
  await picture(page, "akun-dibuat");
  const link = await page.getByRole("link", { name: /masuk\/baru#/ }).getAttribute("href");
  const once = await page.locator(".slip .kode").textContent();
  expect(once).toMatch(/^[0-9A-Z]{4}(-[0-9A-Z]{4}){3}$/);

  const siti = await person();
  await siti.goto(link ?? "");
  await expect(siti.getByRole("heading", { level: 1, name: "Buat kata sandi" })).toBeVisible();
  await expectAccessible(siti);
  await picture(siti, "sandi-pertama");
  await siti.getByLabel("Kata sandi baru").fill("password123");
  await siti.getByRole("button", { name: "Simpan kata sandi" }).click();
  await expect(siti.getByText(/mudah ditebak/).first()).toBeVisible();
  await siti.getByRole("button", { name: "Tampilkan" }).click();
  await expect(siti.getByLabel("Kata sandi baru")).toHaveAttribute("type", "text");
  await siti.getByLabel("Kata sandi baru").fill(PASSWORD);
  await siti.getByRole("button", { name: "Simpan kata sandi" }).click();
  await expect(siti.getByLabel("Nama pengguna")).toHaveValue("siti.aminah");
  await siti.getByLabel("Kata sandi").fill(PASSWORD);
  await siti.getByRole("button", { name: "Masuk", exact: true }).click();
  await expect(siti).toHaveURL(/\/petugas\/aduan/);

  watch.expects(/404/);
  const finder = await person();
  await finder.goto(link ?? "");
  await finder.getByLabel("Kata sandi baru").fill("orang lain yang menemukan");
  await finder.getByRole("button", { name: "Simpan kata sandi" }).click();
  await expect(finder.getByText(/sudah dipakai atau sudah berakhir/)).toBeVisible();
});

test("whoever comes in with a slip chooses a password before anything else", async ({ page, server, watch, expectAccessible }) => {
  const { once } = await makeAccount(server.url, "rahmat");
  watch.expects(/403/);
  await page.goto("/masuk?kembali=%2Fpetugas%2Faduan");
  await page.getByLabel("Nama pengguna").fill("rahmat");
  await page.getByLabel("Kata sandi").fill(once.toUpperCase());
  await page.getByRole("button", { name: "Masuk", exact: true }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Buat kata sandi Anda" })).toBeVisible();
  await expectAccessible(page);
  await page.goto("/akun");
  await expect(page).toHaveURL(/\/akun\/wajib/);
  await page.getByLabel("Kata sandi baru").fill(PASSWORD);
  await page.getByRole("button", { name: "Ganti kata sandi" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Akun saya" })).toBeVisible();
});

test("of a file of 200 accounts with 5 bad lines 195 are made, 5 explained, and run again none is doubled", async ({
  page,
  person,
  server,
  expectAccessible,
  picture,
}) => {
  const choose = () =>
    page.locator("#berkas-akun").setInputFiles({ name: "akun.csv", mimeType: "text/csv", buffer: twoHundredLines() });
  await logIn(page, `${LIST}/impor`, ADMIN);
  const template = page.waitForEvent("download");
  await page.getByRole("button", { name: "Unduh contoh (XLSX)" }).click();
  expect((await template).suggestedFilename()).toBe("contoh-akun.xlsx");

  await choose();
  await page.getByRole("button", { name: "Coba dahulu" }).click();
  await expect(page.getByText("195 akun akan dibuat, 5 baris perlu diperbaiki.")).toBeVisible();
  const lines = page.locator("table tbody tr");
  await expect(lines).toHaveCount(5);
  expect(await lines.locator("td:first-child").allTextContents()).toEqual(BAD_LINES);
  expect(await countAccounts(server.url, "operator")).toBe(0);
  await expectAccessible(page);
  await picture(page, "impor-percobaan");

  await page.getByRole("button", { name: "Buat 195 akun" }).click();
  await expect(page.getByText("195 akun dibuat, 5 baris perlu diperbaiki.")).toBeVisible();
  await expect(page.getByText(/hanya ditampilkan sekali ini/)).toBeVisible();
  const slips = page.locator(".slip");
  await expect(slips).toHaveCount(195);
  expect(await countAccounts(server.url, "operator")).toBe(195);
  await expectAccessible(page);
  await page.emulateMedia({ media: "print" });
  await expect(slips.first()).toBeVisible();
  await expect(page.getByRole("heading", { level: 1 })).toBeHidden();
  await expect(page.locator("table")).toBeHidden();
  await page.emulateMedia({ media: null });

  const owner = await person();
  await owner.goto("/masuk/baru");
  await owner.getByLabel("Kata sandi sekali pakai").fill((await slips.first().locator(".kode").textContent()) ?? "");
  await owner.getByLabel("Kata sandi baru").fill(PASSWORD);
  await owner.getByRole("button", { name: "Simpan kata sandi" }).click();
  await expect(owner.getByLabel("Nama pengguna")).toHaveValue("operator000");

  await choose();
  await page.getByRole("button", { name: "Coba dahulu" }).click();
  await expect(page.getByText("0 akun akan dibuat, 195 sudah ada, 5 baris perlu diperbaiki.")).toBeVisible();
  await expect(page.getByRole("button", { name: /^Buat \d+ akun$/ })).toHaveCount(0);
  const again = await importAgain(server.url, twoHundredLines());
  expect([again.dibuat, again.sudah_ada, again.salah.length]).toEqual([0, 195, 5]);
  expect(await countAccounts(server.url, "operator")).toBe(195);

  await page.goto(LIST);
  await page.getByLabel("Cari nama atau nama pengguna").fill("operator");
  await expect(page.getByText("25 dari 195 akun")).toBeVisible();
  await page.getByRole("button", { name: "Muat lagi" }).click();
  await expect(page.getByText("50 dari 195 akun")).toBeVisible();
});

test("logging out there really ends the session of the other browser", async ({ page, person, watch, expectAccessible, picture }) => {
  await logIn(page);
  const other = await person();
  await logIn(other);
  await page.goto("/akun");
  await expect(page.getByText("Perangkat ini", { exact: true })).toBeVisible();
  await expectAccessible(page);
  await picture(page, "akun-saya");
  const there = page.getByRole("button", { name: /^Keluar di sana/ });
  await expect(there).toHaveCount(1);
  watch.expects(/401/);
  await there.click();
  await expect(page.getByText("Sudah keluar di sana.")).toBeVisible();
  await expect(there).toHaveCount(0);
  await other.reload();
  await expect(other).toHaveURL(/\/masuk\?kembali=/);
  await page.reload();
  await expect(page.getByText("Perangkat ini", { exact: true })).toBeVisible();
});

test("the menu shows what somebody has a right to, and the rest is refused in words", async ({ page, person, watch }) => {
  const menu = (of: Page) => of.getByRole("navigation", { name: "Menu utama" });
  await logIn(page);
  await expect(menu(page).getByRole("link", { name: "Aduan", exact: true })).toBeVisible();
  await expect(menu(page).getByRole("link", { name: "Akun petugas" })).toHaveCount(0);
  watch.expects(/403/);
  await page.goto(LIST);
  await expect(page.getByRole("heading", { name: "Bukan bagian Anda" })).toBeVisible();

  const admin = await person();
  await logIn(admin, LIST, ADMIN);
  await expect(menu(admin).getByRole("link", { name: "SKPD" })).toBeVisible();
  await expect(menu(admin).getByRole("link", { name: "Akun petugas" })).toHaveAttribute("aria-current", "page");
  await expect(menu(admin).getByRole("link", { name: "Aduan", exact: true })).toHaveCount(0);
});

test("who leaves hands his work over, and his account closes", async ({ page, server, expectAccessible, picture }) => {
  const leaves = await knownAccount(server.url, "siti.aminah");
  const goesOn = await makeAccount(server.url, "budi.santoso", "pengawas_desa");
  await logIn(page, `${LIST}/${leaves.id}`, ADMIN);
  await expect(page.getByRole("heading", { level: 1, name: "Siti Aminah" })).toBeVisible();
  await expectAccessible(page);
  await picture(page, "akun-rinci");
  await page.getByRole("button", { name: "Mulai serah terima" }).click();
  const dialog = page.getByRole("dialog", { name: "Serah terima" });
  await dialog.getByLabel("Cari penerus: nama atau nama pengguna").fill("budi");
  await expect(dialog.getByRole("radio")).toHaveCount(1);
  await dialog.getByLabel("Budi Santoso").check();
  const yesterday = new Date(Date.now() + 8 * 3_600_000 - 24 * 3_600_000).toISOString().slice(0, 10);
  await dialog.getByLabel("Hari terakhir").fill(yesterday);
  await dialog.getByLabel("Keterangan").fill("SK Mutasi 800/12/2026");
  await expectAccessible(page);
  await dialog.getByRole("button", { name: "Serahkan tugas" }).click();
  await expect(page.getByText("Serah terima tersimpan.")).toBeVisible();
  await expect(page.getByText("Ditutup", { exact: true })).toBeVisible();
  await expect(page.getByText("Sudah berakhir")).toBeVisible();
  const successor = await account(server.url, goesOn.id);
  expect(successor.penugasan.map((held: { peran: string }) => held.peran).sort()).toEqual(["operator_desa", "pengawas_desa"]);
});

test("a second step is set up, asked for at the login, and a code of recovery stands in for it once", async ({
  page,
  server,
  watch,
  expectAccessible,
  picture,
}) => {
  await knownAccount(server.url, "siti.aminah");
  await logIn(page, "/akun", "siti.aminah", PASSWORD);
  await page.getByRole("button", { name: "Pasang langkah kedua" }).click();
  await expect(page.getByRole("img", { name: /Kode QR/ })).toBeVisible();
  await expectAccessible(page);
  await picture(page, "langkah-kedua");
  const secret = (await page.locator("p.kode").textContent()) ?? "";
  watch.expects(/401/);
  await page.getByLabel("Kode pertama").fill("000000");
  await page.getByRole("button", { name: "Pasang", exact: true }).click();
  await expect(page.getByText(/Kode salah/).first()).toBeVisible();
  await page.getByLabel("Kode pertama").fill(totp(secret));
  await page.getByRole("button", { name: "Pasang", exact: true }).click();
  const codes = page.locator(".codes .kode");
  await expect(codes).toHaveCount(10);
  const recovery = (await codes.first().textContent()) ?? "";
  await expectAccessible(page);
  await page.getByLabel("Saya sudah menyimpan kode ini").check();
  await page.getByRole("button", { name: "Selesai" }).click();
  await expect(page.getByText("Terpasang", { exact: true })).toBeVisible();

  const begin = async () => {
    await page.getByRole("button", { name: "Keluar", exact: true }).click();
    await page.getByLabel("Nama pengguna").fill("siti.aminah");
    await page.getByLabel("Kata sandi").fill(PASSWORD);
    await page.getByRole("button", { name: "Masuk", exact: true }).click();
    await expect(page.getByLabel("Kode masuk")).toBeFocused();
  };
  const pass = async (code: string) => {
    await page.getByLabel("Kode masuk").fill(code);
    await page.getByRole("button", { name: "Masuk", exact: true }).click();
  };
  await begin();
  await expectAccessible(page);
  await pass(recovery);
  await expect(page.getByRole("heading", { level: 1, name: "Akun saya" })).toBeVisible();
  await begin();
  await pass(recovery);
  await expect(page.getByText(/Kode salah atau sudah pernah dipakai/).first()).toBeVisible();
  // The step that set it up is used; the next one is good already.
  await pass(totp(secret, 1));
  await expect(page.getByRole("heading", { level: 1, name: "Akun saya" })).toBeVisible();
});

test.describe("where the district asks admins for a second step", () => {
  test.use({ settings: { PORTAL_TOTP_WAJIB: "admin" } });

  test("an admin sets it up before anything else", async ({ page, expectAccessible }) => {
    await page.goto(`/masuk?kembali=${encodeURIComponent(LIST)}`);
    await page.getByLabel("Nama pengguna").fill(ADMIN);
    await page.getByLabel("Kata sandi").fill(SAMPLE_PASSWORD);
    await page.getByRole("button", { name: "Masuk", exact: true }).click();
    await expect(page.getByRole("heading", { level: 1, name: "Pasang langkah kedua" })).toBeVisible();
    await expectAccessible(page);
    await page.getByRole("button", { name: "Pasang langkah kedua" }).click();
    await page.getByLabel("Kode pertama").fill(totp((await page.locator("p.kode").textContent()) ?? ""));
    await page.getByRole("button", { name: "Pasang", exact: true }).click();
    await page.getByLabel("Saya sudah menyimpan kode ini").check();
    await page.getByRole("button", { name: "Selesai" }).click();
    await expect(page.getByRole("heading", { level: 1, name: "Akun petugas" })).toBeVisible();
  });
});

test("an admin resets a password, ends sessions, gives and ends work, and keeps the offices", async ({
  page,
  person,
  server,
  watch,
  expectAccessible,
}) => {
  const { id } = await knownAccount(server.url, "siti.aminah");
  const siti = await person();
  await logIn(siti, "/akun", "siti.aminah", PASSWORD);
  await expect(siti.getByText("siti.aminah")).toBeVisible();
  await logIn(page, `${LIST}/${id}`, ADMIN);

  await page.getByRole("button", { name: "Beri tugas" }).click();
  const work = page.getByRole("dialog", { name: "Beri tugas" });
  await work.getByLabel("Peran", { exact: true }).selectOption({ label: "Pengawas desa" });
  await work.getByRole("combobox", { name: "Wilayah" }).fill("Lampihong Kanan");
  await work.getByRole("option", { name: /Lampihong Kanan/ }).click();
  await work.getByRole("button", { name: "Simpan tugas" }).click();
  await expect(page.getByText("Tugas diberikan.")).toBeVisible();
  await page.getByRole("button", { name: "Akhiri tugas: Pengawas desa" }).click();
  await page.getByRole("dialog", { name: "Akhiri tugas" }).getByRole("button", { name: "Akhiri tugas" }).click();
  await expect(page.getByText("Hari terakhir tugas tersimpan.")).toBeVisible();

  watch.expects(/401/);
  await page.getByRole("button", { name: "Atur ulang kata sandi" }).click();
  const sure = page.getByRole("dialog", { name: "Atur ulang kata sandi?" });
  await expectAccessible(page);
  await sure.getByRole("button", { name: "Atur ulang kata sandi" }).click();
  await expect(page.getByRole("heading", { name: "Berikan ini kepada orangnya" })).toBeFocused();
  await expect(page.getByText("Belum membuat kata sandi")).toBeVisible();
  await expect(page.getByText("Orang ini sedang tidak masuk di perangkat mana pun.")).toBeVisible();
  await siti.reload();
  await expect(siti).toHaveURL(/\/masuk/);

  await page.getByRole("navigation", { name: "Menu utama" }).getByRole("link", { name: "SKPD" }).click();
  await page.getByRole("button", { name: "Tambah SKPD" }).click();
  const office = page.getByRole("dialog", { name: "Tambah SKPD" });
  await office.getByLabel("Kode").fill("dinas-uji");
  await office.getByLabel("Nama").fill("Dinas Uji Coba");
  await office.getByRole("button", { name: "Simpan" }).click();
  await expect(page.getByRole("heading", { name: "Dinas Uji Coba" })).toBeVisible();
  await page.getByRole("button", { name: "Tambah bidang di Dinas Uji Coba" }).click();
  const part = page.getByRole("dialog", { name: "Tambah bidang" });
  await part.getByLabel("Kode").fill("dinas-uji-satu");
  await part.getByLabel("Nama").fill("Bidang Satu");
  await part.getByRole("button", { name: "Simpan" }).click();
  await expect(page.getByRole("paragraph").filter({ hasText: "Bidang Satu" })).toBeVisible();
  await expectAccessible(page);
});
