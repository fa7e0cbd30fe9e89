// Fetches a part of the app and joins it to the main module. The assembler puts behind this which part stands on which
// modules and where these lie. It takes the place of the split's own loader, which fetches and compiles a part only once
// the app asks for it: here both are begun while the app itself still starts.

import { initSync } from "./main.js";

// What every part stands on: the main module's memory and table of functions. The splitter calls it otherwise than what
// merges its modules.
const below = () => {
  const app = initSync();
  return { __wasm_split: app, app };
};

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

// The module in the file beside this script; those pieces that it stands on have to be joined before it.
function piece(file, others) {
  const compiled = once(() => WebAssembly.compileStreaming(fetch(new URL(file, import.meta.url))));
  const begin = once(() => Promise.all([compiled(), ...others.map((piece) => piece.begin())]));
  const join = once(async () => {
    const [module] = await Promise.all([compiled(), ...others.map((piece) => piece.join())]);
    return WebAssembly.instantiate(module, below());
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

const [shared, parts] = [{}, {}];
globalThis.portalCode = (name) => parts[name]?.begin();
