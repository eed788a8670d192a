// Part of the service worker (sw.js): shows what the server pushed, and opens its page on a tap.
self.addEventListener("push", (e) => {
  let told = {};
  try {
    told = e.data.json();
  } catch { /* a push without words still has to show something */ }
  const shown = self.registration.showNotification(told.title || "Личный кабинет", {
    body: told.body || "",
    tag: told.tag || "notice",
    lang: "ru",
    icon: "/icon-192.png",
    badge: "/icon-maskable-512.png",
    data: { url: told.url || "/cabinet" },
  });
  e.waitUntil(shown);
});

// The page goes into a window of the cabinet that is open, else into a new one; never elsewhere.
self.addEventListener("notificationclick", (e) => {
  e.notification.close();
  const to = new URL(e.notification.data?.url || "/cabinet", self.location.origin);
  const safe = to.origin === self.location.origin ? to.href : `${self.location.origin}/cabinet`;
  const open = async () => {
    const pages = await self.clients.matchAll({ type: "window", includeUncontrolled: true });
    const page = pages.find((one) => new URL(one.url).pathname.startsWith("/cabinet"));
    if (!page) return self.clients.openWindow(safe);
    await page.focus().catch(() => null); // some browsers want the tap to be fresher
    return page.navigate(safe).catch(() => self.clients.openWindow(safe));
  };
  e.waitUntil(open());
});
