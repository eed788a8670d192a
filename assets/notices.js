// The column «Это устройство» of the profile's notices: asks for permission on a press only, keeps
// the kinds on the server under this browser's push address. A module: loaded by the profile alone.
const able = "serviceWorker" in navigator && "PushManager" in window && "Notification" in window;
const boxes = () => [...document.querySelectorAll("[data-push]")];
const say = (words) => {
  const place = document.querySelector("[data-push-says]");
  if (place) place.textContent = words;
};
const WORDS = {
  unable: "Этот браузер не показывает уведомлений. На iPhone и iPad они работают, когда кабинет "
    + "добавлен на экран «Домой».",
  denied: "Уведомления от нас запрещены в настройках браузера. Разрешите их там и обновите страницу.",
  refused: "Браузер не разрешил уведомления. Отметьте ещё раз и нажмите «Разрешить».",
  failed: "Включить не получилось: нет связи с сервером уведомлений. Попробуйте позже.",
  on: "На это устройство будем присылать отмеченное.",
  off: "На это устройство больше ничего не присылаем.",
};

let server = ""; // its key: a browser agrees to the notices of one server

const ask = async (path, told) => {
  const answer = await fetch(path, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(told),
  });
  if (answer.status === 401) location.reload(); // signed out meanwhile
  const said = await answer.json();
  if (!answer.ok) throw new Error(said.words || "");
  return said;
};
const worker = async () => {
  const known = await navigator.serviceWorker.getRegistration();
  return known || navigator.serviceWorker.register("/sw.js");
};
const subscription = async () => (await worker()).pushManager.getSubscription();
const bytes = (text) =>
  Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (one) => one.charCodeAt(0));
const base64 = (buffer) =>
  btoa(String.fromCharCode(...new Uint8Array(buffer || new ArrayBuffer(0))))
    .replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");

const agree = async () => {
  if ((await Notification.requestPermission()) !== "granted") throw new Error(WORDS.refused);
  await worker();
  const { pushManager } = await navigator.serviceWorker.ready;
  const old = await pushManager.getSubscription();
  // another server's key: its notices would be turned away
  if (old && base64(old.options.applicationServerKey) !== server) await old.unsubscribe();
  return pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: bytes(server) });
};

const wish = async () => {
  const kinds = boxes().filter((box) => box.checked).map((box) => box.dataset.push);
  const mine = kinds.length ? await agree() : await subscription();
  if (!mine) return;
  const { endpoint, keys } = mine.toJSON();
  await ask("/api/push", { endpoint, keys, kinds });
  if (!kinds.length) await mine.unsubscribe();
  say(kinds.length ? WORDS.on : WORDS.off);
};

// What this device gets now. Boxes stay shut while that is not known, or can never be.
const look = async () => {
  if (!boxes().length) return;
  if (!able) return say(WORDS.unable);
  try {
    const mine = await subscription();
    const told = await ask("/api/push/seen", { endpoint: mine?.endpoint || "" });
    server = told.key;
    const denied = Notification.permission === "denied";
    boxes().forEach((box) => {
      box.checked = !denied && told.kinds.includes(box.dataset.push);
      box.disabled = denied;
    });
    if (denied) say(WORDS.denied);
  } catch {
    say(WORDS.failed);
  }
};

document.addEventListener("change", async (e) => {
  const box = e.target.closest?.("[data-push]");
  if (!box) return;
  boxes().forEach((one) => { one.disabled = true; });
  try {
    await wish();
  } catch (failed) {
    box.checked = !box.checked;
    say(failed.message && failed.name === "Error" ? failed.message : WORDS.failed);
  }
  boxes().forEach((one) => { one.disabled = Notification.permission === "denied"; });
  if (document.activeElement === document.body) box.focus(); // shutting it took the focus away
});
let soon = 0;
document.addEventListener("animationstart", (e) => {
  if (e.animationName !== "push-mark") return;
  clearTimeout(soon);
  soon = setTimeout(look); // once for the whole column
});
look();
