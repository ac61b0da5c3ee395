// Keys, the lease and the seconds of undoing on the agents' pages. Every act is a form or a link
// of the page: this script only presses it.
"use strict";

const bar = document.querySelector("[data-keys]");
const lease = document.getElementById("bail");
const undo = document.querySelector("[data-undo]");
// [D] A lease lasts 30 minutes: renewed every 5 while somebody works, told 2 minutes before its end.
const BEAT = 5 * 60_000;
const WARNING = 2 * 60_000;
// Two digits are one number when they come within this time.
const SAME_NUMBER = 800;

let touched = Date.now();
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
  touched = Date.now();
  if (event.key === "Escape") return close();
  if (event.key === "Enter" && event.ctrlKey) return event.target.form?.requestSubmit();
  if (event.ctrlKey || event.altKey || event.metaKey || writing(event.target)) return;
  if (/^\d$/.test(event.key)) {
    if (choose(event.key)) event.preventDefault();
    return;
  }
  if (bar.dataset.keys !== "oui" || event.repeat) return;
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

function say(template) {
  lease.replaceChildren(document.getElementById(template).content.cloneNode(true));
}

async function keep() {
  const answer = await fetch(lease.dataset.claim, { method: "POST", headers: { Accept: "application/json" } });
  if (answer.status === 409) {
    lease.dataset.holder = "nobody";
    return say("bail-perdu");
  }
  if (!answer.ok) return;
  lease.dataset.until = (await answer.json()).claim.until;
  lease.replaceChildren();
}

function look() {
  if (lease.dataset.holder !== "mine") return;
  const left = Date.parse(lease.dataset.until) - Date.now();
  if (left <= 0) {
    lease.dataset.holder = "nobody";
    say("bail-perdu");
  } else if (left < WARNING && !lease.hasChildNodes()) {
    say("bail-bref");
  }
}

function beat() {
  const works = !document.hidden && Date.now() - touched < BEAT;
  if (works && lease.dataset.holder === "mine") keep().catch(() => {});
}

function countDown() {
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

if (bar) {
  document.addEventListener("keydown", onKey);
  document.addEventListener("pointerdown", () => { touched = Date.now(); });
  for (const what of ["change", "input"]) document.addEventListener(what, previewSoon);
  document.addEventListener("toggle", (event) => {
    const form = event.target.open ? event.target.querySelector("[data-preview]") : null;
    if (form?.querySelector("input:checked")) previewSoon({ target: form });
  }, true);
}
if (lease?.dataset.claim) {
  // the server's words on the lease are read first; the script's own come later
  if (!lease.querySelector(".notice")) lease.replaceChildren();
  setInterval(look, 5_000);
  setInterval(beat, BEAT);
  lease.addEventListener("submit", (event) => {
    if (!event.target.matches("[data-keep]")) return;
    event.preventDefault();
    keep().catch(() => {});
  });
}
if (undo) countDown();
if (document.getElementById("faute")) document.querySelector(".decide details[open] input, .decide details[open] textarea")?.focus();
