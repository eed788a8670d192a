// A photo of the meter: made small in the browser, then sent as it is by one POST. A module: loaded
// by the page of readings alone.
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

const send = async (input) => {
  const [file] = input.files;
  const place = input.closest("label").nextElementSibling;
  if (!file) return;
  input.disabled = true;
  place.textContent = "Отправляем фото…";
  try {
    const answer = await fetch(`/api/readings/${encodeURIComponent(input.dataset.photo)}/photo`, {
      method: "POST",
      headers: { "Content-Type": "application/octet-stream" },
      body: await small(file),
    });
    const { words } = await answer.json();
    place.textContent = words;
    if (answer.ok) document.querySelector("[data-photo-done]")?.click();
  } catch {
    place.textContent = "Фото не отправлено: нет связи. Показания уже приняты, фото можно приложить позже.";
  }
  input.value = "";
  input.disabled = false;
};

document.addEventListener("change", (e) => {
  if (e.target.matches?.("input[data-photo]")) send(e.target);
});
