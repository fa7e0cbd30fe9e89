// Rescue files outside of a page: the app's own writer run by Node, and the server's way in.

import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { runInThisContext } from "node:vm";

import { ADMIN } from "./account";
import { token } from "./officer";

interface Writer {
  begin: (kunci: string, daerah: string, jumlah: number) => Promise<void>;
  seal: (kind: number, content: string | Uint8Array) => Promise<void>;
  end: (name: string) => Promise<File>;
}

// What waits, as the format says it, and the bytes of its photos.
export interface Waiting {
  kiriman: Record<string, unknown>;
  photos: Buffer[];
}

const SCRIPT = join(import.meta.dirname, "../../frontend/js/penyelamat.js");

export async function written(server: string, waiting: Waiting[]): Promise<Buffer> {
  runInThisContext(await readFile(SCRIPT, "utf8"));
  const writer = (globalThis as unknown as { portalPenyelamat: Writer }).portalPenyelamat;
  const portal = (await (await fetch(`${server}/api/portal`)).json()) as { penyelamat_kunci: string; wilayah: string };
  await writer.begin(portal.penyelamat_kunci, portal.wilayah, waiting.length);
  for (const { kiriman, photos } of waiting) {
    await writer.seal(1, JSON.stringify(kiriman));
    for (const bytes of photos) await writer.seal(2, new Uint8Array(bytes));
  }
  const file = await writer.end("antrean-uji.portal");
  return Buffer.from(await file.arrayBuffer());
}

export async function brought(server: string, file: Buffer): Promise<{ status: number; told: Record<string, any> }> {
  const answer = await fetch(`${server}/api/berkas-penyelamat`, {
    method: "POST",
    headers: { Authorization: `Bearer ${await token(server, ADMIN)}`, "Content-Type": "application/octet-stream" },
    body: new Uint8Array(file),
  });
  return { status: answer.status, told: (await answer.json()) as Record<string, any> };
}
