// Readings typed but not accepted yet: kept on this device until the receipt is on the screen or
// the person signs out, so that an ended session, a reload or a lost connection loses nothing.
// An input names its account in data-draft; the server never sees or trusts what is kept here.
(() => {
  "use strict";
  const PREFIX = "lk-draft:";
  const MOUNTED = new Set(["drum-in", "draft-in"]);
  const key = (input) => `${PREFIX}${input.dataset.draft}:${input.dataset.register}`;
  const keys = () => Object.keys(localStorage).filter((name) => name.startsWith(PREFIX));
  const forget = (start) =>
    keys().filter((name) => name.startsWith(start)).forEach((name) => localStorage.removeItem(name));
  const forgetAccount = (account) => forget(`${PREFIX}${account}:`);
  const setValue = Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, "value").set;

  const keep = (input) => {
    if (input.value) localStorage.setItem(key(input), input.value);
    else localStorage.removeItem(key(input));
  };
  const restore = (input) => {
    const account = input.dataset.draft;
    if (document.querySelector(`[data-accepted="${account}"]`)) return forgetAccount(account);
    const kept = localStorage.getItem(key(input));
    if (!kept || input.value) return;
    setValue.call(input, kept); // React's own setter would hide the change from its listeners
    input.dispatchEvent(new Event("input", { bubbles: true }));
  };

  document.addEventListener("input", (e) => {
    if (e.target.dataset.draft) keep(e.target);
  }, true);
  document.addEventListener("animationstart", (e) => {
    if (MOUNTED.has(e.animationName) && e.target.dataset.draft) restore(e.target);
    if (e.animationName !== "accepted-in") return;
    forgetAccount(e.target.dataset.accepted);
    if (e.target.tabIndex === -1 && e.target.hasAttribute("tabindex")) e.target.focus();
  }, true);
  document.addEventListener("submit", (e) => {
    if (e.target.getAttribute("action") === "/api/logout") forget(PREFIX);
  }, true);
})();
