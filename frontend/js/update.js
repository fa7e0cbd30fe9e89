// A new version of the app waits until the person agrees and no capture is open in any tab.
// Pages hold the shared lock "pengisian" while something is being filled in.

const LOCK = "pengisian";
let registration;

function announce(worker) {
  if (!worker || !navigator.serviceWorker.controller) return;
  globalThis.portalUpdate.waiting = true;
  dispatchEvent(new Event("portal-update"));
}

function watch(worker) {
  worker?.addEventListener("statechange", () => {
    if (worker.state === "installed") announce(registration.waiting);
  });
}

async function register() {
  registration = await navigator.serviceWorker.register("/sw.js", { updateViaCache: "none" });
  if (!registration) return;
  announce(registration.waiting);
  watch(registration.installing);
  registration.addEventListener("updatefound", () => watch(registration.installing));
}

globalThis.portalUpdate = {
  waiting: false,

  // Holds back new versions until the returned function is called.
  hold() {
    let release;
    const held = new Promise((resolve) => { release = resolve; });
    navigator.locks?.request(LOCK, { mode: "shared" }, () => held);
    return release;
  },

  // Changes to the waiting version; false when a capture is open in some tab.
  apply() {
    const change = () => {
      navigator.serviceWorker.addEventListener("controllerchange", () => location.reload(), { once: true });
      registration?.waiting?.postMessage({ type: "SKIP_WAITING" });
      return true;
    };
    if (!navigator.locks) return Promise.resolve(change());
    return navigator.locks.request(LOCK, { ifAvailable: true }, (lock) => (lock ? change() : false));
  },
};

// Only the assembled release carries a service worker; live reload must not be served from a cache.
if ("serviceWorker" in navigator && document.querySelector('meta[name="portal-release"]')) {
  register().catch((error) => console.warn("service worker not registered:", error.message));
}
