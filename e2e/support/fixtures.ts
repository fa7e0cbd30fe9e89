// What every spec starts from: a server with sample data of its own, pages whose complaints fail the test, a link that
// can be broken, a judge of accessibility, and pictures for people to look at.

import AxeBuilder from "@axe-core/playwright";
import { expect, test as base, type BrowserContext, type Page } from "@playwright/test";
import { rm } from "node:fs/promises";
import { join } from "node:path";

import { Link } from "./link";
import { sampleData, Server, type Settings } from "./server";
import { Watch } from "./watch";

interface OfTest {
  // Settings of the server, by `test.use({ settings: { … } })`.
  settings: Settings;
  server: Server;
  link: Link;
  watch: Watch;
  // Another person's browser, with the project's screen.
  person: () => Promise<Page>;
  expectAccessible: (page: Page) => Promise<void>;
  picture: (page: Page, name: string) => Promise<void>;
}

interface OfWorker {
  sample: string;
}

export const test = base.extend<OfTest, OfWorker>({
  sample: [
    async ({}, use) => {
      const data = await sampleData();
      await use(data);
      await rm(data, { recursive: true, force: true });
    },
    { scope: "worker" },
  ],

  settings: [{}, { option: true }],

  server: async ({ sample, settings }, use, testInfo) => {
    const server = await Server.start(sample, settings);
    await use(server);
    if (testInfo.status !== testInfo.expectedStatus) await testInfo.attach("server.log", { body: server.log });
    await server.remove();
  },

  baseURL: async ({ server }, use) => use(server.url),

  link: async ({ server }, use) => {
    const link = await Link.to(server.port);
    await use(link);
    await link.close();
  },

  watch: async ({}, use) => {
    const watch = new Watch();
    await use(watch);
    watch.conclude();
  },

  context: async ({ context, watch }, use) => {
    await watch.over(context);
    await use(context);
  },

  person: async ({ browser, baseURL, watch }, use) => {
    const contexts: BrowserContext[] = [];
    await use(async () => {
      const context = await browser.newContext({ baseURL });
      contexts.push(context);
      await watch.over(context);
      return context.newPage();
    });
    for (const context of contexts) await context.close();
  },

  expectAccessible: async ({}, use) => {
    await use(async (page) => {
      const { violations } = await new AxeBuilder({ page }).analyze();
      const found = violations.map(({ id, help, nodes }) => ({ id, help, at: nodes.map((node) => node.html) }));
      expect(found, `accessibility of ${page.url()}`).toEqual([]);
    });
  },

  picture: async ({}, use, testInfo) => {
    await use(async (page, name) => {
      const path = join(import.meta.dirname, "../screenshots", `${name}-${testInfo.project.name}.png`);
      await page.screenshot({ path, fullPage: true, animations: "disabled" });
    });
  },
});

export { expect };
