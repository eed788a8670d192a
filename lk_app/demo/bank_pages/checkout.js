// The demo bank's card form. A number that is not on the page's list never leaves the browser.
(() => {
  "use strict";
  const form = document.getElementById("card");
  if (!form) return;
  const known = [...document.querySelectorAll("[data-number]")];
  const bare = (text) => text.replace(/\D/g, "");
  const numbers = new Set(known.map((button) => bare(button.dataset.number)));
  const { number, expires } = form.elements;
  const error = document.getElementById("number-error");

  known.forEach((button) => button.addEventListener("click", () => {
    number.value = button.dataset.number;
    expires.value ||= `12/${String(new Date().getFullYear() + 3).slice(2)}`;
    form.elements.code.focus();
    form.scrollIntoView({ block: "center" });
  }));
  number.addEventListener("input", (e) => {
    if (number.selectionStart !== number.value.length || e.inputType?.startsWith("delete")) return;
    number.value = bare(number.value).slice(0, 19).replace(/(\d{4})(?=\d)/g, "$1 ");
  });
  expires.addEventListener("input", (e) => {
    if (e.inputType?.startsWith("delete")) return;
    const written = expires.value.replace(/^(\d\d)\/*(?!\/)/, "$1/"); // who types «/», too, has one
    if (written !== expires.value) expires.value = written;
  });
  form.addEventListener("submit", (e) => {
    const digits = bare(number.value);
    if (digits.length < 13 || numbers.has(digits)) return;
    e.preventDefault();
    number.setAttribute("aria-invalid", "true");
    error.textContent =
      "Это демонстрация: подойдут только номера из списка. Настоящую карту не вводите.";
    number.focus();
  });
})();
