// News for officers: the bell, the list, and the text for WhatsApp.

import { ADMIN, knownAccount, PASSWORD } from "../support/account";
import { markOf, story } from "../support/capture";
import { expect, test } from "../support/fixtures";
import { logIn, step } from "../support/officer";
import { fileReport, kodeUnik, uuid } from "../support/report";

test("a new complaint rings the bell, is opened from the list, and is read with that", async ({
  page,
  server,
  expectAccessible,
  picture,
}, info) => {
  const name = `uji.kabar.${info.project.name}`;
  await knownAccount(server.url, name, "verifikator_skpd", { wilayah: "63.11.05" });
  const uraian = story("Jembatan kayu di hilir lapuk, anak sekolah lewat situ.");
  const report = await fileReport(server.url, { uraian, lokasi: { wilayah: "63.11.05.2001", posisi: null, catatan: "" } });

  await logIn(page, "/kabar", name, PASSWORD);
  const line = page.getByRole("link", { name: new RegExp(report.kode) });
  // A worker of the server tells it within seconds.
  await expect(async () => {
    await page.reload();
    await expect(line).toBeVisible({ timeout: 3_000 });
  }).toPass({ timeout: 60_000 });
  await expect(line).toContainText("Aduan baru perlu diverifikasi");
  await expect(line).toContainText("Baru");
  const bell = page.getByRole("link", { name: /^Kabar/ });
  await expect(bell).toContainText(/\d/);
  await expectAccessible(page);
  await picture(page, "kabar");

  const marked = page.waitForResponse((response) => /\/api\/kabar\/(aduan\/[^/]+\/)?dibaca$/.test(response.url()));
  await line.click();
  await expect(page.getByRole("article").getByText(markOf(uraian)).first()).toBeVisible();
  expect((await marked).status()).toBe(200);
  await page.goto("/kabar");
  await expect(page.getByRole("heading", { name: "Kabar", level: 1 })).toBeVisible();
  await expect(line).toHaveCount(0);
  await page.getByRole("link", { name: "Semua", exact: true }).click();
  await expect(line).toBeVisible();
  await expect(line).not.toContainText("Baru");
});

test("all news is marked as read at once, and an empty list says so", { tag: "@desk" }, async ({ page, server, picture }, info) => {
  const name = `uji.semua.${info.project.name}`;
  await knownAccount(server.url, name, "verifikator_skpd", { wilayah: "63.11.05.2001" });
  for (const words of ["Pagar pasar roboh.", "Atap pos bocor."]) {
    await fileReport(server.url, {
      uraian: story(words),
      lokasi: { wilayah: "63.11.05.2001", posisi: null, catatan: "" },
    });
  }
  await logIn(page, "/kabar", name, PASSWORD);
  const lines = page.getByRole("list", { name: "Daftar kabar" }).getByRole("link");
  await expect(async () => {
    await page.reload();
    await expect(lines.nth(1)).toBeVisible({ timeout: 5_000 });
  }).toPass({ timeout: 60_000 });
  await page.getByRole("button", { name: "Tandai semua dibaca" }).click();
  await expect(page.getByText("Semua kabar sudah dibaca")).toBeVisible();
  await expect(page.getByRole("link", { name: /^Kabar/ })).not.toContainText(/\d/);
  await picture(page, "kabar-kosong");
});

test("an admin sees what could not be sent, and has it tried again", { tag: "@desk" }, async ({
  page,
  expectAccessible,
  picture,
}) => {
  const letter = {
    id: uuid(),
    kepada: "pelapor",
    sebutan: kodeUnik(),
    dibuat_pada: "2026-11-02T01:00:00Z",
    coba: 12,
    berikut_pada: null,
    galat: "550 kotak surat tidak ada",
  };
  const tried: string[] = [];
  await page.route("**/api/kabar/keluar**", async (route) => {
    if (route.request().method() === "PUT") {
      tried.push(route.request().url());
      return route.fulfill({ status: 204 });
    }
    return route.fulfill({ json: tried.length === 0 ? [letter] : [] });
  });
  await logIn(page, "/kabar", ADMIN);
  await expect(page.getByText("550 kotak surat tidak ada")).toBeVisible();
  await expectAccessible(page);
  await picture(page, "kabar-tertahan");
  await page.getByRole("button", { name: /Kirim lagi/ }).click();
  await expect(page.getByText("Tidak ada yang tertahan.")).toBeVisible();
  expect(tried).toHaveLength(1);
});

test("an officer has the text for WhatsApp ready: the code and the state, never the key", { tag: "@phone" }, async ({ page, server }) => {
  const uraian = story("Saluran mampet di depan langgar.");
  const report = await fileReport(server.url, { uraian });
  await step(server.url, report.id, "verifikasi");
  await logIn(page);
  await page.goto(`/petugas/aduan/${report.id}`);
  const link = page.getByRole("link", { name: /Kabari lewat WhatsApp/ });
  const href = new URL((await link.getAttribute("href")) ?? "");
  expect(href.origin).toBe("https://wa.me");
  expect(href.pathname).toMatch(/^\/628\d+$/);
  const text = href.searchParams.get("text") ?? "";
  expect(text).toContain(`Aduan ${report.kode} kini diverifikasi.`);
  expect(text).toContain(`/cek/${report.kode}`);
  expect(text).not.toContain(report.kunci);
  expect(text).not.toContain(markOf(uraian));
});
