// What lies on the device encrypted (AES-GCM), for pages and service worker alike. The device's keys are one object in its
// database: `now` names the one that encrypts, `all` holds for each either the key itself, which the browser gives to no
// script, or what a PIN makes it of (sandi-pin.js). What is encrypted names its key.

{
  const WAY = "AES-GCM";
  // Absent without HTTPS: then everything stays as it is.
  const subtle = globalThis.crypto?.subtle;
  // Keys that a PIN has opened, by id. They are nowhere but here, and go with the page.
  const unlocked = new Map();

  const keyOf = (keys, id) => unlocked.get(id) ?? keys?.all[id]?.key;
  // Encrypted under a name, so that one thing cannot be put in the place of another.
  const way = (name, iv) => ({ name: WAY, iv, additionalData: new TextEncoder().encode(name) });

  globalThis.portalSandi = {
    unlocked,

    // The keys with one more, which encrypts from now on.
    add(keys, key) {
      const id = String(crypto.getRandomValues(new Uint32Array(2)));
      return { now: id, all: { ...keys?.all, [id]: key } };
    },

    async fresh(keys) {
      if (!subtle) return keys;
      return portalSandi.add(keys, { key: await subtle.generateKey({ name: WAY, length: 256 }, false, ["encrypt", "decrypt"]) });
    },

    current: (keys) => keys?.now,

    // 0: nothing is encrypted here. 1: without a PIN. 2: by a PIN, open. 3: by a PIN, locked.
    state(keys) {
      if (!keys) return subtle ? 1 : 0;
      if (keys.all[keys.now].key) return 1;
      return unlocked.has(keys.now) ? 2 : 3;
    },

    // Whether a key other than the current one is there and open: what it encrypts is still to be brought under that.
    unsettled: (keys) => Object.keys(keys?.all ?? {}).some((id) => id !== keys.now && keyOf(keys, id)),

    // Whether it can be read here; `alone`: by whoever knows no PIN.
    holds: (keys, sealed, alone) => !sealed?.key || Boolean(alone ? keys?.all[sealed.key]?.key : keyOf(keys, sealed.key)),

    // Without the keys that are open here and encrypt nothing any more; `left` is what still lies under one of them.
    without(keys, left) {
      const needed = (id) => id === keys.now || !keyOf(keys, id) || left.some((sealed) => sealed.key === id);
      return { now: keys.now, all: Object.fromEntries(Object.entries(keys.all).filter(([id]) => needed(id))) };
    },

    // Without the keys that are locked here.
    opened: (keys) => ({
      now: keys.now,
      all: Object.fromEntries(Object.entries(keys.all).filter(([id]) => keyOf(keys, id))),
    }),

    // Undefined where the key is locked.
    async seal(keys, name, content) {
      if (!keys) return content;
      const key = keyOf(keys, keys.now);
      if (!key) return undefined;
      const iv = crypto.getRandomValues(new Uint8Array(12));
      const text = typeof content === "string";
      const bytes = await subtle.encrypt(way(name, iv), key, text ? new TextEncoder().encode(content) : content);
      return { key: keys.now, iv, bytes, text };
    },

    // What was given to `seal`; undefined where the key is locked. Throws on what was touched.
    async open(keys, name, sealed) {
      if (!sealed?.key) return sealed;
      const key = keyOf(keys, sealed.key);
      if (!key) return undefined;
      const bytes = new Uint8Array(await subtle.decrypt(way(name, sealed.iv), key, sealed.bytes));
      return sealed.text ? new TextDecoder().decode(bytes) : bytes;
    },
  };
}
