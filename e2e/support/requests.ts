// What pages and service worker send of the outbox, counted by aksi.

import type { BrowserContext, Request } from "@playwright/test";
import { gunzipSync } from "node:zlib";

// The aksi that a request carries, alone or packed with others.
function aksiIn(request: Request): string[] {
  switch (new URL(request.url()).pathname) {
    case "/api/aduan":
    case "/api/aduan/titipan":
      return [request.headers()["idempotency-key"] ?? ""];
    case "/api/sync": {
      const body = request.postDataBuffer() ?? Buffer.from("");
      const text = request.headers()["content-encoding"] === "gzip" ? gunzipSync(body) : body;
      return (JSON.parse(text.toString()) as { aksi: { id: string }[] }).aksi.map((one) => one.id);
    }
    default:
      return [];
  }
}

// How often each aksi was sent from now on.
export function countSent(context: BrowserContext): Map<string, number> {
  const sent = new Map<string, number>();
  context.on("request", (request) => {
    if (request.method() !== "POST") return;
    for (const aksi of aksiIn(request)) sent.set(aksi, (sent.get(aksi) ?? 0) + 1);
  });
  return sent;
}
