import { defineConfig } from "@playwright/test";

import { launchOptions } from "./support/browser";

// Every spec runs on a phone's and on a desk's screen. A test that fails once has failed: no retries.
export default defineConfig({
  testDir: "tests",
  outputDir: "test-results",
  workers: 2,
  retries: 0,
  timeout: 120_000,
  expect: { timeout: 10_000 },
  forbidOnly: true,
  reporter: [["list"]],
  use: {
    launchOptions,
    locale: "id-ID",
    timezoneId: "Asia/Makassar",
    geolocation: { latitude: -2.35701, longitude: 115.36853, accuracy: 8 },
    permissions: ["geolocation"],
    screenshot: "only-on-failure",
    trace: "retain-on-failure",
  },
  projects: [
    { name: "phone", use: { viewport: { width: 360, height: 740 }, hasTouch: true, isMobile: true } },
    { name: "desk", use: { viewport: { width: 1280, height: 800 } } },
  ],
});
