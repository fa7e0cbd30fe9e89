// What the server holds of a report that a phone sent.

import { expect } from "@playwright/test";

import { markOf } from "./capture";
import { found, token } from "./officer";

// Exactly one record whose photos are all there, small enough, and without the camera's tags.
export async function expectArrivedOnce(server: string, uraian: string, photos: number): Promise<void> {
  const lines = await found(server, markOf(uraian));
  expect(lines).toHaveLength(1);
  const line = lines[0] ?? {};
  expect(line).toMatchObject({ foto: photos, foto_kurang: 0 });
  const authorization = { Authorization: `Bearer ${await token(server)}` };
  const aduan = (await (await fetch(`${server}/api/aduan/${line.id}`, { headers: authorization })).json()) as any;
  expect(aduan.lokasi.posisi).toMatchObject({ sumber: "gps", akurasi_m: 8 });
  for (const { sha256 } of aduan.foto) {
    const answer = await fetch(`${server}/api/aduan/${line.id}/foto/${sha256}`, { headers: authorization });
    const bytes = Buffer.from(await answer.arrayBuffer());
    expect(answer.status).toBe(200);
    expect(bytes.includes("Exif")).toBe(false);
    expect(bytes.length).toBeLessThan(400_000);
  }
}

// The ids of all complaints that hold the mark, one for each row that the server has.
export async function arrivals(server: string, mark: string): Promise<string[]> {
  const headers = { Authorization: `Bearer ${await token(server)}` };
  const ids: string[] = [];
  let cursor = "";
  do {
    const answer = await fetch(`${server}/api/aduan?cari=${mark}&limit=100${cursor}`, { headers });
    if (!answer.ok) throw new Error(`the inbox answered ${answer.status}: ${await answer.text()}`);
    const { items, next } = (await answer.json()) as { items: { id: string }[]; next?: string };
    ids.push(...items.map(({ id }) => id));
    cursor = next ? `&cursor=${encodeURIComponent(next)}` : "";
  } while (cursor);
  return ids;
}

// All of them, each as one row, and nothing else under their mark.
export async function expectEachOnce(server: string, seeds: { id: string; uraian: string }[]): Promise<void> {
  const there = await arrivals(server, markOf(seeds[0]?.uraian ?? ""));
  expect(there.sort()).toEqual(seeds.map(({ id }) => id).sort());
}
