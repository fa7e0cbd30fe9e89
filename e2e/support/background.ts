// The browser's Background Sync by hand: Chromium wakes the worker when it sees a network come back, a moment that no
// test can choose.

import type { BrowserContext, CDPSession, Page } from "@playwright/test";

const TAG = "portal-antrean";

export class Background {
  private constructor(
    private readonly devtools: CDPSession,
    private readonly origin: string,
    private readonly registrationId: string,
  ) {}

  // Works from an empty page, so that none of the app need be open.
  static async over(context: BrowserContext, origin: string): Promise<Background> {
    const devtools = await context.newCDPSession(await context.newPage());
    const registrationId = new Promise<string>((done) => {
      devtools.on("ServiceWorker.workerRegistrationUpdated", ({ registrations }) => {
        const ours = registrations.find(({ scopeURL, isDeleted }) => scopeURL === `${origin}/` && !isDeleted);
        if (ours) done(ours.registrationId);
      });
    });
    await devtools.send("ServiceWorker.enable");
    return new Background(devtools, origin, await registrationId);
  }

  async wake(): Promise<void> {
    const { origin, registrationId } = this;
    await this.devtools.send("ServiceWorker.dispatchSyncEvent", { origin, registrationId, tag: TAG, lastChance: false });
  }
}

// A browser that wakes no worker: what is sent is sent by the page.
export const withoutBackground = (page: Page): Promise<unknown> =>
  page.addInitScript(() => {
    Reflect.deleteProperty(globalThis, "SyncManager");
    Reflect.deleteProperty(ServiceWorkerRegistration.prototype, "sync");
  });
