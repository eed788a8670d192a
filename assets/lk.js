// What the screens do without asking the server. Listeners sit on the document, so they work
// before React has started and on whatever it renders later.
(() => {
  "use strict";
  const group = (n) => String(n).replace(/\B(?=(\d{3})+$)/g, "\u00a0");

  // The reading drum: keep digits only, light the windows that are filled, say the difference.
  const drum = (input) => {
    const root = input.closest(".drum");
    const cells = root.querySelectorAll(".drum-cells > i");
    // Whole kWh: what follows a comma goes, spaces go; a digit too many stays to be seen.
    const digits = input.value.split(/[.,]/)[0].replace(/\D/g, "");
    const excess = digits.length > cells.length;
    if (digits !== input.value) input.value = digits;
    cells.forEach((cell, i) => cell.classList.toggle("on", i >= cells.length - digits.length));
    const out = root.querySelector("[data-drum-diff]");
    const last = root.dataset.last;
    if (!out) return;
    if (excess) return (out.textContent = `лишняя цифра: на\u00a0счётчике\u00a0${cells.length}`);
    if (!last) return;
    const diff = (Number(digits) - Number(last)) * Number(root.dataset.ratio || 1);
    out.textContent = !digits ? "" : diff >= 0 ? `+${group(diff)}\u00a0кВт·ч` : "меньше прежнего";
  };
  // Off to another company's page, once for each press: coming back must not send away again.
  const leave = (link) => {
    if (sessionStorage.getItem("lk-left") === link.dataset.leave) return;
    sessionStorage.setItem("lk-left", link.dataset.leave);
    window.location.assign(link.href);
  };

  // Sums of a payment: what is typed adds up as one types; a button puts suggested sums in.
  const kopecks = (text) => {
    const found = /^(\d+)(?:[.,](\d{1,2}))?$/.exec(text.replace(/[\s₽]/g, ""));
    return found ? Number(found[1]) * 100 + Number((found[2] || "").padEnd(2, "0")) : 0;
  };
  const total = (form) => {
    const out = form?.querySelector("[data-total]");
    if (!out) return;
    const sums = [...form.querySelectorAll("[data-sum]")].map((input) => kopecks(input.value));
    const all = sums.reduce((a, b) => a + b, 0);
    out.textContent = `${group(Math.floor(all / 100))},${String(all % 100).padStart(2, "0")}\u00a0₽`;
  };
  document.addEventListener("click", (e) => {
    const button = e.target.closest("[data-fill]");
    if (!button) return;
    button.form.querySelectorAll("[data-sum]").forEach((input) => {
      input.value = input.dataset[button.dataset.fill] || "";
    });
    total(button.form);
  });

  document.addEventListener("input", (e) => {
    if (e.target.matches(".drum-input")) drum(e.target);
    if (e.target.matches("[data-sum]")) total(e.target.form);
  }, true);
  // The captcha's scripts come only once somebody fills its form in.
  const arm = ({ target }) => {
    if (!target?.form?.querySelector("[data-captcha] altcha-widget")) return;
    for (const name of ["altcha.min", "box"]) {
      const src = `/altcha/${name}.js`;
      if (document.querySelector(`script[src="${src}"]`)) continue;
      document.head.append(Object.assign(document.createElement("script"), { type: "module", src }));
    }
  };
  document.addEventListener("focusin", arm);
  document.addEventListener("change", arm); // Safari gives a box that is clicked no focus
  arm({ target: document.activeElement });
  document.addEventListener("animationstart", (e) => {
    if (e.animationName === "drum-in") drum(e.target);
    if (e.animationName === "total-mark") total(e.target.closest("form"));
    if (e.animationName === "reload-mark") window.location.reload();
    if (e.animationName === "leave-mark") leave(e.target);
  }, true);

  document.addEventListener("click", (e) => {
    const reveal = e.target.closest("[data-reveal]");
    if (reveal) {
      const input = document.getElementById(reveal.dataset.reveal);
      const shown = input.type === "password";
      input.type = shown ? "text" : "password";
      reveal.setAttribute("aria-pressed", String(shown));
      reveal.textContent = shown ? "Скрыть" : "Показать";
      return;
    }
    if (e.target.closest("[data-print]")) return window.print();
    document.querySelectorAll("details.pop[open]").forEach((pop) => {
      if (!pop.contains(e.target) || e.target.closest(".pop-panel .item")) pop.open = false;
    });
  });
  document.addEventListener("keydown", (e) => {
    if (e.key !== "Escape") return;
    document.querySelectorAll("details.pop[open]").forEach((pop) => {
      pop.open = false;
      pop.querySelector("summary").focus();
    });
  });

  // The search through a long list (components/forms.address_search): arrows walk, Enter takes.
  const walk = (input, options, step) => {
    const at = options.findIndex((o) => o.getAttribute("aria-selected") === "true");
    const next = options[(at + step + options.length + (at < 0 && step < 0)) % options.length];
    options.forEach((o) => o.setAttribute("aria-selected", String(o === next)));
    input.setAttribute("aria-activedescendant", next.id);
    next.scrollIntoView({ block: "nearest" });
  };
  document.addEventListener("keydown", (e) => {
    if (!e.target.matches("input[role=combobox][aria-controls]")) return;
    const list = document.getElementById(e.target.getAttribute("aria-controls"));
    const options = list ? [...list.querySelectorAll("[role=option]")] : [];
    const chosen = options.find((o) => o.getAttribute("aria-selected") === "true");
    list?.classList.toggle("closed", e.key === "Escape");
    if (e.key === "ArrowDown" && options.length) walk(e.target, options, 1);
    else if (e.key === "ArrowUp" && options.length) walk(e.target, options, -1);
    else if (e.key === "Enter" && chosen) chosen.click();
    else return;
    e.preventDefault();
  });

  // A picked option goes into its field, which is the browser's own; the focus stays there.
  document.addEventListener("click", (e) => {
    const option = e.target.closest(".finder [role=option]");
    if (!option) return;
    const input = option.closest(".finder").querySelector("input");
    input.value = option.textContent;
    input.removeAttribute("aria-activedescendant");
    input.focus();
  }, true);

  // Time that is left counts on in the words of wording/windows.left_words.
  const units = [[1440, "день", "дня", "дней"], [60, "час", "часа", "часов"], [1, "минута", "минуты", "минут"]];
  const seen = new WeakMap();
  const plural = (n, [, one, few, many]) =>
    n % 10 === 1 && n % 100 !== 11 ? one
      : n % 10 > 1 && n % 10 < 5 && (n % 100 < 12 || n % 100 > 14) ? few : many;
  const left = (minutes) => {
    if (minutes < 1) return "Осталось меньше минуты";
    const amounts = [Math.floor(minutes / 1440), Math.floor(minutes / 60) % 24, minutes % 60];
    const at = amounts.findIndex(Boolean);
    const said = [at, at + 1].filter((i) => amounts[i])
      .map((i) => `${amounts[i]}\u00a0${plural(amounts[i], units[i])}`);
    const one = amounts[at] % 10 === 1 && amounts[at] % 100 !== 11;
    return `${one ? (at === 2 ? "Осталась" : "Остался") : "Осталось"} ${said.join(" ")}`;
  };
  const tick = () => document.querySelectorAll("[data-left]").forEach((place) => {
    if (!seen.has(place)) seen.set(place, performance.now() + place.dataset.left * 1000);
    const words = left(Math.max(0, Math.floor((seen.get(place) - performance.now()) / 60000)));
    if (place.textContent !== words) place.textContent = words;
  });
  tick();
  setInterval(tick, 5000);

  // What the device does by itself comes after the screen: nothing here is waited for. A page for
  // anyone needs no more than the worker, unless somebody's cabinet was open here. What a new worker
  // fetches and keeps would be work beside React's own start: it comes when a slow phone has that
  // behind it, or when the page is put aside.
  const WORKER_MS = 5000;
  const worker = () =>
    navigator.serviceWorker?.register("/sw.js", { updateViaCache: "none" }).catch(() => undefined);
  const beside = () => {
    if (!/^\/cabinet(\/|$)/.test(location.pathname) && !localStorage.getItem("lk-device")) {
      if (navigator.serviceWorker?.controller) return worker();
      for (const moment of ["appinstalled", "visibilitychange"]) window.addEventListener(moment, worker);
      return setTimeout(worker, WORKER_MS);
    }
    const scripts = ["strip", "readings-queue", "installing", "device"].map((name) => {
      const script = document.createElement("script");
      script.src = `/${name}.js`;
      script.async = false; // in this order
      return script;
    });
    scripts.at(-1).onload = worker; // installing.js hears of the new one
    return document.head.append(...scripts);
  };
  const idle = () => (window.requestIdleCallback || setTimeout)(beside);
  if (document.readyState === "complete") idle(); // we are asked for after the first picture
  else window.addEventListener("load", idle);
})();
