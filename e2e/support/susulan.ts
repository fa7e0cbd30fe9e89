// What is done to a complaint without a network, as its page shows it.

import type { Locator, Page } from "@playwright/test";

import { installed } from "./capture";
import { kept } from "./copy";
import { expect } from "./fixtures";
import { logIn } from "./officer";

export const waiting = (page: Page): Locator => page.getByRole("region", { name: "Belum sampai di kantor" });

// The complaint is open on an officer's phone, on which all of the app lies, and the network is gone.
export async function openWithoutNetwork(page: Page, report: { id: string }, heading: RegExp): Promise<void> {
  await installed(page);
  await logIn(page);
  await page.goto(`/petugas/aduan/${report.id}`);
  await expect(page.getByRole("heading", { name: heading })).toBeVisible();
  await expect.poll(() => kept(page)).toBe(1);
  await page.context().setOffline(true);
  await page.reload();
  await expect(page.getByText(/^Tidak ada jaringan\. Ini keadaan yang tersimpan/)).toBeVisible({ timeout: 30_000 });
}
