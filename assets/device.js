// The cabinet's own part in readings that could not be sent: takes them over from the form, sends
// them later, says how it went, and warns who signs out with some unsent.
(() => {
  "use strict";
  const { readingsQueue: queue, strip } = window;
  const AGAIN_MS = 20_000;
  const SILENCE_MS = 25_000; // no answer for so long: the socket is dead and does not know it yet
  const LOOK_MS = 250;
  const UNSENT = "lk-unsent"; // how many wait, for who signs out: IndexedDB answers too late for that
  const inCabinet = () => /^\/cabinet(\/|$)/.test(location.pathname);
  const offline = () => !navigator.onLine || document.querySelector(".offline") !== null;
  // A link only pointed at asks for its screen's script ahead; where it cannot come, the router would
  // load the page anew, and what is on the screen would be gone.
  for (const pointed of ["mouseover", "mouseout", "touchstart", "focusin"]) {
    addEventListener(pointed, (e) => {
      const link = [e.target, e.relatedTarget].some((one) => one?.closest?.("a[href]"));
      if (link && !navigator.onLine) e.stopPropagation();
    }, { capture: true, passive: true });
  }
  const draft = (entry) => `lk-draft:${entry.owner}:${entry.meter}:`;

  // What was refused or asked about comes back into its field, as if it had just been typed.
  const toForm = async (entry) => {
    for (const [register, value] of Object.entries(entry.values)) {
      localStorage.setItem(`${draft(entry)}${register}`, value);
    }
    await queue.drop(entry.key);
    location.assign(`/cabinet/readings?account=${encodeURIComponent(entry.account)}`);
  };
  const done = async (entry) => {
    await queue.drop(entry.key);
    strip.hush(entry.key);
    if (entry.state === "accepted" && location.pathname === "/cabinet/readings") location.reload();
  };
  const words = (entry) => (entry.state === "waiting"
    ? "Сохранено на этом устройстве. Показания отправятся, когда появится связь." : entry.words);
  const ways = (entry) => ({
    waiting: [],
    accepted: [strip.way("Понятно", () => done(entry))],
  }[entry.state] || [strip.way("Исправить", () => toForm(entry)), strip.way("Не отправлять", () => done(entry))]);

  // A draft that was taken goes from its field; what was typed since then stays.
  const clear = (entry) => Object.entries(entry.values).forEach(([register, value]) => {
    const name = draft(entry) + register;
    if (localStorage.getItem(name) !== value) return;
    localStorage.removeItem(name);
    const field = document.querySelector(
      `input[data-draft="${CSS.escape(`${entry.owner}:${entry.meter}`)}"][data-register="${CSS.escape(register)}"]`);
    if (field?.value === value) window.drafts.fill(field, "");
  });
  const shown = new Set();
  const show = async () => {
    const entries = await queue.mine();
    const unsent = entries.filter((entry) => entry.state === "waiting").length;
    if (unsent) localStorage.setItem(UNSENT, unsent);
    else localStorage.removeItem(UNSENT);
    for (const key of shown) if (!entries.some((entry) => entry.key === key)) strip.hush(key);
    for (const entry of entries) {
      shown.add(entry.key);
      strip.say(entry.key, words(entry), ...ways(entry));
      if (entry.state === "accepted") clear(entry);
    }
    if (entries.some((entry) => entry.state === "accepted")) window.installing?.offer();
    window.installing?.count(entries.filter((entry) => entry.state !== "accepted").length);
  };
  const send = async () => {
    try {
      if (navigator.onLine && (await queue.waiting()).length) await queue.send();
      await show();
    } catch {
      // no IndexedDB here (a private window): nothing is kept, nothing waits
    }
  };
  const later = async () => {
    const registration = await navigator.serviceWorker?.getRegistration();
    await registration?.sync?.register("readings").catch(() => undefined);
  };

  // The forms of readings: inputs of several meters in one, each meter an entry of its own.
  const meters = (form) => {
    const found = new Map();
    for (const input of form.querySelectorAll("input[data-draft]")) {
      const name = input.dataset.draft;
      found.set(name, [...(found.get(name) || []), input]);
    }
    return [...found.entries()].map(([name, inputs]) => ({ name, inputs }));
  };
  const attempts = new Map(); // of this page, in their order
  const numbered = () => {
    const key = crypto.randomUUID();
    attempts.set(key, attempts.size);
    return key;
  };
  const registerOf = (known, { name, inputs }, input) => known?.accounts
    .find((one) => `${known.owner}:${one.meter}` === name && one.number === inputs[0].dataset.account)
    ?.registers.find((one) => one.name === input.dataset.register);
  const taken = ({ name, inputs }) => {
    const [owner, meter] = name.split(":");
    const values = Object.fromEntries(
      inputs.map((input) => [input.dataset.register, queue.digitsOf(input.value)]));
    return { owner, meter, account: inputs[0].dataset.account, values };
  };
  const keep = async (entries) => {
    const kept = await Promise.all(entries.map((entry) => queue.keep(entry).catch(() => null)));
    if (kept.includes(null)) strip.say("form", "Нет связи. Введённое останется на экране.");
    await send();
    later().catch(() => undefined); // the browser may take its time: the words come first
  };

  // «Передать показания» without a connection: React never hears of it.
  let sure = "";
  const take = async (form) => {
    const known = await queue.seen().catch(() => undefined);
    const filled = meters(form).filter(({ inputs }) => inputs.some((input) => input.value.trim()));
    if (!filled.length) return strip.say("form", "Введите показания и отправьте ещё раз.");
    const odd = new Map();
    for (const one of filled) {
      for (const input of one.inputs) {
        const register = registerOf(known, one, input);
        const why = register && queue.wrong(register, input.value);
        if (why) {
          input.focus();
          return strip.say("form", `${input.getAttribute("aria-label") || register.label}: ${why}`);
        }
        if (register) odd.set(one, [...(odd.get(one) || []), ...queue.strange(known, register, input.value)]);
      }
    }
    const typed = JSON.stringify(filled.map(taken));
    if ([...odd.values()].some((codes) => codes.length) && sure !== typed) {
      sure = typed;
      return strip.say("form", "Расход намного больше обычного. Сверьте цифры со счётчиком; "
        + "если всё верно, передайте ещё раз.");
    }
    strip.hush("form");
    return keep(filled.map((one) => ({ ...taken(one), attempt: numbered(), confirmed: odd.get(one) || [] })));
  };

  // A submit that the connection took along is repeated over plain HTTP with the same key. The form
  // says which attempt it has answered; after a reconnect the page is opened anew, unanswered.
  let pending = null;
  const answered = () => {
    const form = document.querySelector(`form[data-form="${pending.form}"]`);
    const same = form?.dataset.opened === pending.opened;
    if (same && form.dataset.answered === pending.key) return "yes";
    return !same || offline() || Date.now() - pending.at > SILENCE_MS ? "lost" : "";
  };
  const watch = () => {
    const end = pending && answered();
    if (!end) return pending && setTimeout(watch, LOOK_MS);
    const { entries } = pending;
    pending = null;
    return end === "lost" && keep(entries); // also of a page that was left before it answered
  };
  const remember = (form) => {
    const key = numbered();
    const filled = meters(form).filter(({ inputs }) => inputs.every((input) => input.value.trim()));
    form.elements.namedItem("attempt").value = key;
    const entries = filled.map((one) => ({ ...taken(one), attempt: key }));
    if (!entries.length) return;
    pending = { key, entries, form: form.dataset.form, opened: form.dataset.opened, at: Date.now() };
    setTimeout(watch, LOOK_MS);
  };
  const submitted = (e) => {
    if (!e.target.dataset.form) return;
    if (!offline()) return remember(e.target);
    e.preventDefault();
    e.stopImmediatePropagation();
    take(e.target);
  };

  // Whoever comes next sees nothing of this; what waits is sent when its owner is back. Nothing
  // stands between a person and the door unless something of theirs waits.
  const leave = async (form) => {
    const left = Number(localStorage.getItem(UNSENT));
    const words = `Есть показания, которые ещё не отправлены: ${left}. Они останутся на этом `
      + "устройстве и отправятся, когда вы снова войдёте.";
    if (!(await strip.ask(words, "Всё равно выйти", "Остаться"))) return;
    localStorage.removeItem(UNSENT);
    form.requestSubmit();
  };
  const leaving = (e) => {
    if (e.target.getAttribute("action") !== "/api/logout") return;
    if (!navigator.onLine) {
      e.preventDefault();
      e.stopImmediatePropagation();
      strip.say("out", "Нет связи. Выйти получится, когда она появится.");
    } else if (localStorage.getItem(UNSENT)) {
      e.preventDefault();
      e.stopImmediatePropagation();
      leave(e.target);
    } else {
      queue.forget().catch(() => undefined); // the worker does the same, and a page without one asks
    }
  };
  // Taken through the form: what was kept of the same meter before is no longer meant. The receipt
  // may be late, with a newer reading waiting already: that one stays.
  const accepted = (e) => {
    if (e.animationName !== "accepted-in") return;
    const [owner, meter] = e.target.dataset.accepted.split(":");
    const at = attempts.get(e.target.dataset.attempt) ?? Infinity;
    const newer = (entry) => attempts.get(entry.attempt) > at;
    queue.replace(owner, Number(meter), null, newer).then(show).catch(() => undefined);
  };
  window.addEventListener("submit", submitted, true);
  document.addEventListener("animationstart", accepted, true);
  window.addEventListener("submit", leaving, true);

  const look = async () => {
    if (!inCabinet() && !(await queue.seen())) return; // nobody's device yet: nothing to ask for
    await queue.look().catch(() => undefined);
    await send();
  };
  const quietly = () => look().catch(() => undefined);
  window.addEventListener("online", () => {
    strip.hush("out");
    quietly();
  });
  document.addEventListener("visibilitychange", () => document.hidden || quietly());
  setInterval(() => document.hidden || !inCabinet() || send(), AGAIN_MS);
  navigator.serviceWorker?.addEventListener("message", (e) => e.data === "readings" && show());
  if (inCabinet()) localStorage.setItem("lk-device", "yes"); // lk.js: other pages need these, too
  quietly();
})();
