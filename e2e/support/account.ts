// Accounts as their keeper makes them by the API: what a test needs to stand on when it is about something else. And
// the second step of a login, computed as an authenticator app does (RFC 6238), by none of our code.

import { createHmac } from "node:crypto";

import { token } from "./officer";
import { uuid } from "./report";

export const ADMIN = "admin";
export const PASSWORD = "kuda batu hujan";
export const VILLAGE = "63.11.05.2007";

const BASE32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
const STEP_MS = 30_000;

export interface Made {
  id: string;
  name: string;
  once: string;
}

export type Account = Record<string, any>;

// Sends what an admin sends; the answer is read as JSON.
async function asked(server: string, path: string, body?: Record<string, unknown>): Promise<any> {
  const answer = await fetch(`${server}${path}`, {
    method: body ? "POST" : "GET",
    headers: {
      Authorization: `Bearer ${await token(server, ADMIN)}`,
      "Content-Type": "application/json",
      "Idempotency-Key": uuid(),
    },
    ...(body && {
      body: JSON.stringify({
        asal: { perangkat: uuid(), urutan: 1, ditangkap_pada: new Date().toISOString(), skema: 1 },
        ...body,
      }),
    }),
  });
  if (!answer.ok) throw new Error(`${path} answered ${answer.status}: ${await answer.text()}`);
  return answer.json();
}

// `more` is what the assignment says besides: an office, a part of it, another place.
export async function makeAccount(
  server: string,
  name: string,
  peran = "operator_desa",
  more: Record<string, unknown> = {},
): Promise<Made> {
  const id = uuid();
  const made = await asked(server, "/api/akun", {
    id,
    nama_pengguna: name,
    nama: fullName(name),
    tugas: [{ peran, wilayah: VILLAGE, mulai: "2026-01-02", ...more }],
  });
  return { id, name, once: made.sekali_pakai as string };
}

// With a password of its own, so that it can be logged in with.
export async function knownAccount(
  server: string,
  name: string,
  peran?: string,
  more: Record<string, unknown> = {},
): Promise<Made> {
  const made = await makeAccount(server, name, peran, more);
  const answer = await fetch(`${server}/api/auth/sandi-pertama`, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ sekali_pakai: made.once, sandi: PASSWORD }),
  });
  if (!answer.ok) throw new Error(`the first password was answered ${answer.status}: ${await answer.text()}`);
  return made;
}

export function fullName(name: string): string {
  return name.replace(/(^|\.)(\w)/g, (_, dot: string, letter: string) => `${dot ? " " : ""}${letter.toUpperCase()}`);
}

export const account = (server: string, id: string): Promise<Account> => asked(server, `/api/akun/${id}`);

export async function countAccounts(server: string, words: string): Promise<number> {
  return (await asked(server, `/api/akun?cari=${encodeURIComponent(words)}`)).total;
}

export const importAgain = (server: string, file: Buffer): Promise<Account> =>
  asked(server, "/api/akun/impor", { berkas: file.toString("base64"), coba: false });

// 200 lines as an office writes them, five of them bad, each in a way of its own.
export function twoHundredLines(): Buffer {
  const heading = "nama_pengguna;nama;peran;wilayah;skpd;bidang;mulai;sampai;email;hp";
  const lines = Array.from({ length: 200 }, (_, place) => {
    const number = String(place).padStart(3, "0");
    return [`operator${number}`, `Operator Desa ${number}`, "operator_desa", VILLAGE, "", "", "02/01/2026", "", "", ""];
  });
  for (const [line, column, text] of [
    [10, 2, "operator desaa"],
    [50, 3, "63.11.05.9999"],
    [99, 0, "operator000"],
    [120, 6, "31 Februari"],
    [199, 4, "dinas-entah"],
  ] as const) {
    lines[line]![column] = text;
  }
  return Buffer.from([heading, ...lines.map((line) => line.join(";"))].join("\r\n"), "utf8");
}

// The lines of the file above that are bad, as a spreadsheet numbers them.
export const BAD_LINES = ["12", "52", "101", "122", "201"];

// The code that an app shows now, or so many steps of 30 s later.
export function totp(secret: string, later = 0): string {
  const bits = [...secret.replaceAll(" ", "")].map((c) => BASE32.indexOf(c).toString(2).padStart(5, "0")).join("");
  const key = Buffer.from(bits.match(/.{8}/g)?.map((byte) => parseInt(byte, 2)) ?? []);
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(Math.floor(Date.now() / STEP_MS) + later));
  const mac = createHmac("sha1", key).update(counter).digest();
  const at = mac.readUInt8(19) & 0x0f;
  return String((mac.readUInt32BE(at) & 0x7fffffff) % 1_000_000).padStart(6, "0");
}
