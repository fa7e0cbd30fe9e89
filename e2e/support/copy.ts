// An officer's copy of his inbox on the device.

import type { Page } from "@playwright/test";

// How many complaints the device holds whole.
export const kept = (page: Page): Promise<number> =>
  page.evaluate(async () => {
    const name = (await indexedDB.databases()).map((one) => one.name ?? "").find((one) => one.startsWith("portal-salinan-"));
    if (!name) return 0;
    const done = <T>(request: IDBRequest<T>) =>
      new Promise<T>((resolve, reject) => {
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(request.error);
      });
    const database = await done(indexedDB.open(name));
    const count = await done(database.transaction("rinci").objectStore("rinci").count());
    database.close();
    return count;
  });

// What the plain list begins with, as it lies there.
export const firstLines = (page: Page): Promise<string> =>
  page.evaluate(async () => {
    const name = (await indexedDB.databases()).map((one) => one.name ?? "").find((one) => one.startsWith("portal-salinan-"));
    if (!name) return "";
    const done = <T>(request: IDBRequest<T>) =>
      new Promise<T>((resolve, reject) => {
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(request.error);
      });
    const database = await done(indexedDB.open(name));
    const text = await done(database.transaction("keadaan").objectStore("keadaan").get("muka"));
    database.close();
    return typeof text === "string" ? text : "";
  });

// Makes one line unreadable, as half-written storage or a later version of the app might.
export const spoilLine = (page: Page): Promise<void> =>
  page.evaluate(async () => {
    const name = (await indexedDB.databases()).map((one) => one.name ?? "").find((one) => one.startsWith("portal-salinan-"));
    if (!name) throw new Error("no copy");
    const done = <T>(request: IDBRequest<T>) =>
      new Promise<T>((resolve, reject) => {
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(request.error);
      });
    const database = await done(indexedDB.open(name));
    const lines = database.transaction("aduan", "readwrite").objectStore("aduan");
    const [key] = await done(lines.getAllKeys());
    if (key === undefined) throw new Error("no line");
    await done(lines.put("{", key));
    database.close();
  });
