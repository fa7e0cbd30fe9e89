// Officers whose session is over, and several of them on one device: what was entered waits for whoever entered it, and
// goes in his name alone.

import type { Page } from "@playwright/test";

import { fullName, knownAccount, PASSWORD } from "../support/account";
import { fill, many, type Seed } from "../support/antrean";
import { arrivals, expectEachOnce } from "../support/arrived";
import { installed, markOf, story } from "../support/capture";
import { expect, test } from "../support/fixtures";
import { logIn, token } from "../support/officer";
import { countSent } from "../support/requests";

const OPERATOR = "lina.desa";
const COLLEAGUE = "anang.desa";
const SUBDISTRICT = { wilayah: "63.11.05" };
const COUNT = 3;
const MONTH_MS = 30 * 86_400_000;

const SENT = "✓ Terkirim";
const LOGIN_FIRST = "Perlu masuk dulu";

const stated = (page: Page, words: string) => page.getByText(words, { exact: true });

const officer = (server: string, name: string) => knownAccount(server, name, "kasi_kecamatan", SUBDISTRICT);

// Everything that this officer has open is over; the device still holds what it was given.
async function endSessions(server: string, name: string): Promise<void> {
  const answer = await fetch(`${server}/api/akun/saya/sesi/akhiri`, {
    method: "POST",
    headers: { Authorization: `Bearer ${await token(server, name, PASSWORD)}`, "Content-Type": "application/json" },
    body: "{}",
  });
  if (!answer.ok) throw new Error(`ending the sessions was answered ${answer.status}: ${await answer.text()}`);
}

async function expectEntered(server: string, seeds: Seed[], name: string | null): Promise<void> {
  const headers = { Authorization: `Bearer ${await token(server)}` };
  for (const { id } of seeds) {
    const answer = await fetch(`${server}/api/aduan/${id}`, { headers });
    expect(((await answer.json()) as { dientri_oleh?: string }).dientri_oleh ?? null).toBe(name && fullName(name));
  }
}

// By the page that is open, as the person finds it.
async function enterPassword(page: Page, name: string): Promise<void> {
  await page.getByLabel("Nama pengguna").fill(name);
  await page.getByLabel("Kata sandi").fill(PASSWORD);
  await page.getByRole("button", { name: "Masuk", exact: true }).click();
}

for (const [how, end] of [
  ["the office no longer takes it", (server: string) => endSessions(server, OPERATOR)],
  ["the browser has dropped it", (_: string, page: Page) => page.context().clearCookies()],
] as const) {
  test(`a session that ended a month ago: what waits asks for a login and then goes once (${how})`, async ({
    page,
    context,
    server,
    watch,
    expectAccessible,
    picture,
  }) => {
    const lina = await officer(server.url, OPERATOR);
    await installed(page);
    await logIn(page, "/aduan/titip", OPERATOR, PASSWORD);
    const saved = new Date(Date.now() - MONTH_MS);
    const uraian = story("Titian ke mushala patah dan belum diganti.");
    const entered = many(uraian, COUNT).map((one) => ({ ...one, titipan: lina.id, saved }));
    const seeds = await fill(page, [...entered, { uraian: `Punya warga sendiri: ${uraian}`, saved }]);
    await end(server.url, page);
    watch.expects(/status of 401/);
    const sent = countSent(context);

    await page.goto("/antrean");
    await expect(stated(page, LOGIN_FIRST)).toHaveCount(COUNT);
    await expect(stated(page, SENT)).toHaveCount(1);
    await expect(page.getByText(`${COUNT} kiriman sudah menunggu lebih dari tiga hari.`)).toBeVisible();
    await expect(page.getByText(`${COUNT} di antrean, ada yang menunggu petugasnya masuk`)).toBeVisible();
    await expectAccessible(page);
    await picture(page, "antrean-sesi-habis");
    // Nothing that could be sent is offered to be sent. Asked again it still waits: nothing is counted against it, nothing is
    // lost.
    await expect(page.getByRole("button", { name: "Kirim sekarang" })).toHaveCount(0);
    await page.reload();
    await expect(stated(page, LOGIN_FIRST)).toHaveCount(COUNT);
    expect(await arrivals(server.url, markOf(uraian))).toHaveLength(1);

    await page.getByRole("link", { name: "Masuk", exact: true }).first().click();
    await expect(page.getByRole("heading", { level: 1, name: "Masuk petugas" })).toBeVisible();
    await enterPassword(page, OPERATOR);
    await page.waitForURL("**/antrean");
    await expect(page.getByText(SENT)).toHaveCount(COUNT + 1, { timeout: 30_000 });
    await expectEachOnce(server.url, seeds);
    await expectEntered(server.url, seeds.slice(0, COUNT), OPERATOR);
    await expectEntered(server.url, seeds.slice(COUNT), null);
    expect([...sent.values()]).toEqual(seeds.map(() => 1));
  });
}

test("two officers and a citizen on one device: each entry goes in the name of who made it, and of nobody else", async ({
  page,
  context,
  server,
  watch,
  picture,
}) => {
  const [lina, anang] = [await officer(server.url, OPERATOR), await officer(server.url, COLLEAGUE)];
  await installed(page);
  const uraian = story("Jalan kampung tergenang selutut sejak subuh.");
  const of = (titipan?: string) => many(uraian, COUNT).map((one) => ({ ...one, ...(titipan && { titipan }) }));
  const seeds = await fill(page, [...of(lina.id), ...of(anang.id), ...of()]);
  const [hers, his, own] = [0, 1, 2].map((nth) => seeds.slice(nth * COUNT, (nth + 1) * COUNT)) as [Seed[], Seed[], Seed[]];
  watch.expects(/status of 401/);
  const sent = countSent(context);

  await page.goto("/antrean");
  await expect(stated(page, SENT)).toHaveCount(COUNT);
  await expect(stated(page, LOGIN_FIRST)).toHaveCount(2 * COUNT);
  await expectEachOnce(server.url, own);

  await logIn(page, "/petugas/aduan", OPERATOR, PASSWORD);
  await page.goto("/antrean");
  await expect(stated(page, SENT)).toHaveCount(2 * COUNT);
  await expect(stated(page, LOGIN_FIRST)).toHaveCount(COUNT);
  await picture(page, "antrean-petugas-lain");
  await expectEachOnce(server.url, [...hers, ...own]);

  await page.goto("/petugas/aduan");
  await page.getByRole("button", { name: "Keluar", exact: true }).first().click();
  await page.waitForURL(/\/masuk/);
  await logIn(page, "/petugas/aduan", COLLEAGUE, PASSWORD);
  await page.goto("/antrean");
  await expect(stated(page, SENT)).toHaveCount(3 * COUNT);
  await expectEachOnce(server.url, seeds);
  await expectEntered(server.url, hers, OPERATOR);
  await expectEntered(server.url, his, COLLEAGUE);
  await expectEntered(server.url, own, null);
  expect([...sent.values()]).toEqual(seeds.map(() => 1));
});
