// A full outbox: everybody who can send it does so at once, and one in the middle of it is refused.

import { expectEachOnce } from "../support/arrived";
import { fill, many } from "../support/antrean";
import { Background } from "../support/background";
import { installed, story } from "../support/capture";
import { MANY, SOME, tell, timeFor, UNHURRIED } from "../support/faults";
import { expect, test } from "../support/fixtures";
import { photo } from "../support/photo";
import { countSent } from "../support/requests";
import { BROKEN_OFF, NETWORK_GONE } from "../support/watch";

test.use({ settings: UNHURRIED });

const SENT = "✓ Terkirim";

test("two tabs and the worker at once send a full outbox, each of it once", async ({ page, context, server, watch }) => {
  test.setTimeout(timeFor(MANY));
  await installed(page);
  const { buffer } = await photo(page, { width: 800, height: 600 });
  const waiting = many(story("Parit di depan rumah warga tersumbat."), MANY);
  // Some have a photo, which goes on its own.
  const seeds = await fill(page, waiting.map((one, nth) => (nth % 20 === 0 ? { ...one, foto: buffer } : one)));
  await server.stop();
  watch.expects(NETWORK_GONE, BROKEN_OFF);
  const second = await context.newPage();
  const tabs = [page, second];
  for (const tab of tabs) {
    await tab.goto("/antrean");
    await expect(tab.getByText("Tersimpan di perangkat", { exact: true })).toHaveCount(MANY, { timeout: 60_000 });
  }
  const browser = await Background.over(context, server.url);
  const sent = countSent(context);

  await server.restart();
  const began = Date.now();
  await Promise.all([
    browser.wake(),
    ...tabs.map((tab) => tab.evaluate(() => dispatchEvent(new Event("online")))),
    browser.wake(),
  ]);
  for (const tab of tabs) {
    await expect(tab.getByText(SENT)).toHaveCount(MANY, { timeout: timeFor(MANY) });
  }
  const most = Math.max(...sent.values());
  tell(`${MANY} sent by three in ${Date.now() - began} ms, each aksi at most ${most} times`);
  expect(new Set(sent.keys())).toEqual(new Set(seeds.map(({ aksi }) => aksi)));
  expect(most).toBeLessThanOrEqual(2);
  await expectEachOnce(server.url, seeds);
});

test("one that is refused waits for its person with the reason, all the others go", async ({ page, server, watch }) => {
  test.setTimeout(timeFor(SOME));
  watch.expects(/status of 422/);
  const seeds = await fill(
    page,
    many(story("Pohon tumbang menutup jalan ke kebun."), SOME).map((one, nth) =>
      nth === Math.floor(SOME / 2) ? { ...one, uraian: "Terlalu pendek" } : one,
    ),
  );
  await page.goto("/antrean");
  await expect(page.getByText(SENT)).toHaveCount(SOME - 1, { timeout: timeFor(SOME) });
  const refused = page.getByRole("listitem").filter({ hasText: "Perlu diperbaiki" });
  await expect(refused).toHaveCount(1);
  await expect(refused).toContainText(/paling sedikit 20 huruf/);
  await expect(refused.getByRole("button", { name: "Perbaiki" })).toBeVisible();
  await expectEachOnce(server.url, seeds.filter(({ uraian }) => uraian !== "Terlalu pendek"));
});
