// The strip at the foot of the screen: one line for each thing the device itself has to say, read
// out as it appears. Beside React, which knows nothing of it.
(() => {
  "use strict";
  const place = document.createElement("div");
  place.className = "device no-print";
  place.setAttribute("role", "status");
  document.body.append(place); // empty: a reader hears what comes into it

  const line = (key) => place.querySelector(`[data-key="${CSS.escape(key)}"]`);
  const say = (key, words, ...ways) => {
    const found = line(key) || document.createElement("div");
    if (found.dataset.words === words) return;
    found.className = "device-line small";
    found.dataset.key = key;
    found.dataset.words = words;
    const text = document.createElement("p");
    text.textContent = words;
    found.replaceChildren(text, ...ways);
    if (!found.isConnected) place.append(found);
  };
  const hush = (key) => line(key)?.remove();
  const way = (words, act) => {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "device-way";
    button.textContent = words;
    button.addEventListener("click", act);
    return button;
  };
  // A question that has to be answered first; the browser keeps the focus inside and Esc says no.
  const ask = (words, yes, no) => new Promise((resolve) => {
    const box = document.createElement("dialog");
    const text = document.createElement("p");
    const answers = document.createElement("form");
    const button = (name, value, look) => {
      const made = way(name, undefined);
      Object.assign(made, { type: "submit", value, className: `btn btn-${look} btn-wide` });
      return made;
    };
    box.className = "device-ask";
    text.textContent = words;
    text.id = "device-ask";
    box.setAttribute("aria-labelledby", text.id);
    answers.method = "dialog";
    answers.append(button(no, "", "primary"), button(yes, "yes", "quiet"));
    box.append(text, answers);
    box.addEventListener("close", () => {
      box.remove();
      resolve(box.returnValue === "yes");
    });
    document.body.append(box);
    box.showModal();
  });

  window.strip = { say, hush, way, ask };
})();
