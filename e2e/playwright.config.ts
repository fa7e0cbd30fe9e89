import { defineConfig } from "@playwright/test";

import { launchOptions } from "./support/browser";

// What depends on the screen runs on a phone's and on a desk's. What does not, runs once, on the one that its people
// use: a file below, or a test with the tag. EVERYWHERE=1 runs all of it on both. The whole suite is long and
// the machines that run it are busy: a test that fails is tried once more there, and support/flaky.ts counts those.
const ON_PHONE = ["antrean", "cek", "gangguan", "gangguan-antrean", "gangguan-ruang", "gangguan-sesi", "gangguan-versi", "lapangan", "offline", "pekerja", "pemberitahuan", "pwa", "readme", "sandi", "tanda-terima", "tus"];
const ON_DESK = ["akun", "aturan", "jejak", "mungkin", "pecahan"];
const everywhere = Boolean(process.env["EVERYWHERE"]);
const elsewhere = (files: string[], tag: RegExp) =>
  everywhere ? {} : { testIgnore: files.map((file) => `**/${file}.spec.ts`), grepInvert: tag };

export default defineConfig({
  testDir: "tests",
  outputDir: "test-results",
  workers: 2,
  retries: process.env["CI"] ? 1 : 0,
  timeout: 120_000,
  expect: { timeout: 10_000 },
  forbidOnly: true,
  reporter: [["list"], ["./support/flaky.ts"]],
  use: {
    launchOptions,
    locale: "id-ID",
    timezoneId: "Asia/Makassar",
    geolocation: { latitude: -2.35701, longitude: 115.36853, accuracy: 8 },
    permissions: ["geolocation"],
    screenshot: "only-on-failure",
    // Recording each step takes a third of the time: for looking into a test that fails, TRACE=1.
    trace: process.env["TRACE"] ? "retain-on-failure" : "off",
  },
  projects: [
    { name: "phone", ...elsewhere(ON_DESK, /@desk/), use: { viewport: { width: 360, height: 740 }, hasTouch: true, isMobile: true } },
    { name: "desk", ...elsewhere(ON_PHONE, /@phone/), use: { viewport: { width: 1280, height: 800 } } },
  ],
});
