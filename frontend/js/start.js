// What a person sees before the app runs, and when it cannot start at all.

const notice = () => document.getElementById("memuat");

globalThis.portalStart = {
  running() {
    notice()?.remove();
  },

  failed(error) {
    console.error(error);
    const box = notice();
    if (!box) return;
    const link = Object.assign(document.createElement("a"), { href: "/cek", textContent: "halaman cek status" });
    box.replaceChildren(
      "Halaman belum dapat dibuka. Periksa jaringan lalu muat ulang halaman ini. Isian yang tersimpan di perangkat tetap aman. Status aduan tetap dapat dilihat di ",
      link,
      ".",
    );
  },
};

// Trunk's live reload starts the app by its own script and tells so by this event.
addEventListener("TrunkApplicationStarted", () => globalThis.portalStart.running());
