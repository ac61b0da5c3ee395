// A photo taken here: the phone's camera with an oval to place the face in, and what the check
// says before anything is sent. Without this script the same form sends the same file.
"use strict";

// Half axes as shares of the picture's height: the head fills 70 to 80 % of the print (ISO/IEC
// 19794-5, figure of the photo's frame), and the crop around it needs room.
const OVAL = { width: 0.25, height: 0.34 };
// Width by height of the print, 35 x 45 mm (same norm): cameras are wider, and a wide photo is refused.
const PRINT = 35 / 45;

// The part of the camera's picture that becomes the photo, in its middle.
function frameOf(video) {
  const width = Math.min(video.videoWidth, Math.round(video.videoHeight * PRINT));
  const height = Math.min(video.videoHeight, Math.round(video.videoWidth / PRINT));
  return { x: (video.videoWidth - width) / 2, y: (video.videoHeight - height) / 2, width, height };
}

function show(place, findings) {
  const failed = findings.filter((found) => found.verdict === "fail" && !found.advisory);
  place.replaceChildren();
  const told = failed.length ? failed.map((found) => found.message) : ["Rien à refaire : vous pouvez l’envoyer."];
  for (const text of told) {
    const line = document.createElement("p");
    line.className = failed.length ? "error" : "verdict is-done";
    line.textContent = `${failed.length ? "✗" : "✓"} ${text}`;
    place.append(line);
  }
}

function say(place, text) {
  place.replaceChildren();
  place.append(text);
}

async function judge(form, file) {
  const place = form.querySelector("[data-verdict]");
  say(place, "Nous regardons cette image…");
  try {
    const answer = await fetch(form.dataset.try, { method: "POST", body: file });
    const said = await answer.json();
    if (answer.ok) show(place, said.findings);
    else say(place, answer.status < 500 && answer.status !== 429 ? said.detail : "");
  } catch {
    say(place, ""); // the verdict comes after sending
  }
}

// Darkens what lies outside the oval.
function drawGuide(canvas, frame) {
  const pen = canvas.getContext("2d");
  const { width, height } = canvas;
  pen.clearRect(0, 0, width, height);
  pen.fillStyle = getComputedStyle(document.body).color;
  pen.globalAlpha = 0.5;
  pen.beginPath();
  pen.rect(0, 0, width, height);
  const [across, along] = [frame.height * OVAL.width, frame.height * OVAL.height];
  pen.ellipse(width / 2, height / 2, across, along, 0, 0, 2 * Math.PI);
  pen.fill("evenodd");
}

function button(text, act) {
  const made = document.createElement("button");
  made.type = "button";
  made.className = "second";
  made.textContent = text;
  made.addEventListener("click", act);
  return made;
}

async function openCamera(form, finder, opener) {
  const video = document.createElement("video");
  const stream = await navigator.mediaDevices.getUserMedia({
    video: { facingMode: "user", width: { ideal: 1920 }, height: { ideal: 1440 } },
  });
  const close = () => {
    stream.getTracks().forEach((track) => track.stop());
    finder.replaceChildren();
    finder.hidden = true;
    opener.hidden = false;
    opener.focus();
  };
  video.srcObject = stream;
  video.playsInline = true;
  video.muted = true;
  await video.play();
  const guide = document.createElement("canvas");
  guide.width = video.videoWidth;
  guide.height = video.videoHeight;
  guide.setAttribute("aria-hidden", "true");
  drawGuide(guide, frameOf(video));
  const frame = document.createElement("div");
  frame.className = "viewfinder-frame";
  frame.append(video, guide);
  const shoot = button("Prendre la photo", () => {
    const shot = document.createElement("canvas");
    const { x, y, width, height } = frameOf(video);
    [shot.width, shot.height] = [width, height];
    shot.getContext("2d").drawImage(video, x, y, width, height, 0, 0, width, height);
    shot.toBlob((blob) => {
      const box = new DataTransfer();
      box.items.add(new File([blob], "photo.jpg", { type: "image/jpeg" }));
      form.querySelector("input[type=file]").files = box.files;
      close();
      judge(form, box.files[0]);
    }, "image/jpeg", 0.95);
  });
  finder.replaceChildren(frame, shoot, button("Fermer l’appareil", close));
  finder.hidden = false;
  opener.hidden = true;
  shoot.focus();
}

for (const form of document.querySelectorAll("form[data-try]")) {
  const input = form.querySelector("input[type=file]");
  input.addEventListener("change", () => input.files[0] && judge(form, input.files[0]));
  if (!("camera" in form.dataset) || !navigator.mediaDevices?.getUserMedia) continue;
  const finder = form.querySelector("[data-viewfinder]");
  const opener = button("Ouvrir l’appareil photo", () =>
    openCamera(form, finder, opener).catch(() => {
      say(form.querySelector("[data-verdict]"), "L’appareil photo ne s’ouvre pas. Choisissez un fichier.");
    }),
  );
  finder.before(opener);
}
