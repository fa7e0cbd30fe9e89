// What the app has put down in the browser's databases, seen and changed from outside of it.

import type { Page } from "@playwright/test";

const OUTBOX = "portal-antrean";

// A database as a few promises, set up in the page: what is evaluated there knows nothing of this file.
async function withStores(page: Page): Promise<void> {
  await page.evaluate(() => {
    const done = <T>(request: IDBRequest<T>) =>
      new Promise<T>((resolve, reject) => {
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(request.error);
      });
    (globalThis as any).openStores = async (name: string, made?: string) => {
      const opening = indexedDB.open(name);
      opening.onupgradeneeded = () => made && opening.result.createObjectStore(made);
      const database = await done(opening);
      const store = (room: string) => database.transaction(room, "readwrite").objectStore(room);
      return {
        names: [...database.objectStoreNames],
        all: (room: string) => done(store(room).getAll()),
        keys: (room: string) => done(store(room).getAllKeys()),
        get: (room: string, key: IDBValidKey) => done(store(room).get(key)),
        put: (room: string, key: IDBValidKey, value: unknown) => done(store(room).put(value, key)),
        remove: (room: string, key: IDBValidKey) => done(store(room).delete(key)),
        close: () => database.close(),
      };
    };
  });
}

// All of it as one text, or one database alone: every value of every store, bytes as Latin-1.
export async function allOnDevice(page: Page, only?: string): Promise<string> {
  await withStores(page);
  return page.evaluate(async (only) => {
    const latin1 = (bytes: Uint8Array) => Array.from(bytes, (byte) => String.fromCharCode(byte)).join("");
    const textOf = (value: unknown): string => {
      if (value instanceof ArrayBuffer) return latin1(new Uint8Array(value));
      if (value instanceof Uint8Array) return latin1(value);
      if (value && typeof value === "object") return Object.entries(value).map(([name, part]) => `${name}=${textOf(part)}`).join("\n");
      return String(value);
    };
    const all: string[] = only ? [] : [JSON.stringify({ ...localStorage }), JSON.stringify({ ...sessionStorage })];
    for (const { name = "" } of await indexedDB.databases()) {
      if (only && name !== only) continue;
      const stores = await (globalThis as any).openStores(name);
      for (const room of stores.names) {
        all.push(...(await stores.all(room)).map((value: unknown) => `${name}/${room}: ${textOf(value)}`));
      }
      stores.close();
    }
    return all.join("\n");
  }, only);
}

// Puts everything of the outbox down as the versions did that did not encrypt yet, and takes the keys away. Gives the
// records, one text each.
export async function asBefore(page: Page): Promise<string[]> {
  await withStores(page);
  return page.evaluate(async (outbox) => {
    const { portalSandi, openStores } = globalThis as any;
    const stores = await openStores(outbox);
    const keys = await stores.get("perangkat", "kunci");
    const records: string[] = [];
    for (const value of await stores.all("aduan")) {
      const { bytes, ...head } = JSON.parse(value.kepala);
      const secret = await portalSandi.open(keys, `aduan/${head.id}/${head.aksi}`, value.rahasia);
      const record = JSON.stringify({ ...head, ...JSON.parse(secret) });
      await stores.put("aduan", head.id, record);
      records.push(record);
    }
    for (const room of ["draf", "foto"]) {
      for (const key of await stores.keys(room)) {
        const plain = await portalSandi.open(keys, `${room}/${key}`, await stores.get(room, key));
        await stores.put(room, key, plain);
      }
    }
    await stores.remove("perangkat", "kunci");
    stores.close();
    return records;
  }, OUTBOX);
}

// Keeps the oldest record and the keys as they are now for `putHalfBack`: what it is encrypted by leaves no browser.
export async function setAside(page: Page): Promise<void> {
  await withStores(page);
  await page.evaluate(async (outbox) => {
    const { openStores } = globalThis as any;
    const [stores, aside] = [await openStores(outbox), await openStores("uji", "uji")];
    const [id] = await stores.keys("aduan");
    const record = await stores.get("aduan", id);
    await aside.put("uji", "uji", { id, record, keys: await stores.get("perangkat", "kunci") });
    for (const one of [stores, aside]) one.close();
  }, OUTBOX);
}

// As if the last change of keys had been cut off half-way: both are there, and the oldest record lies under the former.
export async function putHalfBack(page: Page): Promise<void> {
  await withStores(page);
  await page.evaluate(async (outbox) => {
    const { openStores } = globalThis as any;
    const [stores, aside] = [await openStores(outbox), await openStores("uji")];
    const { id, record, keys } = await aside.get("uji", "uji");
    const now = await stores.get("perangkat", "kunci");
    await stores.put("perangkat", "kunci", { now: now.now, all: { ...keys.all, ...now.all } });
    await stores.put("aduan", id, record);
    for (const one of [stores, aside]) one.close();
  }, OUTBOX);
}

// How many keys the device knows.
export async function keysOnDevice(page: Page): Promise<number> {
  await withStores(page);
  return page.evaluate(async (outbox) => {
    const stores = await (globalThis as any).openStores(outbox);
    const keys = await stores.get("perangkat", "kunci");
    stores.close();
    return Object.keys(keys.all).length;
  }, OUTBOX);
}
