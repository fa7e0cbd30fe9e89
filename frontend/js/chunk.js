// Parts of the app that are fetched only when opened. Each part names its files by inert
// `<link data-chunk="name" as="style|script|fetch" href>` elements in the page's head.
// `ready` never rejects: a part that cannot be fetched is an answer (false), not a crash.

// Whose page stands at an address, the first that fits. A test holds it against the app's routes.
const PAGES = [
  ["/aduan/", "isian"],
  ["/antrean", "milik"],
  ["/aduan-saya", "milik"],
  ["/lacak/", "lacak"],
  ["/petugas/", "kantor"],
  ["/masuk/baru", "kantor"],
  ["/akun", "kantor"],
  ["/kabar", "kantor"],
  ["/kelola/akun/impor", "aturan"],
  ["/kelola/akun", "kelola"],
  ["/kelola/skpd", "kelola"],
  ["/kelola/", "aturan"],
  ["/publik", "publik"],
  ["/privasi", "publik"],
];

const waiting = new Map();

// What parts share is placed once: a sheet placed again would outrank those placed since.
const placed = new Map();

const linksOf = (name) => [...document.querySelectorAll(`link[data-chunk="${CSS.escape(name)}"]`)];

async function fetchWhole(href) {
  const answer = await fetch(href, { credentials: "same-origin" });
  if (!answer.ok) throw new Error(`${href}: ${answer.status}`);
  await answer.arrayBuffer();
}

function attach(element) {
  return new Promise((resolve, reject) => {
    element.addEventListener("load", resolve, { once: true });
    element.addEventListener("error", () => {
      element.remove();
      reject(new Error(element.src || element.href));
    }, { once: true });
    document.head.append(element);
  });
}

function place(link) {
  if (!placed.has(link.href)) {
    const once = placeNew(link).catch((error) => {
      placed.delete(link.href);
      throw error;
    });
    placed.set(link.href, once);
  }
  return placed.get(link.href);
}

function placeNew(link) {
  return link.getAttribute("as") === "style"
    ? attach(Object.assign(document.createElement("link"), { rel: "stylesheet", href: link.href }))
    : // In the order in which they are named: one may stand on another.
      attach(Object.assign(document.createElement("script"), { src: link.href, async: false }));
}

const isCode = (link) => link.getAttribute("as") === "fetch";

async function settle(acts) {
  try {
    await Promise.all(acts);
    return true;
  } catch (error) {
    console.warn("part of the app could not be fetched", error.message);
    return false;
  }
}

globalThis.portalChunk = {
  // Everything the part needs is here: its scripts have run, its code is compiled.
  ready(name) {
    if (!waiting.has(name)) {
      const rest = linksOf(name).filter((link) => !isCode(link));
      const once = settle([globalThis.portalCode?.(name), ...rest.map(place)]).then((ok) => {
        if (!ok) waiting.delete(name);
        return ok;
      });
      waiting.set(name, once);
    }
    return waiting.get(name);
  },

  // Fetches the part of the page at `path` while the app itself still starts.
  ahead(path) {
    const page = PAGES.find(([from]) => path.startsWith(from));
    if (page) this.ready(page[1]);
  },

  // The part lies in the cache for later use without a network; nothing of it runs.
  keep(name) {
    return settle(linksOf(name).map((link) => fetchWhole(link.href)));
  },
};
