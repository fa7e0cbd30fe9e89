// Asks the browser to wake the service worker once there is a network, so that what waits goes with the app closed.
// The worker's half is pekerja.js.

{
  const TAG = "portal-antrean";
  const HALF_A_DAY_MS = 12 * 60 * 60 * 1000;

  globalThis.portalBackground = {
    // False where the browser cannot or may not: then only an open app sends.
    async ask() {
      try {
        const worker = await navigator.serviceWorker.ready;
        await worker.sync.register(TAG);
        // A browser tries a few times only; an installed app it wakes now and then besides.
        worker.periodicSync?.register(TAG, { minInterval: HALF_A_DAY_MS }).catch(() => {});
        return true;
      } catch {
        return false;
      }
    },

    // Throws where the browser cannot pack.
    async pack(text) {
      const packed = new Blob([text]).stream().pipeThrough(new CompressionStream("gzip"));
      return new Uint8Array(await new Response(packed).arrayBuffer());
    },
  };
}
