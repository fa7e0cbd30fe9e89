// A complaint filed straight through the API, as another program of the district might: what a test needs to stand on
// when it is about something else than the capture. Speaks the published rules only, not our code.

import { createHash, randomBytes } from "node:crypto";

const ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
const WEIGHTS = [3, 5, 7, 9];

export interface Report {
  id: string;
  kode: string;
  kunci: string;
  missing: string[];
}

export interface Photo {
  sha256: string;
  bytes: number;
  media_type: string;
}

export function sha256(bytes: Buffer | string): string {
  return createHash("sha256").update(bytes).digest("hex");
}

export function listed(bytes: Buffer, mediaType = "image/jpeg"): Photo {
  return { sha256: sha256(bytes), bytes: bytes.length, media_type: mediaType };
}

// Time-ordered, version 7 of RFC 9562.
export function uuid(): string {
  const bytes = randomBytes(16);
  bytes.writeUIntBE(Date.now(), 0, 6);
  bytes.writeUInt8((bytes.readUInt8(6) & 0x0f) | 0x70, 6);
  bytes.writeUInt8((bytes.readUInt8(8) & 0x3f) | 0x80, 8);
  return bytes.toString("hex").replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}

// Three groups of four random characters and a check into which the group's place is mixed.
export function kodeUnik(): string {
  const groups = [1, 2, 3].map((place) => {
    const values = [...randomBytes(4)].map((byte) => byte % 32);
    const check = values.reduce((sum, value, at) => sum + value * (WEIGHTS[at] ?? 0), 5 * place) % 32;
    return [...values, check].map((value) => ALPHABET[value]).join("");
  });
  return ["ADU", ...groups].join("-");
}

// 128 random bits as 26 characters.
export function kunciPelapor(): string {
  let bits = BigInt(`0x${randomBytes(16).toString("hex")}`);
  let text = "";
  for (let place = 0; place < 26; place += 1) {
    text = ALPHABET[Number(bits % 32n)] + text;
    bits /= 32n;
  }
  return text.toLowerCase();
}

// The body of a complaint as any program of the district may send it.
export function reportBody(
  { id, kode, kunci }: Pick<Report, "id" | "kode" | "kunci">,
  changes: Record<string, unknown> = {},
): Record<string, unknown> {
  return {
    id,
    kode,
    kunci_hash: sha256(kunci),
    jenis: "pengaduan",
    kategori: "drainase",
    uraian: "Saluran di samping langgar tersumbat tanah, air masuk ke tiga rumah.",
    lokasi: { wilayah: "63.11.05.2001", posisi: null, catatan: "seberang langgar" },
    foto: [] as Photo[],
    pelapor: { nama: "Siti Rahmah", hp: "0812 3456 7890", email: null },
    anonim: false,
    rahasia: false,
    persetujuan: { versi: "uji", pada: new Date().toISOString() },
    asal: { perangkat: uuid(), urutan: 1, ditangkap_pada: new Date().toISOString(), skema: 1 },
    ...changes,
  };
}

export async function fileReport(server: string, changes: Record<string, unknown> = {}): Promise<Report> {
  const [id, kode, kunci] = [uuid(), kodeUnik(), kunciPelapor()];
  const body = reportBody({ id, kode, kunci }, changes);
  const answer = await fetch(`${server}/api/aduan`, {
    method: "POST",
    headers: { "Content-Type": "application/json", "Idempotency-Key": uuid() },
    body: JSON.stringify(body),
  });
  if (answer.status !== 201) throw new Error(`filing answered ${answer.status}: ${await answer.text()}`);
  const { foto_kurang: missing } = (await answer.json()) as { foto_kurang: string[] };
  return { id, kode, kunci, missing };
}

// What the reporter sees of the report.
export async function seenByReporter(server: string, report: Report): Promise<Record<string, any>> {
  const answer = await fetch(`${server}/api/aduan/${report.id}`, { headers: { Authorization: `Kunci ${report.kunci}` } });
  if (!answer.ok) throw new Error(`reading answered ${answer.status}: ${await answer.text()}`);
  return (await answer.json()) as Record<string, any>;
}
