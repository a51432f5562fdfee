const about = JSON.parse(byId("about").textContent);
const canvas = byId("picture");
const video = byId("video");
const pixels = canvas.getContext("2d", { willReadFrequently: true });
let predictor;

function byId(id) {
  return document.getElementById(id);
}

function bytesOf(base64) {
  return Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
}

async function unpacked(id) {
  const packed = new Blob([bytesOf(byId(id).textContent)]).stream();
  return new Uint8Array(await new Response(packed.pipeThrough(new DecompressionStream("deflate"))).arrayBuffer());
}

/** The model's answer for what is drawn on the canvas. */
function answer() {
  const { data, width, height } = pixels.getImageData(0, 0, canvas.width, canvas.height);
  const answered = predictor.answer(new Uint8Array(data.buffer), width, height);
  const { probabilities, familiar } = answered;
  answered.free();
  return { probabilities: [...probabilities], familiar };
}

function draw(source, width, height) {
  canvas.width = width;
  canvas.height = height;
  pixels.drawImage(source, 0, 0);
}

function show({ probabilities, familiar }) {
  const best = probabilities.indexOf(Math.max(...probabilities));
  const verdict = familiar ? about.labels[best] : "None of these";
  if (byId("verdict").textContent !== verdict) byId("verdict").textContent = verdict;
  for (const [index, bar] of [...byId("bars").children].entries()) {
    bar.dataset.probability = probabilities[index];
    bar.querySelector(".share").textContent = `${Math.round(probabilities[index] * 100)} %`;
    bar.querySelector("i").style.width = `${probabilities[index] * 100}%`;
  }
}

function addBars() {
  for (const label of about.labels) {
    const bar = document.createElement("li");
    bar.innerHTML = '<span></span><span class="share"></span><span class="bar"><i></i></span>';
    bar.firstChild.textContent = label;
    byId("bars").append(bar);
  }
}

function trouble(text) {
  byId("trouble").textContent = text;
  byId("trouble").hidden = text === "";
}

async function look(file) {
  stopCamera();
  try {
    const bitmap = await createImageBitmap(file);
    draw(bitmap, bitmap.width, bitmap.height);
    canvas.hidden = false;
    byId("hint").hidden = true;
    show(answer());
    trouble("");
  } catch (error) {
    trouble(`This file could not be looked at (${error.message}). Choose an ordinary picture.`);
  }
}

function stopCamera() {
  video.srcObject?.getTracks().forEach((track) => track.stop());
  video.srcObject = null;
  video.hidden = true;
  byId("camera").ariaPressed = "false";
}

async function startCamera() {
  try {
    video.srcObject = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment" } });
    await video.play();
  } catch (error) {
    stopCamera();
    return trouble(`The camera cannot be used here (${error.message}). Choose a picture instead, or open this file in another browser.`);
  }
  trouble("");
  video.hidden = false;
  canvas.hidden = byId("hint").hidden = true;
  byId("camera").ariaPressed = "true";
  watch();
}

/** Looks at the newest frame, again and again, with a rest for the page in between. */
function watch() {
  if (!video.srcObject) return;
  if (video.videoWidth > 0) {
    draw(video, video.videoWidth, video.videoHeight);
    show(answer());
  }
  setTimeout(() => requestAnimationFrame(watch), 30);
}

/** Whether the model answers here as it did in Pupil. */
async function check() {
  const { picture, probabilities, tolerance } = about.check;
  const bitmap = await createImageBitmap(new Blob([bytesOf(picture)]));
  draw(bitmap, bitmap.width, bitmap.height);
  const found = answer().probabilities;
  const difference = Math.max(...found.map((probability, index) => Math.abs(probability - probabilities[index])));
  byId("check").dataset.difference = difference;
  byId("check").textContent = difference <= tolerance
    ? "Checked: it answers here as it did in Pupil."
    : `Take care: for its check picture it answers otherwise than in Pupil (by ${difference.toFixed(3)}). Try another browser.`;
}

function listen() {
  const stage = byId("stage");
  byId("camera").addEventListener("click", () => (video.srcObject ? stopCamera() : startCamera()));
  byId("choose").addEventListener("click", () => byId("file").click());
  byId("file").addEventListener("change", ({ target }) => target.files[0] && look(target.files[0]));
  for (const type of ["dragover", "dragleave", "drop"]) {
    addEventListener(type, (event) => {
      event.preventDefault();
      stage.classList.toggle("over", type === "dragover");
      if (type === "drop" && event.dataTransfer.files[0]) look(event.dataTransfer.files[0]);
    });
  }
}

async function start() {
  byId("card").textContent = about.card;
  initSync({ module: await unpacked("runtime") });
  predictor = new Predictor(await unpacked("model"));
  await check();
  addBars();
  listen();
  byId("verdict").textContent = "Show it something.";
}

start().catch((error) => {
  byId("verdict").textContent = "It cannot run here.";
  trouble(`This browser lacks something that the model needs (${error.message}). Open this file in a current Chrome, Edge, Firefox or Safari.`);
});
