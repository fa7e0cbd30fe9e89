// A new version of the app waits until the person agrees and no capture is open in any tab.
// Pages hold the shared lock "pengisian" while something is being filled in.

const LOCK = "pengisian";
// The last half second of typing is on its way into the database when a capture is left.
const SAVING_MS = 1000;
let registration;
let captures = 0;
let outdated = false;

// The page belongs to a version whose files are gone; only an open capture may keep it for a while.
function renew() {
  if (outdated && captures === 0) location.reload();
}

// Whichever tab changed the version, all of them are reloaded. The first worker of all takes over a page of its own version.
function followVersion() {
  let versioned = Boolean(navigator.serviceWorker.controller);
  navigator.serviceWorker.addEventListener("controllerchange", () => {
    outdated = versioned;
    versioned = true;
    renew();
  });
}

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
  followVersion();
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
    let unlock;
    const held = new Promise((resolve) => { unlock = resolve; });
    navigator.locks?.request(LOCK, { mode: "shared" }, () => held);
    captures += 1;
    return () => {
      captures -= 1;
      unlock();
      setTimeout(renew, SAVING_MS);
    };
  },

  // Changes to the waiting version; false when a capture is open in some tab.
  apply() {
    const change = () => {
      if (registration?.waiting) {
        // The version of now may be sending in the background; it breaks that off (`pekerja/pekerja.js`).
        registration.active?.postMessage({ type: "MAKE_WAY" });
        registration.waiting.postMessage({ type: "SKIP_WAITING" });
      }
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
