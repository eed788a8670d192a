// Readings and appeals typed but not accepted yet: kept on this device until the receipt is on the
// screen or the person signs out, so that an ended session, a reload or a lost connection loses
// nothing.
// An input names its person and meter in data-draft: what was typed for a meter that was replaced
// since then comes back to nobody. The server never sees or trusts what is kept here.
(() => {
  "use strict";
  const PREFIX = "lk-draft:";
  const sent = new Map(); // what each field held when its form was sent, and which attempt that was
  const MOUNTED = new Set(["drum-in", "draft-in"]);
  const key = (input) => `${PREFIX}${input.dataset.draft}:${input.dataset.register}`;
  const keys = () => Object.keys(localStorage).filter((name) => name.startsWith(PREFIX));
  const forget = (start) =>
    keys().filter((name) => name.startsWith(start)).forEach((name) => localStorage.removeItem(name));
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
    const kept = localStorage.getItem(key(input));
    if (kept && !input.value) fill(input, kept);
  };
  // A receipt ends what was sent for it, also when that stands in its field again after a reconnect.
  // What was typed or sent since then is another reading: it stays, whatever is drawn anew.
  const accept = ({ accepted: draft, attempt }) => {
    const over = (name, value) => {
      const one = sent.get(name);
      return one && one.value === value && (!attempt || !one.attempt || one.attempt === attempt);
    };
    for (const name of keys().filter((one) => one.startsWith(`${PREFIX}${draft}:`))) {
      if (over(name, localStorage.getItem(name))) localStorage.removeItem(name);
    }
    document.querySelectorAll(`[data-draft="${CSS.escape(draft)}"]`).forEach((input) => {
      if (input.value && over(key(input), input.value)) fill(input, "");
    });
  };

  document.addEventListener("input", (e) => {
    if (e.target.dataset.draft) keep(e.target);
  }, true);
  document.addEventListener("animationstart", (e) => {
    if (MOUNTED.has(e.animationName) && e.target.dataset.draft) restore(e.target);
    if (e.animationName !== "accepted-in") return;
    accept(e.target.dataset);
    if (e.target.tabIndex === -1 && e.target.hasAttribute("tabindex")) e.target.focus();
  }, true);
  // On the window, before device.js: a field drawn anew under the finger is filled before it is read.
  window.addEventListener("submit", (e) => {
    if (e.target.getAttribute("action") === "/api/logout") forget(PREFIX);
    e.target.querySelectorAll("[data-draft]").forEach((input) => {
      restore(input);
      keep(input);
    });
  }, true);
  window.addEventListener("submit", (e) => { // device.js has numbered the attempt by now
    const attempt = e.target.elements.namedItem("attempt")?.value;
    e.target.querySelectorAll("[data-draft]").forEach((input) => {
      sent.set(key(input), { value: input.value, attempt });
    });
  });
  window.drafts = { fill };
})();
