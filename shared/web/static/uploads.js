// Gives each form of a piece a progress bar, and says at once what the check finds on a photo or
// a signature. Without this script the same forms send the same files.
"use strict";

const ANNOUNCE = document.getElementById("annonce");
// Pieces that can be judged before they are sent.
const JUDGED = new Set(["photo", "signature"]);
// Milliseconds between two looks for a verdict, and how many looks: half a minute.
const LOOK_AGAIN = 700;
const LOOKS = 45;

function kindOf(form) {
  return form.dataset.upload.split("/").pop();
}

function refuse(form, text) {
  const place = form.querySelector("[data-refused]");
  place.textContent = text;
  place.hidden = !text;
  if (text) ANNOUNCE.textContent = text;
}

function detailOf(text) {
  try {
    return JSON.parse(text).detail;
  } catch {
    return "L’envoi n’a pas abouti. Recommencez dans un instant.";
  }
}

// Reads the row again until its verdict has landed.
async function showAgain(row, looksLeft) {
  const answer = await fetch(location.href, { headers: { Accept: "text/html" } });
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const fresh = document.adoptNode(page.getElementById(row.id));
  document.getElementById(row.id).replaceWith(fresh);
  const verdict = fresh.querySelector(".verdict");
  ANNOUNCE.textContent = `${fresh.querySelector("h2").textContent} : ${verdict.textContent.trim()}.`;
  if (looksLeft && verdict.classList.contains("is-running")) {
    setTimeout(showAgain, LOOK_AGAIN, fresh, looksLeft - 1);
  }
}

function send(form, file) {
  const bar = form.querySelector("progress");
  const request = new XMLHttpRequest();
  refuse(form, "");
  bar.hidden = false;
  bar.value = 0;
  request.upload.addEventListener("progress", (event) => {
    if (event.lengthComputable) bar.value = (100 * event.loaded) / event.total;
  });
  request.addEventListener("loadend", () => {
    bar.hidden = true;
    if (request.status === 200 || request.status === 201) showAgain(form.closest("li"), LOOKS);
    else refuse(form, detailOf(request.responseText));
  });
  request.open("PUT", form.dataset.upload);
  request.setRequestHeader("Content-Type", file.type || "application/octet-stream");
  request.send(file);
}

async function judge(form, file) {
  const kind = kindOf(form);
  if (!JUDGED.has(kind)) return;
  refuse(form, "");
  const answer = await fetch(`/v1/preflight/${kind}`, { method: "POST", body: file });
  if (!answer.ok) {
    if (answer.status < 500 && answer.status !== 429) refuse(form, detailOf(await answer.text()));
    return;
  }
  const { findings } = await answer.json();
  const failed = findings.filter((found) => found.verdict === "fail" && !found.advisory);
  refuse(form, failed.map((found) => found.message).join(" "));
  if (!failed.length) ANNOUNCE.textContent = "Rien à refaire sur ce fichier. Vous pouvez le déposer.";
}

// Rows come and go with their verdicts, so the page listens for all of them.
document.addEventListener("change", (event) => {
  const form = event.target.closest("form[data-upload]");
  const file = event.target.files?.[0];
  if (form && file) judge(form, file);
});

document.addEventListener("submit", (event) => {
  const form = event.target.closest("form[data-upload]");
  const file = form?.querySelector("input[type=file]").files[0];
  if (!file) return;
  event.preventDefault();
  send(form, file);
});
