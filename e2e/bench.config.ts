// Speed in the browser. Nothing here can fail for being slow: figures are printed beside what they aim at.

import { defineConfig } from "@playwright/test";

import { launchOptions } from "./support/browser";

export default defineConfig({
  testDir: "bench",
  testMatch: "*.bench.ts",
  outputDir: "test-results",
  workers: 1,
  timeout: 600_000,
  forbidOnly: true,
  reporter: [["list"]],
  use: {
    launchOptions,
    locale: "id-ID",
    timezoneId: "Asia/Makassar",
    geolocation: { latitude: -2.35701, longitude: 115.36853, accuracy: 8 },
    permissions: ["geolocation"],
    viewport: { width: 360, height: 740 },
    hasTouch: true,
    isMobile: true,
  },
});
