// Notices on the screen of a device: asked for by a button, shown by the service worker.

import { capture, expectSent, installed, send, story } from "../support/capture";
import { expect, test } from "../support/fixtures";

test("what is pushed is shown, with the page that tells more", async ({ page, context, server }) => {
  await context.grantPermissions(["notifications"]);
  const cdp = await context.newCDPSession(page);
  const registered = new Promise<string>((found) => {
    cdp.on("ServiceWorker.workerRegistrationUpdated", ({ registrations }) => {
      const own = registrations.find((one) => !one.isDeleted && one.scopeURL.startsWith(server.url));
      if (own) found(own.registrationId);
    });
  });
  await cdp.send("ServiceWorker.enable");
  await installed(page);
  const registrationId = await registered;
  const shown = () =>
    page.evaluate(async () => {
      const registration = await navigator.serviceWorker.ready;
      return (await registration.getNotifications()).map(({ title, body, tag }) => ({ title, body, tag }));
    });
  const push = (data: string) => cdp.send("ServiceWorker.deliverPushMessage", { origin: server.url, registrationId, data });
  await push(JSON.stringify({ judul: "Portal Balangan", isi: "Aduan ADU-1: Ditanggapi", alamat: "/aduan-saya" }));
  await expect.poll(shown).toEqual([{ title: "Portal Balangan", body: "Aduan ADU-1: Ditanggapi", tag: "/aduan-saya" }]);
  // The next one takes its place; what cannot be read is news all the same.
  await push("bukan JSON");
  await expect.poll(shown).toEqual([{ title: "Portal Layanan", body: "Ada kabar baru.", tag: "/aduan-saya" }]);
});

test("who allows it is told of his own, and the office hears of it once", async ({ page, context, server, expectAccessible, picture }) => {
  await context.grantPermissions(["notifications"]);
  // No push service can be reached from here, so the browser's part is played.
  await page.addInitScript(() => {
    const asked: string[] = [];
    const subscription = {
      endpoint: "https://push.contoh.id/siti",
      toJSON: () => ({ endpoint: "https://push.contoh.id/siti", keys: { p256dh: "kunci", auth: "rahasia" } }),
    };
    PushManager.prototype.getSubscription = async () => null;
    PushManager.prototype.subscribe = async (options) => {
      asked.push(String(options?.applicationServerKey));
      return subscription as unknown as PushSubscription;
    };
    let permission: NotificationPermission = "default";
    Object.defineProperty(Notification, "permission", { get: () => sessionStorage.getItem("izin") ?? permission });
    Notification.requestPermission = async () => {
      permission = "granted";
      sessionStorage.setItem("izin", permission);
      return permission;
    };
    Object.assign(window, { asked });
  });
  const portal = (await (await fetch(`${server.url}/api/portal`)).json()) as object;
  await context.route("**/api/portal", (route) => route.fulfill({ json: { ...portal, push_kunci: "kunci-portal" } }));
  const told: { path: string; body: Record<string, unknown> }[] = [];
  await context.route(/\/langganan(\/akhiri)?$/, async (route) => {
    told.push({ path: new URL(route.request().url()).pathname, body: route.request().postDataJSON() });
    await route.fulfill({ json: null });
  });
  await installed(page);
  await capture(page, { uraian: story("Saluran di samping langgar tersumbat tanah.") });
  await send(page);
  await expectSent(page);
  await page.goto("/aduan-saya");
  const offer = page.getByRole("button", { name: "Aktifkan pemberitahuan" });
  await expect(offer).toBeVisible();
  await expectAccessible(page);
  await picture(page, "pemberitahuan");
  expect(told).toEqual([]);
  await offer.click();
  await expect(page.getByText(/^Pemberitahuan aktif di perangkat ini/)).toBeVisible();
  await expect.poll(() => told.length).toBe(1);
  expect(told[0]?.path).toMatch(/^\/api\/aduan\/[0-9a-f-]{36}\/langganan$/);
  expect(told[0]?.body).toMatchObject({ endpoint: "https://push.contoh.id/siti", p256dh: "kunci", auth: "rahasia" });
  expect(await page.evaluate(() => (window as unknown as { asked: string[] }).asked)).toEqual(["kunci-portal"]);
  await page.reload();
  await expect(page.getByText(/^Pemberitahuan aktif di perangkat ini/)).toBeVisible();
  expect(told).toHaveLength(1);

  // Taken off the device, it is told of there no more.
  await page.getByRole("button", { name: /^Hapus dari perangkat/ }).click();
  const question = page.getByRole("dialog", { name: "Hapus dari perangkat ini?" });
  await question.getByRole("button", { name: "Hapus", exact: true }).click();
  await expect.poll(() => told.length).toBe(2);
  expect(told[1]?.path).toBe(`${told[0]?.path}/akhiri`);
  expect(told[1]?.body).toMatchObject({ endpoint: "https://push.contoh.id/siti" });
  await expect(page.getByText("Belum ada aduan")).toBeVisible();
});
