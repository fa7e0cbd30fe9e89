// Assisted entry: an officer fills in for somebody who has no phone, also without a network, and it goes in his name.

import { fullName, knownAccount, PASSWORD } from "../support/account";
import { expectSent, fillForSomebody, fillWhat, fillWhere, installed, markOf, next, send, story } from "../support/capture";
import { expect, test } from "../support/fixtures";
import { found, logIn, token } from "../support/officer";
import { NETWORK_GONE } from "../support/watch";
import { uuid } from "../support/report";

// Where the phone of these tests stands.
const SUBDISTRICT = "63.11.05";
const OPERATOR = "lina.desa";
const COLLEAGUE = "anang.desa";

async function recorded(server: string, uraian: string): Promise<any> {
  const [line] = await found(server, markOf(uraian));
  const answer = await fetch(`${server}/api/aduan/${line?.id}`, { headers: { Authorization: `Bearer ${await token(server)}` } });
  return answer.json();
}

test("an officer enters a complaint for somebody without a phone, and both are recorded", async ({
  page,
  person,
  context,
  server,
  watch,
  expectAccessible,
  picture,
}) => {
  await knownAccount(server.url, OPERATOR, "kasi_kecamatan", { wilayah: SUBDISTRICT });
  const uraian = story("Titian kayu ke langgar lapuk dan orang tua sulit menyeberang.");
  await installed(page);
  await logIn(page, "/aduan/titip", OPERATOR, PASSWORD);
  await context.setOffline(true);
  watch.expects(NETWORK_GONE);
  await fillForSomebody(page, uraian, "Galuh Hasanah");
  await expectAccessible(page);
  await picture(page, "titip-siapa");
  await next(page, "Periksa sebelum dikirim");
  await expect(page.getByText("Tidak punya HP")).toBeVisible();
  await picture(page, "titip-ringkasan");
  await send(page);
  await context.setOffline(false);
  await page.goto("/antrean");
  await expectSent(page);

  expect(await recorded(server.url, uraian)).toMatchObject({
    sumber: "petugas",
    dientri_oleh: fullName(OPERATOR),
    pelapor: { nama: "Galuh Hasanah", hp: "", tanpa_hp: true },
  });
  const desk = await person();
  await logIn(desk);
  await desk.getByLabel("Cari kode, uraian, atau desa").fill(markOf(uraian));
  await desk.getByRole("link", { name: /Titian kayu/ }).click();
  await expect(desk.getByText(`Dientri petugas untuk warga: ${fullName(OPERATOR)}`)).toBeVisible();
  await expect(desk.getByText("Tidak punya HP")).toBeVisible();
});

test("what waits is sent by nobody but the officer who entered it", { tag: "@phone" }, async ({ page, context, server, watch }) => {
  await knownAccount(server.url, OPERATOR, "kasi_kecamatan", { wilayah: SUBDISTRICT });
  await knownAccount(server.url, COLLEAGUE, "kasi_kecamatan", { wilayah: SUBDISTRICT });
  const uraian = story("Gorong-gorong di simpang tiga patah, air masuk ke dapur warga.");
  await installed(page);
  await logIn(page, "/aduan/titip", OPERATOR, PASSWORD);
  await context.setOffline(true);
  watch.expects(NETWORK_GONE);
  watch.expects(/401/);
  await fillForSomebody(page, uraian, "Masrani");
  await next(page, "Periksa sebelum dikirim");
  await send(page);
  // His session ends before the network is back.
  await context.clearCookies();
  // Opened anew, the page has no token in memory either.
  await page.goto("/antrean");
  await expect(page.getByText("Tersimpan di perangkat").first()).toBeVisible();
  await context.setOffline(false);
  await expect(page.getByText("Perlu masuk dulu").first()).toBeVisible();

  await logIn(page, "/akun", COLLEAGUE, PASSWORD);
  await page.goto("/antrean");
  await expect(page.getByText("Perlu masuk dulu").first()).toBeVisible();
  // What is in it is not for her.
  await expect(page.getByRole("heading", { name: "Titipan petugas" })).toBeVisible();
  await expect(page.getByRole("main").getByRole("link", { name: /Lampihong Kiri/ })).toHaveCount(0);
  await expect(page.getByRole("button", { name: "Kirim lagi" })).toHaveCount(0);
  expect(await found(server.url, markOf(uraian))).toHaveLength(0);

  await context.clearCookies();
  // He logs in elsewhere in this browser; the app only finds him there when it is opened.
  await page.evaluate(
    async ([nama_pengguna, sandi, perangkat]) => {
      const answer = await fetch("/api/auth/login", {
        method: "POST",
        headers: { "Content-Type": "application/json" },
        body: JSON.stringify({ nama_pengguna, sandi, perangkat }),
      });
      const { akun } = (await answer.json()) as { akun: { id: string } };
      localStorage.setItem("portal.masuk", akun.id);
    },
    [OPERATOR, PASSWORD, uuid()],
  );
  await page.goto("/antrean");
  await expectSent(page);
  expect(await recorded(server.url, uraian)).toMatchObject({ dientri_oleh: fullName(OPERATOR) });
});

test("what an officer began for somebody is found again by the officer, and by nobody else", { tag: "@phone" }, async ({ page, server }) => {
  await knownAccount(server.url, OPERATOR, "kasi_kecamatan", { wilayah: SUBDISTRICT });
  await knownAccount(server.url, COLLEAGUE, "kasi_kecamatan", { wilayah: SUBDISTRICT });
  const uraian = story("Tiang jemuran umum di bantaran sungai roboh.");
  await installed(page);
  await logIn(page, "/aduan/titip", OPERATOR, PASSWORD);
  await fillWhat(page, uraian);
  await expect(page.getByText(/^Tersimpan di perangkat/)).toBeVisible();
  await page.goto("/antrean");
  await page.getByRole("link", { name: "Lanjutkan" }).click();
  await expect(page.getByText("Anda mengisi untuk warga").first()).toBeVisible();
  await expect(page.getByLabel("Uraian")).toHaveValue(uraian);

  await page.context().clearCookies();
  await logIn(page, "/petugas/aduan", COLLEAGUE, PASSWORD);
  await page.goto("/antrean");
  await expect(page.getByRole("heading", { name: "Antrean kosong" })).toBeVisible();
  await expect(page.getByRole("link", { name: "Lanjutkan" })).toHaveCount(0);
});

test("a village that is not his is told to the officer at once", { tag: "@phone" }, async ({ page, server }) => {
  await knownAccount(server.url, OPERATOR, "kasi_kecamatan", { wilayah: "63.11.01" });
  await logIn(page, "/aduan/titip", OPERATOR, PASSWORD);
  await fillWhat(page, story("Jalan ke kebun longsor di tikungan kedua."));
  await next(page, "Di mana tempatnya?");
  await fillWhere(page);
  await page.getByRole("button", { name: "Lanjut" }).click();
  await expect(page.getByText("Desa ini di luar wilayah tugas Anda").first()).toBeVisible();
});
