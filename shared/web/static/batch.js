// Lets a whole folder be chosen, and shows how far the files of a batch have come. Without this
// script the same form sends the same files.
"use strict";

const form = document.querySelector("form[data-many]");
const input = form.querySelector("input[type=file]");
const bar = form.querySelector("progress");
const place = form.querySelector("[data-refused]");

function enableFolders() {
  const line = form.querySelector("[data-folder]");
  if (!("webkitdirectory" in input)) return;
  line.hidden = false;
  line.querySelector("input").addEventListener("change", (event) => {
    input.webkitdirectory = event.target.checked;
    input.value = "";
  });
}

form.addEventListener("submit", (event) => {
  if (!input.files.length) return;
  event.preventDefault();
  const request = new XMLHttpRequest();
  place.hidden = true;
  bar.hidden = false;
  request.upload.addEventListener("progress", (step) => {
    if (step.lengthComputable) bar.value = (100 * step.loaded) / step.total;
  });
  request.addEventListener("loadend", () => {
    bar.hidden = true;
    if (request.status === 200) {
      location.assign(`${location.pathname}#fichiers`);
      location.reload();
      return;
    }
    place.textContent = "L’envoi n’a pas abouti. Recommencez : les fichiers déjà arrivés sont gardés.";
    place.hidden = false;
  });
  const body = new FormData();
  for (const file of input.files) body.append("fichiers", file, file.webkitRelativePath || file.name);
  request.open("POST", form.action);
  request.send(body);
});

enableFolders();
