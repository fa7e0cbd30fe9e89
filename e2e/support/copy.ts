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
