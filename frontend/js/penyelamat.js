// Writes a rescue file: a line in clear, then frames, each sealed by itself to the district's key. The format is
// docs/berkas-penyelamat.md; who reads it is backend/src/penyelamat. Loaded only when a file is to be written, by a page
// or by Node.
{
  const FORMAT = "portal-penyelamat";
  const VERSION = 1;
  const END = 0;
  const CURVE = { name: "ECDH", namedCurve: "P-256" };
  const ID_BYTES = 8;

  const bytesOf = (text) => new TextEncoder().encode(text);
  const sha256 = async (bytes) => new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
  const joined = async (...parts) => new Uint8Array(await new Blob(parts).arrayBuffer());

  function base64url(bytes) {
    return btoa(String.fromCharCode(...bytes)).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
  }

  function unbase64url(text) {
    return Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (sign) => sign.charCodeAt(0));
  }

  // What seals the frames of the one file whose first line this is.
  async function sealer(own, publik, line) {
    const theirs = await crypto.subtle.importKey("raw", publik, CURVE, false, []);
    const agreed = await crypto.subtle.deriveBits({ name: "ECDH", public: theirs }, own, 256);
    const base = await crypto.subtle.importKey("raw", agreed, "HKDF", false, ["deriveKey"]);
    const derive = {
      name: "HKDF",
      hash: "SHA-256",
      salt: await sha256(line),
      info: await joined(`${FORMAT} ${VERSION}`, publik),
    };
    return crypto.subtle.deriveKey(derive, base, { name: "AES-GCM", length: 256 }, false, ["encrypt"]);
  }

  // The file that is being written. Its parts are blobs, which a browser need not hold in memory.
  let parts = [];
  let key;
  let number = 0;

  async function seal(kind, content) {
    const nonce = new Uint8Array(12);
    new DataView(nonce.buffer).setUint32(7, number);
    nonce[11] = kind === END ? 1 : 0;
    const open = await joined(new Uint8Array([kind]), content);
    const sealed = await crypto.subtle.encrypt({ name: "AES-GCM", iv: nonce }, key, open);
    const length = new DataView(new ArrayBuffer(4));
    length.setUint32(0, sealed.byteLength);
    parts.push(new Blob([length.buffer, sealed]));
    number += 1;
  }

  globalThis.portalPenyelamat = {
    // Begins a file of so many kiriman, sealed to `kunci`, the server's point in base64url.
    async begin(kunci, daerah, jumlah) {
      const publik = unbase64url(kunci);
      const own = await crypto.subtle.generateKey(CURVE, false, ["deriveBits"]);
      const id = [...(await sha256(publik)).subarray(0, ID_BYTES)].map((byte) => byte.toString(16).padStart(2, "0"));
      const line = bytesOf(JSON.stringify({
        format: FORMAT,
        versi: VERSION,
        daerah,
        kunci: id.join(""),
        publik: base64url(new Uint8Array(await crypto.subtle.exportKey("raw", own.publicKey))),
        dibuat_pada: new Date().toISOString(),
        jumlah,
      }));
      key = await sealer(own.privateKey, publik, line);
      parts = [new Blob([line, "\n"])];
      number = 0;
    },

    // A frame: 1 for a kiriman as JSON, 2 for the bytes of one of its photos, which follow it.
    seal,

    // The whole file.
    async end(name) {
      await seal(END, "");
      const file = new File(parts, name, { type: "application/octet-stream" });
      parts = [];
      key = undefined;
      return file;
    },

    // Hands the file to the phone's own sheet; false where the browser shares no such file.
    async share(file) {
      if (!navigator.canShare?.({ files: [file] })) return false;
      // The person may close the sheet without sharing, which is no error.
      await navigator.share({ files: [file] }).catch(() => {});
      return true;
    },
  };
}
