// «Я не робот»: our own box in front of the invisible ALTCHA widget. The widget's own box unticks
// itself while it computes, which a screen reader tells as "not ticked"; ours stays as it was left.
const running = new WeakMap();

const say = (root, words) => {
  root.querySelector("[data-captcha-says]").textContent = words;
};

const payload = (root) => root.querySelector("input[name=captcha]")?.value;

async function solve(root) {
  await customElements.whenDefined("altcha-widget");
  const widget = root.querySelector("altcha-widget");
  if (payload(root)) return true;
  if (!running.has(widget)) {
    say(root, "Проверяем, подождите несколько секунд…");
    running.set(widget, widget.verify().catch(() => null));
  }
  await running.get(widget);
  running.delete(widget);
  const solved = Boolean(payload(root));
  say(root, solved ? "Проверено." : "Проверить не получилось. Отметьте ещё раз.");
  if (!solved) root.querySelector("input[type=checkbox]").checked = false;
  return solved;
}

document.addEventListener("change", (e) => {
  const root = e.target.closest?.("[data-captcha]");
  if (root && e.target.checked) solve(root);
});

// Sent while the computation still runs: wait for it instead of refusing.
document.addEventListener("submit", (e) => {
  const root = e.target.querySelector("[data-captcha]");
  if (!root || payload(root) || !root.querySelector("input[type=checkbox]").checked) return;
  e.preventDefault();
  e.stopImmediatePropagation();
  solve(root).then((solved) => solved && e.target.requestSubmit());
}, true);

// Ticked before this script came.
document.querySelectorAll("[data-captcha] input[type=checkbox]:checked").forEach((box) => {
  solve(box.closest("[data-captcha]"));
});
