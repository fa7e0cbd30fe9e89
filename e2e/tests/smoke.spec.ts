import { expect, test } from "../support/fixtures";

test("the app opens, and opens again without a server", async ({ page, server, watch, picture }) => {
  await page.goto("/");
  await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
  await page.evaluate(() => navigator.serviceWorker.ready.then(() => true));
  await picture(page, "beranda");

  await server.stop();
  watch.expects(/net::ERR_CONNECTION_REFUSED/);
  await page.reload();
  await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
});

test("every page of the app passes the judge of accessibility", async ({ page, expectAccessible }) => {
  for (const path of ["/", "/privasi", "/masuk", "/alamat-yang-tidak-ada"]) {
    await page.goto(path);
    await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
    await expectAccessible(page);
  }
});
