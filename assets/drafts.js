// Readings and appeals typed but not accepted yet: kept on this device until the receipt is on the screen or
// the person signs out, so that an ended session, a reload or a lost connection loses nothing.
// An input names its person and meter in data-draft: what was typed for a meter that was replaced
// since then comes back to nobody. The server never sees or trusts what is kept here.
(() => {
  "use strict";
  const PREFIX = "lk-draft:";
  const sent = new Map(); // what each field held when its form was sent
  const MOUNTED = new Set(["drum-in", "draft-in"]);
  const key = (input) => `${PREFIX}${input.dataset.draft}:${input.dataset.register}`;
  const keys = () => Object.keys(localStorage).filter((name) => name.startsWith(PREFIX));
  const forget = (start) =>
    keys().filter((name) => name.startsWith(start)).forEach((name) => localStorage.removeItem(name));
  const forgetMeter = (draft) => forget(`${PREFIX}${draft}:`);
  const setValue = (field, value) =>
    Object.getOwnPropertyDescriptor(Object.getPrototypeOf(field), "value").set.call(field, value);

  const keep = (input) => {
    if (input.value) localStorage.setItem(key(input), input.value);
    else localStorage.removeItem(key(input));
  };
  const fill = (input, value) => {
    setValue(input, value); // React's own setter would hide the change from its listeners
    input.dispatchEvent(new Event("input", { bubbles: true }));
  };
  const restore = (input) => {
    const { draft } = input.dataset;
    if (document.querySelector(`[data-accepted="${CSS.escape(draft)}"]`)) return forgetMeter(draft);
    const kept = localStorage.getItem(key(input));
    if (kept && !input.value) fill(input, kept);
  };

  document.addEventListener("input", (e) => {
    if (e.target.dataset.draft) keep(e.target);
  }, true);
  document.addEventListener("animationstart", (e) => {
    if (MOUNTED.has(e.animationName) && e.target.dataset.draft) restore(e.target);
    if (e.animationName !== "accepted-in") return;
    const { accepted } = e.target.dataset;
    const fields = [...document.querySelectorAll(`[data-draft="${CSS.escape(accepted)}"]`)];
    // after a reconnect what was sent stands in its field again; anything else was typed since then
    const done = fields.filter((input) => input.value === sent.get(key(input)));
    if (fields.some((input) => input.value && !done.includes(input))) {
      done.forEach((input) => localStorage.removeItem(key(input)));
    } else {
      forgetMeter(accepted);
      done.filter((input) => input.value).forEach((input) => fill(input, ""));
    }
    if (e.target.tabIndex === -1 && e.target.hasAttribute("tabindex")) e.target.focus();
  }, true);
  document.addEventListener("submit", (e) => {
    if (e.target.getAttribute("action") === "/api/logout") forget(PREFIX);
    e.target.querySelectorAll("[data-draft]").forEach((input) => sent.set(key(input), input.value));
  }, true);
  window.drafts = { fill };
})();
