// The README's picture: four screens of the phone side by side, taken from the shipped build.

import { mkdir } from "node:fs/promises";
import { join } from "node:path";

import { addPhotos, fillWhat, fillWhere, fillWho, installed, next, send } from "../support/capture";
import { expect, test } from "../support/fixtures";
import { step } from "../support/officer";
import { fileReport } from "../support/report";

const URAIAN = "Sejak hujan Selasa saluran di samping langgar tersumbat tanah, air masuk ke tiga rumah.";

test("home, a step of the form, the queue and the public status make the picture of the README", async ({
  page,
  context,
  server,
  watch,
  isMobile,
}) => {
  test.skip(!isMobile, "the picture shows phones");
  watch.expects(/net::ERR_/);
  const shots: Buffer[] = [];
  const shoot = async () => shots.push(await page.screenshot({ animations: "disabled" }));

  await installed(page);
  await shoot();

  await page.goto("/aduan/baru");
  await fillWhat(page, URAIAN);
  await next(page, "Di mana tempatnya?");
  await fillWhere(page);
  await expect(page.locator(".leaflet-container")).toBeVisible();
  await shoot();

  await next(page, "Ada fotonya?");
  await addPhotos(page, [{ width: 1200, height: 900 }]);
  await next(page, "Siapa yang menyampaikan?");
  await fillWho(page);
  await next(page, "Periksa sebelum dikirim");
  await context.setOffline(true);
  await send(page);
  await page.goto("/antrean");
  await expect(page.getByText("Tersimpan di perangkat").first()).toBeVisible();
  await shoot();
  await context.setOffline(false);

  const report = await fileReport(server.url);
  await step(server.url, report.id, "verifikasi");
  await step(server.url, report.id, "tanggapi", { teks: "Tim turun Kamis. Saluran dibersihkan bersama warga RT 3.", publik: true });
  await page.goto(`/cek/${report.kode}`);
  await expect(page.getByText("Tim turun Kamis.")).toBeVisible();
  await shoot();

  const folder = join(import.meta.dirname, "../screenshots");
  await mkdir(folder, { recursive: true });
  const canvas = await context.newPage();
  await canvas.setViewportSize({ width: 4 * 360 + 5 * 24, height: 740 + 2 * 24 });
  const phones = shots.map((shot) => `<img src="data:image/png;base64,${shot.toString("base64")}" width="360" height="740">`);
  await canvas.setContent(
    `<style>body{margin:0;padding:24px;display:flex;gap:24px;background:#d9d4c6}img{border-radius:24px}</style>${phones.join("")}`,
  );
  await canvas.screenshot({ path: join(folder, "portal.png") });
  expect(shots).toHaveLength(4);
});
