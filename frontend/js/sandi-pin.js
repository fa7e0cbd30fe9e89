// The PIN: the key that it opens lies on the device wrapped (PBKDF2, AES-KW), opened it is in the memory of the open tabs
// alone, which hand it to one another and forget it together.

(() => {
  const ROUNDS = 600_000;
  const IDLE_MS = 15 * 60 * 1000;
  const LOOK_MS = 30_000;
  const USED = "portal.dipakai";
  const WAY = "AES-GCM";

  const { unlocked, add } = globalThis.portalSandi;
  const { subtle } = crypto;
  const others = new BroadcastChannel("portal-sandi");
  const outbox = new BroadcastChannel("portal-antrean");

  // Whoever shows the outbox reads it anew, in this tab as well.
  const tell = () => outbox.postMessage("changed");

  async function wrapper(pin, { salt, rounds }) {
    const typed = await subtle.importKey("raw", new TextEncoder().encode(pin.normalize("NFKC")), "PBKDF2", false, ["deriveKey"]);
    const how = { name: "PBKDF2", hash: "SHA-256", salt, iterations: rounds };
    return subtle.deriveKey(how, typed, { name: "AES-KW", length: 256 }, false, ["wrapKey", "unwrapKey"]);
  }

  async function unwrap(id, { wrapped }, by) {
    try {
      unlocked.set(id, await subtle.unwrapKey("raw", wrapped, by, "AES-KW", WAY, false, ["encrypt", "decrypt"]));
      return true;
    } catch {
      return false;
    }
  }

  function forget() {
    if (unlocked.size === 0) return;
    unlocked.clear();
    tell();
  }

  others.onmessage = ({ data }) => {
    if (data === "lock") forget();
    else if (data === "ask") share();
    else {
      for (const [id, key] of data) unlocked.set(id, key);
      tell();
    }
  };

  function share() {
    if (unlocked.size > 0) others.postMessage([...unlocked]);
  }

  function lock() {
    others.postMessage("lock");
    forget();
  }

  function use() {
    localStorage.setItem(USED, Date.now());
  }

  function lockIfIdle() {
    if (unlocked.size > 0 && Date.now() - Number(localStorage.getItem(USED)) > IDLE_MS) lock();
  }

  globalThis.portalPin = {
    lock,

    // The keys with a new one behind this PIN, which is open here.
    async guard(keys, pin) {
      const key = { salt: crypto.getRandomValues(new Uint8Array(16)), rounds: ROUNDS };
      const made = await subtle.generateKey({ name: WAY, length: 256 }, true, ["encrypt", "decrypt"]);
      const by = await wrapper(pin, key);
      key.wrapped = await subtle.wrapKey("raw", made, by, "AES-KW");
      const guarded = add(keys, key);
      await unwrap(guarded.now, key, by);
      use();
      share();
      return guarded;
    },

    // Whether the PIN opens something; `current`: whether it opens the key that encrypts now.
    async unlock(keys, pin, current) {
      let opened = false;
      for (const [id, key] of Object.entries(keys?.all ?? {})) {
        if (!key.wrapped || (current && id !== keys.now)) continue;
        opened = (await unwrap(id, key, await wrapper(pin, key))) || opened;
      }
      if (opened) {
        use();
        share();
      }
      return opened;
    },
  };

  for (const kind of ["pointerdown", "keydown"]) addEventListener(kind, use, { passive: true });
  addEventListener("visibilitychange", lockIfIdle);
  setInterval(lockIfIdle, LOOK_MS);
  others.postMessage("ask");
})();
