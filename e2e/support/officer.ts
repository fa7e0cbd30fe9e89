// The officer of the sample data, at the desk and as a program.

import { expect, type Page } from "@playwright/test";

import { SAMPLE_PASSWORD } from "./server";
import { uuid } from "./report";

export const OFFICER = "petugas";

// Logs in by the page; the inbox is open afterwards.
export async function logIn(
  page: Page,
  returnTo = "/petugas/aduan",
  name = OFFICER,
  password = SAMPLE_PASSWORD,
): Promise<void> {
  await page.goto(`/masuk?kembali=${encodeURIComponent(returnTo)}`);
  await page.getByLabel("Nama pengguna").fill(name);
  await page.getByLabel("Kata sandi").fill(password);
  await page.getByRole("button", { name: "Masuk", exact: true }).click();
  await expect(page).toHaveURL(new RegExp(`${returnTo.replaceAll("/", "\\/")}`));
}

// An access token, for looking at what the server holds.
export async function token(server: string, name = OFFICER, password = SAMPLE_PASSWORD): Promise<string> {
  const answer = await fetch(`${server}/api/auth/login`, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ nama_pengguna: name, sandi: password, perangkat: uuid() }),
  });
  if (!answer.ok) throw new Error(`login answered ${answer.status}: ${await answer.text()}`);
  return ((await answer.json()) as { token: string }).token;
}

// Every complaint on the server whose words match, newest first.
export async function found(server: string, words: string): Promise<Record<string, any>[]> {
  const answer = await fetch(`${server}/api/aduan?cari=${encodeURIComponent(words)}`, {
    headers: { Authorization: `Bearer ${await token(server)}` },
  });
  if (!answer.ok) throw new Error(`the inbox answered ${answer.status}: ${await answer.text()}`);
  return ((await answer.json()) as { items: Record<string, any>[] }).items;
}

// Takes a step by the API, as a colleague at another desk would.
export async function step(server: string, id: string, tindakan: string, more: Record<string, unknown> = {}): Promise<void> {
  const authorization = { Authorization: `Bearer ${await token(server)}` };
  const present = (await (await fetch(`${server}/api/aduan/${id}`, { headers: authorization })).json()) as { versi: number };
  const answer = await fetch(`${server}/api/aduan/${id}/${tindakan}`, {
    method: "POST",
    headers: { ...authorization, "Content-Type": "application/json", "Idempotency-Key": uuid() },
    body: JSON.stringify({
      versi: present.versi,
      asal: { perangkat: uuid(), urutan: 1, ditangkap_pada: new Date().toISOString(), skema: 1 },
      ...more,
    }),
  });
  if (!answer.ok) throw new Error(`${tindakan} answered ${answer.status}: ${await answer.text()}`);
}
