// Writes sw.js into the assembled site: node service-worker.mjs SITE RULES.json
// RULES: { "precache": ["index.html", "assets/…", …], "script": "/assets/…" }. The API is never touched by the worker.
import { readFile } from "node:fs/promises";
import { generateSW } from "workbox-build";

const [site, rulesFile] = process.argv.slice(2);
const rules = JSON.parse(await readFile(rulesFile, "utf8"));
const DAY = 24 * 60 * 60;

const { count, size, warnings } = await generateSW({
  mode: "production",
  sourcemap: false,
  inlineWorkboxRuntime: true,
  swDest: `${site}/sw.js`,
  globDirectory: site,
  globPatterns: rules.precache,
  maximumFileSizeToCacheInBytes: 16 * 1024 * 1024,
  // The hash is already in the name.
  dontCacheBustURLsMatching: /-[0-9a-f]{16}\.\w+$/,
  importScripts: ["/kabar-worker.js", rules.script],
  skipWaiting: false,
  clientsClaim: true,
  cleanupOutdatedCaches: true,
  navigateFallback: "/index.html",
  navigateFallbackDenylist: [/^\/cek(\/|$)/, /^\/api(\/|$)/, /^\/tiles(\/|$)/, /^\/metrics(\/|$)/, /^\/(data|umpan|open311)\//],
  runtimeCaching: [
    {
      // The server's own pages of a status: without a network the app says so, instead of the browser.
      urlPattern: ({ url, sameOrigin, request }) =>
        sameOrigin && request.mode === "navigate" && /^\/cek(\/|$)/.test(url.pathname),
      handler: "NetworkOnly",
      options: { precacheFallback: { fallbackURL: "/index.html" } },
    },
    {
      // Parts of the app that are not for everyone: kept once fetched, their name changes with their content.
      urlPattern: ({ url, sameOrigin }) => sameOrigin && /-[0-9a-f]{16}\.\w+$/.test(url.pathname),
      handler: "CacheFirst",
      options: { cacheName: "bagian", expiration: { maxEntries: 60 }, cacheableResponse: { statuses: [200] } },
    },
    {
      // Map tiles, asked by CORS so that an error is not mistaken for an image and does not fill the quota.
      urlPattern: ({ url, request }) =>
        request.destination === "image" && request.mode === "cors" &&
        /\/\d+\/\d+\/\d+(@2x)?(\.\w+)?$/.test(url.pathname),
      handler: "CacheFirst",
      options: {
        cacheName: "ubin",
        expiration: { maxEntries: 800, maxAgeSeconds: 30 * DAY, purgeOnQuotaError: true },
        cacheableResponse: { statuses: [200] },
      },
    },
  ],
});

for (const warning of warnings) console.error(warning);
if (warnings.length > 0) process.exit(1);
console.log(JSON.stringify({ count, size }));
