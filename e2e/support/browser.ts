// How Chromium is started: the system's own, and nothing it does may reach beyond this machine.
// `portal.test` is this machine by a name that is not localhost, so an origin without HTTPS can be tried.

import { chromium, type BrowserContext, type BrowserContextOptions, type LaunchOptions } from "@playwright/test";

export const INSECURE_HOST = "portal.test";

const resolver = [
  `MAP ${INSECURE_HOST} 127.0.0.1`,
  "MAP * ~NOTFOUND",
  "EXCLUDE localhost",
  "EXCLUDE 127.0.0.1",
];

const asRoot = process.getuid?.() === 0;

export const launchOptions: LaunchOptions = {
  executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
  args: [
    ...(asRoot ? ["--no-sandbox"] : []),
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-domain-reliability",
    "--disable-sync",
    "--no-first-run",
    `--host-resolver-rules=${resolver.join(", ")}`,
  ],
};

// A profile that stays on disk: what an installed app and a browser's restart need.
export function openProfile(folder: string, options: BrowserContextOptions = {}): Promise<BrowserContext> {
  return chromium.launchPersistentContext(folder, { ...launchOptions, ...options });
}
