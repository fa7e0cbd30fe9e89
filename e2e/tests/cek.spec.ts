// The public status page: HTML from the server, light, without JavaScript, and silent about all that was not released.

import { expect, test } from "../support/fixtures";
import { step } from "../support/officer";
import { fileReport } from "../support/report";

const PAGE_LIMIT_BYTES = 20 * 1024;

test.describe("without JavaScript", () => {
  test.use({ javaScriptEnabled: false });

  test("anyone finds the status by its code, and the page with all it needs weighs at most 20 KiB", async ({
    page,
    server,
    picture,
  }) => {
    const report = await fileReport(server.url);
    let bytes = 0;
    page.on("response", (response) => {
      void response.body().then((body) => (bytes += body.length), () => undefined);
    });
    await page.goto("/cek");
    await page.getByRole("textbox").fill(report.kode.toLowerCase().replaceAll("-", " "));
    await page.getByRole("button", { name: /cek/i }).click();
    await expect(page).toHaveURL(new RegExp(`/cek/${report.kode}$`));
    await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
    await expect(page.getByText("Diterima", { exact: true }).first()).toBeVisible();
    await expect(page.getByText("Siti")).toHaveCount(0);
    await expect(page.getByText("langgar")).toHaveCount(0);
    await picture(page, "cek");

    bytes = 0;
    await page.goto(`/cek/${report.kode}`, { waitUntil: "networkidle" });
    expect(bytes).toBeGreaterThan(500);
    expect(bytes).toBeLessThanOrEqual(PAGE_LIMIT_BYTES);
  });

  test("a mistyped code is refused with the group to look at again", async ({ page, server, watch }) => {
    watch.expects(/status of 422/);
    const { kode } = await fileReport(server.url);
    // The first character of the second group.
    const slip = kode.slice(0, 10) + (kode[10] === "7" ? "8" : "7") + kode.slice(11);
    const answer = await page.goto(`/cek/${slip}`);
    expect(answer?.status()).toBe(422);
    await expect(page.getByText(/kelompok ke-2/).first()).toBeVisible();
  });

  test("a code that nobody was given is told apart from a slip", async ({ page, server, watch }) => {
    watch.expects(/status of 404.*\/cek\//);
    await fileReport(server.url);
    const answer = await page.goto("/cek/ADU-7K3M2-Q2X48-T8VCE");
    expect(answer?.status()).toBe(404);
    await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
  });

  test("a secret report shows status and dates only, whatever was released", async ({ page, server }) => {
    const report = await fileReport(server.url, { rahasia: true });
    await step(server.url, report.id, "verifikasi");
    await step(server.url, report.id, "tanggapi", { teks: "Tim sudah turun ke lokasi.", publik: true });
    await page.goto(`/cek/${report.kode}`);
    await expect(page.getByText("Ditanggapi").first()).toBeVisible();
    await expect(page.getByText("Tim sudah turun")).toHaveCount(0);
    await expect(page.getByText("Lampihong")).toHaveCount(0);
    await expect(page.getByText("Drainase")).toHaveCount(0);
  });
});

test("the answer that an officer released is read by everyone, the one he did not is not", async ({
  page,
  server,
  expectAccessible,
}) => {
  const report = await fileReport(server.url);
  await step(server.url, report.id, "verifikasi");
  await step(server.url, report.id, "tanggapi", { teks: "Kabar untuk pelapor saja.", publik: false });
  await step(server.url, report.id, "tanggapi", { teks: "Saluran dibersihkan hari Kamis.", publik: true });
  await page.goto(`/cek/${report.kode}`);
  await expect(page.getByText("Saluran dibersihkan hari Kamis.")).toBeVisible();
  await expect(page.getByText("Kabar untuk pelapor saja.")).toHaveCount(0);
  await expectAccessible(page);
});
