// The cabinet without a network: accounts and last values as they were seen last, and the fields.
// Everything is put in as text; the server checks it all again when it arrives.
(() => {
  "use strict";
  const queue = window.readingsQueue;
  const AGAIN_MS = 5_000;
  const SAVED = "Сохранено на этом устройстве";
  const UNSENT = "lk-unsent"; // device.js warns by it who signs out

  // The theme that was chosen in the cabinet; without a choice the system's, as the style has it.
  const theme = localStorage.getItem("theme");
  if (theme === "dark" || theme === "light") {
    const rules = [...document.styleSheets].flatMap((sheet) => [...sheet.cssRules]);
    rules.filter((rule) => rule.media?.mediaText.includes("prefers-color-scheme: dark"))
      .forEach((rule) => { rule.media.mediaText = theme === "dark" ? "all" : "not all"; });
    document.documentElement.style.colorScheme = theme;
  }

  const element = (name, words, props = {}) => {
    const made = document.createElement(name);
    if (words) made.textContent = words;
    for (const [key, value] of Object.entries(props)) made.setAttribute(key, value);
    return made;
  };
  const note = async () => {
    const unsent = (await queue.waiting()).length;
    if (unsent) localStorage.setItem(UNSENT, unsent);
    else localStorage.removeItem(UNSENT);
  };

  const field = (account, register) => {
    const id = `${account.number}-${register.name}`;
    const input = element("input", "", {
      id, name: register.name, class: "digits", inputmode: "numeric", autocomplete: "off",
      "aria-describedby": `${id}-note ${id}-error`,
    });
    const label = element("label", register.label, { for: id });
    const was = element("p", register.note, { id: `${id}-note`, class: "soft" });
    const error = element("p", "", { id: `${id}-error`, class: "error", role: "alert" });
    return { input, register, error, parts: [label, input, was, error] };
  };
  const state = (entry) => {
    if (!entry) return "";
    return entry.state === "waiting" ? `${SAVED}. Отправится, когда появится связь.` : entry.words;
  };
  const used = (fields) => fields.reduce((sum, one) => sum + queue.kwhOf(one.register, queue.digitsOf(one.input.value)), 0);

  const form = (known, account, entry) => {
    const made = element("form", "", { novalidate: "" });
    const fields = account.registers.map((register) => field(account, register));
    const said = element("p", state(entry), { role: "status", class: entry?.state === "waiting" ? "saved" : "asked" });
    const tell = (words, look) => Object.assign(said, { textContent: words, className: look });
    if (entry) fields.forEach((one) => { one.input.value = entry.values[one.register.name] || ""; });
    let sure = "";
    made.append(...fields.flatMap((one) => one.parts), element("button", "Передать показания", { type: "submit" }), said);
    made.addEventListener("submit", async (e) => {
      e.preventDefault();
      tell("", "");
      fields.forEach((one) => {
        one.error.textContent = queue.wrong(one.register, one.input.value);
        one.input.setAttribute("aria-invalid", String(one.error.textContent !== ""));
      });
      const bad = fields.find((one) => one.error.textContent);
      if (bad) return bad.input.focus();
      const values = Object.fromEntries(fields.map((one) => [one.register.name, queue.digitsOf(one.input.value)]));
      const confirmed = fields.flatMap((one) => queue.strange(known, one.register, one.input.value));
      if (confirmed.length && sure !== JSON.stringify(values)) {
        sure = JSON.stringify(values);
        return tell(`Расход ${used(fields)}\u00a0кВт·ч — намного больше обычного. Сверьте цифры со счётчиком; `
          + "если всё верно, передайте ещё раз.", "asked");
      }
      const entered = { owner: known.owner, account: account.number, meter: account.meter, values, confirmed };
      const kept = await queue.keep(entered).catch(() => null);
      if (!kept) return tell("Это устройство не даёт ничего сохранить. Запишите цифры и передайте их, когда появится связь.", "error");
      tell(state(kept), "saved");
      await note();
      const registration = await navigator.serviceWorker?.getRegistration();
      await registration?.sync?.register("readings").catch(() => undefined);
    });
    return made;
  };

  const card = (known, account, entry) => {
    const made = element("section", "", { class: "card" });
    made.append(
      element("h2", account.name),
      element("p", account.address, { class: "soft" }),
      element("p", account.balance, { class: "sum" }),
    );
    if (account.task) made.append(element("p", account.task));
    if (account.meter) made.append(form(known, account, entry));
    return made;
  };

  const show = async () => {
    const known = await queue.seen().catch(() => undefined);
    const place = document.getElementById("accounts");
    if (!known) {
      place.replaceChildren(element("p", "Здесь появятся ваши счета, когда вы войдёте в кабинет."));
      return;
    }
    document.title = `Лицевые счета · ${known.brand}`;
    document.getElementById("brand").textContent = known.brand;
    document.getElementById("state").textContent = `Нет связи. Данные на ${known.as_of}. ${known.window}`;
    const entries = new Map((await queue.mine()).map((entry) => [entry.meter, entry]));
    place.replaceChildren(...known.accounts.map((one) => card(known, one, entries.get(one.meter))));
  };

  // The server is back: the page it was asked for takes over, unless something is being typed.
  const back = async () => {
    const kept = new Map((await queue.mine().catch(() => [])).map((entry) => [entry.account, entry]));
    const unsaved = [...document.querySelectorAll("form input")].some((input) => {
      const entry = kept.get(input.id.split("-")[0]);
      return input.value && input.value !== entry?.values[input.name];
    });
    try {
      const answer = await fetch("/ping", { cache: "no-store" });
      if (!answer.ok) return;
      if (!unsaved) return location.reload();
      document.getElementById("state").textContent = "Связь есть. Передайте показания, и кабинет откроется.";
    } catch {
      // still without a network
    }
  };
  show();
  setInterval(back, AGAIN_MS);
  window.addEventListener("online", back);
})();
