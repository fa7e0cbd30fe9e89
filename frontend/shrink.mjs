// Rewrites WebAssembly modules smaller, each in place: node shrink.mjs MODULE…
// All in one process, since binaryen takes longer to start than to do most modules.
import { readFile, writeFile } from "node:fs/promises";
import binaryen from "binaryen";

// The features that our modules use, named one by one: with all of them it writes compact imports, which browsers refuse.
const { Features } = binaryen;
const USED = [
  Features.BulkMemory,
  Features.BulkMemoryOpt,
  Features.ReferenceTypes,
  Features.Multivalue,
  Features.SignExt,
  Features.NontrappingFPToInt,
  Features.MutableGlobals,
  Features.CallIndirectOverlong,
].reduce((all, one) => all | one);

binaryen.setOptimizeLevel(2);
binaryen.setShrinkLevel(2);
// A browser compiles each function when it is first called, and most of that time goes into there being one more: so what
// is this small is put into its callers. Here it makes the modules smaller too; twice as much makes them larger.
binaryen.setAlwaysInlineMaxSize(5);
binaryen.setDebugInfo(false);
binaryen.setGenerateStackIR(true);
binaryen.setOptimizeStackIR(true);
for (const path of process.argv.slice(2)) {
  const module = binaryen.readBinary(await readFile(path));
  module.setFeatures(USED);
  module.optimize();
  module.runPasses(["strip-debug", "strip-producers"]);
  await writeFile(path, module.emitBinary());
  module.dispose();
}
