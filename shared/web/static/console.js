// Keys, letters and the seconds of undoing on the agents' pages. Every act is a form or a link
// of the page: this script only presses it.
"use strict";

// Two digits are one number when they come within this time.
const SAME_NUMBER = 800;

let number = { text: "", at: 0 };

function writing(element) {
  return element.matches("textarea, select, input:not([type=radio]):not([type=checkbox])");
}

function openPanel() {
  return document.querySelector(".decide details[open]");
}

function choose(digit) {
  const panel = openPanel();
  if (!panel) return false;
  const joined = Date.now() - number.at < SAME_NUMBER ? number.text + digit : digit;
  const find = (text) => panel.querySelector(`[data-digit="${text}"]`);
  const text = find(joined) ? joined : digit;
  const choice = find(text);
  if (!choice) return false;
  number = { text, at: Date.now() };
  choice.focus();
  choice.click();
  return true;
}

// The panel's first choice takes the focus, so that arrows and Enter work at once.
function press(target) {
  target.click();
  if (target.tagName !== "SUMMARY") return;
  const panel = target.parentElement;
  panel.querySelector("input:checked, fieldset input, textarea")?.focus();
  target.scrollIntoView({ block: "nearest" });
}

function close() {
  const panel = openPanel();
  if (!panel) return;
  panel.open = false;
  panel.querySelector("summary").focus();
}

function onKey(event) {
  if (event.key === "Escape") return close();
  if (event.key === "Enter" && event.ctrlKey) return event.target.form?.requestSubmit();
  if (event.ctrlKey || event.altKey || event.metaKey || writing(event.target)) return;
  if (/^\d$/.test(event.key)) {
    if (choose(event.key)) event.preventDefault();
    return;
  }
  const bar = document.querySelector("[data-keys]");
  if (bar?.dataset.keys !== "oui" || event.repeat) return;
  const target = document.querySelector(`[data-key="${CSS.escape(event.key)}"]`);
  if (!target || target.closest("[hidden]")) return;
  event.preventDefault();
  press(target);
}

// The letter exactly as it would leave, drawn by the server from what is chosen.
async function previewOf(form) {
  const shown = form.querySelector("[data-letter]");
  const body = new URLSearchParams(new FormData(form));
  const answer = await fetch(form.dataset.preview, { method: "POST", body });
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const drawn = page.querySelector("[data-letter]:has(p)");
  shown.replaceChildren(...(drawn ? document.adoptNode(drawn).childNodes : []));
}

let later = 0;

function previewSoon(event) {
  const form = event.target.closest("[data-preview]");
  if (!form) return;
  clearTimeout(later);
  later = setTimeout(() => previewOf(form).catch(() => {}), 300);
}

function countDown(undo) {
  const end = performance.now() + Number(undo.dataset.undo) * 1000;
  const progress = undo.querySelector("progress");
  const timer = setInterval(() => {
    const left = (end - performance.now()) / 1000;
    progress.value = Math.max(0, left);
    if (left > 0) return;
    clearInterval(timer);
    undo.classList.add("is-over");
    undo.hidden = true;
  }, 250);
}

// What a page says as it opens is read out by nobody: it is said again where changes are heard.
function tell() {
  const heard = document.getElementById("annonce");
  const said = [...document.querySelectorAll("main .notice:is([role], :has([role=status]))")];
  const text = said.map((one) => (one.querySelector("[role=status]") ?? one).textContent.trim()).join(" ");
  if (text && heard.textContent !== text) setTimeout(() => { heard.textContent = text; }, 200);
}

function begin() {
  tell();
  const undo = document.querySelector("[data-undo]");
  if (undo) countDown(undo);
  if (document.getElementById("faute")) document.querySelector(".decide details[open] input, .decide details[open] textarea")?.focus();
}

// What next.js had reserved is for the review screens: on any other page it goes back at once.
function giveBack() {
  const dossier = sessionStorage.getItem("guichet-pret")?.split(" ")[1];
  if (!dossier || document.getElementById("suivant-pret")) return;
  sessionStorage.removeItem("guichet-pret");
  navigator.sendBeacon("/console/pret/rendre", new URLSearchParams({ dossier }));
}

document.addEventListener("keydown", onKey);
for (const what of ["change", "input"]) document.addEventListener(what, previewSoon);
document.addEventListener("toggle", (event) => {
  const form = event.target.open ? event.target.querySelector("[data-preview]") : null;
  if (form?.querySelector("input:checked")) previewSoon({ target: form });
}, true);
document.addEventListener("guichet:page", begin);
begin();
giveBack();
