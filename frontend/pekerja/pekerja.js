// When the browser wakes the service worker to send what waits (Background Sync). `MODULE` is the address of the worker's
// own WebAssembly; it is compiled only then, so that starting the worker stays cheap.

const TAG = "portal-antrean";
const MAKE_WAY = "MAKE_WAY";
let begun;
let before = Promise.resolve();
let makeWay;
const replaced = new Promise((_, reject) => { makeWay = () => reject(new Error("versi baru mengambil alih")); });
replaced.catch(() => {});

async function begin() {
  // The browser's own copy: the version to which this script belongs.
  await pekerja({ module_or_path: (await caches.match(MODULE)) ?? fetch(MODULE) });
}

// One after another: what one event left is what the next begins with.
function send() {
  before = before.catch(() => {}).then(sendOnce);
  return before;
}

async function sendOnce() {
  begun ??= begin();
  try {
    await begun;
  } catch (error) {
    begun = undefined;
    throw error;
  }
  // Told as a failure, the browser wakes the worker again after a while of its own choice.
  if (!(await pekerja.send())) throw new Error("masih ada yang menunggu dikirim");
}

// A browser keeps the next version waiting until the events of this one are over, and one of them may last minutes. What is
// on its way is broken off, as it is when the browser ends the worker: it is sent again and counts once.
self.addEventListener("message", (event) => {
  if (event.data?.type === MAKE_WAY) makeWay();
});

for (const kind of ["sync", "periodicsync"]) {
  self.addEventListener(kind, (event) => {
    if (event.tag === TAG) event.waitUntil(Promise.race([replaced, send()]));
  });
}
