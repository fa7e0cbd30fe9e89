// Fetches a part of the app and joins it to the main module. The assembler puts behind this which part stands on which
// modules and where these lie. It takes the place of the split's own loader, which fetches and compiles a part only once
// the app asks for it: here both are begun while the app itself still starts.

import { initSync } from "./main.js";

// What every part stands on: the main module's memory and table of functions.
const shared = () => ({ __wasm_split: initSync() });

// Asks again only for what failed: a network that was gone once must not close a part for good.
function once(make) {
  let kept;
  return () => {
    if (!kept) {
      const mine = make();
      kept = mine;
      mine.catch(() => {
        if (kept === mine) kept = undefined;
      });
    }
    return kept;
  };
}

const packs = new Map();

async function fetchPack(name) {
  const answer = await fetch(new URL(name, import.meta.url));
  if (!answer.ok) throw new Error(`${name}: ${answer.status}`);
  return answer.arrayBuffer();
}

// Bytes `from` to `to` of a file that holds many modules, which are wanted together; later ones find it in the cache.
async function cut(name, from, to) {
  if (!packs.has(name)) {
    const forget = () => packs.delete(name);
    const pack = fetchPack(name);
    packs.set(name, pack);
    pack.then(() => setTimeout(forget, 1000), forget);
  }
  return WebAssembly.compile(new Uint8Array(await packs.get(name), from, to - from));
}

const whole = (name) => WebAssembly.compileStreaming(fetch(new URL(name, import.meta.url)));

// `compile` gives the module; those in `below` have to be joined before it.
function piece(compile, below) {
  const compiled = once(compile);
  const begin = once(() => Promise.all([compiled(), ...below.map((piece) => piece.begin())]));
  const join = once(async () => {
    const [module] = await Promise.all([compiled(), ...below.map((piece) => piece.join())]);
    return WebAssembly.instantiate(module, shared());
  });
  return { begin, join };
}

// The main module leaves the number of a function of its own, to be called with what it left along and how it went.
const asked = (part) => async (callback, left) => {
  let joined = true;
  try {
    await part.join();
  } catch (error) {
    console.error(error);
    joined = false;
  }
  initSync().__indirect_function_table.get(callback)(left, joined);
};

const parts = {};
globalThis.portalCode = (name) => parts[name]?.begin();
