// News that the server pushes, shown by the service worker when no page is open. Loaded by sw.js.

self.addEventListener("push", (event) => {
  let told = {};
  try {
    told = event.data?.json() ?? {};
  } catch {
    // What cannot be read is still news: the browser wants something to be shown.
  }
  const { judul = "Portal Layanan", isi = "Ada kabar baru.", alamat = "/aduan-saya" } = told;
  const shown = self.registration.showNotification(judul, {
    body: isi,
    // One for each page: the latest takes the place of the one before.
    tag: alamat,
    renotify: true,
    lang: "id",
    icon: "/icons/icon-192.png",
    data: { alamat },
  });
  event.waitUntil(shown);
});

self.addEventListener("notificationclick", (event) => {
  event.notification.close();
  const wanted = event.notification.data?.alamat ?? "/";
  // Only a page of this portal, whatever was pushed.
  const page = new URL(wanted.startsWith("/") && !wanted.startsWith("//") ? wanted : "/", self.location.origin);
  const open = async () => {
    const pages = await self.clients.matchAll({ type: "window", includeUncontrolled: true });
    // A page in which something is being written is left alone.
    const there = pages.find((one) => new URL(one.url).pathname === page.pathname);
    return there ? there.focus() : self.clients.openWindow(page.href);
  };
  event.waitUntil(open());
});
