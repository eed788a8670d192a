// A photo of the meter, a file beside an appeal: made small in the browser if it is a picture, then
// sent as it is by one POST. A module: loaded by the pages that take files.
const LONGEST = 1600; // pixels: the server keeps no more
const QUALITY = 0.85;

// A file this browser cannot read (HEIC outside Safari) goes as it is: the server says what to do.
const small = async (file) => {
  try {
    const picture = await createImageBitmap(file, { imageOrientation: "from-image" });
    const scale = Math.min(1, LONGEST / Math.max(picture.width, picture.height));
    const canvas = document.createElement("canvas");
    canvas.width = Math.round(picture.width * scale);
    canvas.height = Math.round(picture.height * scale);
    canvas.getContext("2d").drawImage(picture, 0, 0, canvas.width, canvas.height);
    picture.close();
    return await new Promise((done) => { canvas.toBlob((blob) => done(blob || file), "image/jpeg", QUALITY); });
  } catch {
    return file;
  }
};

// Where a file goes: to its reading, or (data-attach) beside words that are not sent yet.
const address = ({ dataset }) =>
  dataset.attach ?? `/api/readings/${encodeURIComponent(dataset.photo)}/photo`;
const lost = ({ dataset }) => dataset.attach
  ? "Файл не отправлен: нет связи. Приложите его ещё раз."
  : "Фото не отправлено: нет связи. Показания уже приняты, фото можно приложить позже.";

const send = async (input, file) => {
  const place = input.closest("label").nextElementSibling;
  place.textContent = input.dataset.attach ? "Отправляем файл…" : "Отправляем фото…";
  try {
    const answer = await fetch(address(input), {
      method: "POST",
      headers: {
        "Content-Type": "application/octet-stream", "X-File-Name": encodeURIComponent(file.name),
      },
      body: await small(file),
    });
    const { words } = await answer.json();
    place.textContent = words;
    if (!answer.ok) return false;
    document.querySelector("[data-photo-done]")?.click();
  } catch {
    place.textContent = lost(input);
    return false;
  }
  return true;
};

const sendAll = async (input) => {
  input.disabled = true;
  for (const file of [...input.files]) {
    if (!(await send(input, file))) break; // what was refused is said until the next press
  }
  input.value = "";
  input.disabled = false;
};

document.addEventListener("change", (e) => {
  if (e.target.matches?.("input[data-photo], input[data-attach]")) sendAll(e.target);
});
