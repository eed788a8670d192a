// The app on the device: «Доступна новая версия», the offer to install it, and the number on its
// icon. The worker itself is registered by lk.js, after this.
(() => {
  "use strict";
  const ANSWER = "lk-install"; // asked once: whatever was answered, never again
  const BUILD = /\/assets\/manifest-\w+\.js/;
  const buildOf = (html) => BUILD.exec(html)?.[0];
  const standalone = () => matchMedia("(display-mode: standalone)").matches || navigator.standalone === true;

  // A page that came from another build than the one that took over says so; nothing is reloaded
  // under the hands of somebody who types.
  const compare = async () => {
    const own = buildOf(document.documentElement.innerHTML);
    const answer = await fetch(location.pathname, { cache: "no-store" });
    const fresh = answer.ok && buildOf(await answer.text());
    if (!own || !fresh || own === fresh) return;
    window.strip?.say("build", "Доступна новая версия.", window.strip.way("Обновить", () => location.reload()));
  };
  if ("serviceWorker" in navigator) {
    let known = navigator.serviceWorker.controller !== null;
    navigator.serviceWorker.addEventListener("controllerchange", () => {
      if (known) compare().catch(() => undefined);
      known = true;
    });
  }

  const settle = (answer) => {
    localStorage.setItem(ANSWER, answer);
    window.strip.hush("install");
  };
  const install = async (prompt) => {
    prompt.prompt();
    const { outcome } = await prompt.userChoice;
    settle(outcome);
  };
  // After the first reading that was taken: that is when a person knows what it is good for.
  const offer = () => {
    if (!window.strip || standalone() || localStorage.getItem(ANSWER)) return;
    const prompt = window.lkInstall; // caught when the browser offered (serving/early_press.py)
    const no = window.strip.way("Не сейчас", () => settle("no"));
    if (prompt) {
      const words = "Поставьте кабинет на экран телефона: он откроется и у счётчика, где нет связи.";
      window.strip.say("install", words, window.strip.way("Установить", () => install(prompt)), no);
    } else if (navigator.standalone === false) { // Safari on iOS has no prompt of its own
      const words = "Кабинет откроется и без связи, если поставить его на экран: нажмите внизу "
        + "«Поделиться», затем «На экран „Домой“».";
      window.strip.say("install", words, window.strip.way("Понятно", () => settle("told")), no);
    }
  };
  window.addEventListener("appinstalled", () => settle("accepted"));
  document.addEventListener("animationstart", (e) => e.animationName === "accepted-in" && offer(), true);

  // Readings to send and answers to read.
  const count = async (own) => {
    const known = await window.readingsQueue.seen();
    const left = known ? known.todo + own : 0;
    if (left) await navigator.setAppBadge?.(left);
    else await navigator.clearAppBadge?.();
  };
  window.installing = { offer, count: (own) => count(own).catch(() => undefined) };
})();
