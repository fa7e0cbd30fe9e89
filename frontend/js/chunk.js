// Parts of the app that are fetched only when opened. Each part names its files by inert
// `<link data-chunk="name" as="style|script|fetch" href>` elements in the page's head.
// `ready` never rejects: a part that cannot be fetched is an answer (false), not a crash.

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
  switch (link.getAttribute("as")) {
    case "style":
      return attach(Object.assign(document.createElement("link"), { rel: "stylesheet", href: link.href }));
    case "script":
      // In the order in which they are named: one may stand on another.
      return attach(Object.assign(document.createElement("script"), { src: link.href, async: false }));
    default:
      return fetchWhole(link.href);
  }
}

async function settle(links, act) {
  try {
    await Promise.all(links.map(act));
    return true;
  } catch (error) {
    console.warn("part of the app could not be fetched", error.message);
    return false;
  }
}

globalThis.portalChunk = {
  // Everything the part needs is here and its scripts have run.
  ready(name) {
    if (!waiting.has(name)) {
      const once = settle(linksOf(name), place).then((ok) => {
        if (!ok) waiting.delete(name);
        return ok;
      });
      waiting.set(name, once);
    }
    return waiting.get(name);
  },

  // The part lies in the cache for later use without a network; nothing of it runs.
  keep(name) {
    return settle(linksOf(name), (link) => fetchWhole(link.href));
  },
};
