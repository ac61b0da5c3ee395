// Moves, enlarges and turns the pictures of pieces, and lights where a value stands. Without this
// script the frame scrolls, and links show the other pages.
import { takeInHand } from "./fingers.js";

let viewer = null;
let tools = null;
// [D] One step of + or −, the bounds against fit, and pixels of an arrow key.
const [STEP, LEAST, MOST, MOVE] = [1.25, 0.5, 12, 60];

const view = { zoom: 1, x: 0, y: 0, turn: 0 };

function figures() {
  return [...viewer.querySelectorAll("figure:not([hidden])")];
}

// Size of the frame, and how much a sheet shrinks to be seen whole, turned or not.
function fitted(figure) {
  const image = figure.querySelector("img");
  const sideways = view.turn % 180 !== 0;
  const [width, height] = [image.naturalWidth || 1, image.naturalHeight || 1];
  const across = figure.clientWidth / (sideways ? height : width);
  const down = figure.clientHeight / (sideways ? width : height);
  return { width, height, scale: Math.min(across, down) };
}

function draw() {
  for (const figure of figures()) {
    const sheet = figure.querySelector(".sheet");
    if (!sheet) continue;
    const { width, height, scale } = fitted(figure);
    const [left, top] = [figure.clientWidth / 2 + view.x, figure.clientHeight / 2 + view.y];
    const size = scale * view.zoom;
    const place = `translate(${left}px, ${top}px) scale(${size})`;
    // boxes keep their stroke at any size
    sheet.style.setProperty("--thin", String(1 / size));
    sheet.style.transform = `${place} rotate(${view.turn}deg) translate(${-width / 2}px, ${-height / 2}px)`;
  }
}

function reset() {
  Object.assign(view, { zoom: 1, x: 0, y: 0 });
  draw();
}

// The point under the hand, given from the middle of the frame, stays where it is.
function zoom(factor, x = 0, y = 0) {
  const wanted = Math.min(MOST, Math.max(LEAST, view.zoom * factor));
  const real = wanted / view.zoom;
  view.x = x - (x - view.x) * real;
  view.y = y - (y - view.y) * real;
  view.zoom = wanted;
  draw();
}

function pan(x, y) {
  view.x += x;
  view.y += y;
  draw();
}

// The frame with its tools; where the browser cannot fill the screen, the frame fills the page.
function full() {
  const top = viewer.closest("[data-top]");
  const wide = top.classList.toggle("is-full");
  tools.querySelector('[data-do="full"]').setAttribute("aria-pressed", String(wide));
  if (wide) top.requestFullscreen?.().catch(() => {});
  else if (document.fullscreenElement) document.exitFullscreen();
}

// Escape, or the browser's own way out.
function onLeaving() {
  if (!document.fullscreenElement && viewer?.closest(".is-full")) full();
}

function load(figure) {
  const image = figure.querySelector("img[data-src]");
  if (!image) return;
  image.src = image.dataset.src;
  image.removeAttribute("data-src");
  image.addEventListener("load", draw, { once: true });
}

function show(key) {
  const wanted = viewer.querySelector(`[data-sheet="${CSS.escape(key)}"]`);
  if (!wanted) return;
  viewer.classList.remove("is-beside");
  for (const figure of viewer.querySelectorAll("figure")) {
    figure.hidden = figure !== wanted;
    figure.classList.remove("is-left", "is-right");
  }
  for (const link of document.querySelectorAll(".strip [data-show]")) {
    if (link.dataset.show === key) link.setAttribute("aria-current", "true");
    else link.removeAttribute("aria-current");
  }
  load(wanted);
  const pair = earlier(wanted);
  tools.querySelector('[data-do="beside"]').hidden = !pair;
  view.turn = 0;
  reset();
}

function earlier(figure) {
  const kind = figure.dataset.sheet.replace(/-(\d+|avant)$/, "");
  return viewer.querySelector(`[data-sheet="${CSS.escape(kind)}-avant"]`);
}

// What a correction replaced on the left, its successor on the right: both move together.
function beside() {
  const [current] = figures();
  const before = earlier(current);
  const kind = before.dataset.sheet.slice(0, -"-avant".length);
  const after = viewer.querySelector(`[data-sheet="${CSS.escape(kind)}-1"]`);
  viewer.classList.add("is-beside");
  for (const [figure, side] of [[before, "is-left"], [after, "is-right"]]) {
    figure.hidden = false;
    figure.classList.add(side);
    load(figure);
  }
  if (current !== before && current !== after) current.hidden = true;
  reset();
}

function light(key) {
  for (const lit of viewer.querySelectorAll(".is-lit")) lit.classList.remove("is-lit");
  const wanted = document.getElementById(key);
  wanted?.classList.add("is-lit");
  if (wanted) bring(wanted);
}

// Into the middle of the frame, where the picture was moved so far that it cannot be seen.
function bring(wanted) {
  // before the picture is there nothing has a place; once it is, it is shown whole
  if (!wanted.closest("figure").querySelector("img").naturalWidth) return;
  const [frame, box] = [viewer.getBoundingClientRect(), wanted.getBoundingClientRect()];
  const seen = box.left >= frame.left && box.right <= frame.right && box.top >= frame.top && box.bottom <= frame.bottom;
  if (seen) return;
  pan((frame.left + frame.right - box.left - box.right) / 2, (frame.top + frame.bottom - box.top - box.bottom) / 2);
}

const ACTS = {
  in: () => zoom(STEP),
  out: () => zoom(1 / STEP),
  fit: reset,
  turn: () => { view.turn = (view.turn + 90) % 360; reset(); },
  full,
  beside,
};
const KEYS = { "+": ACTS.in, "=": ACTS.in, "-": ACTS.out, 0: reset, r: ACTS.turn, f: full };
const ARROWS = { ArrowLeft: [MOVE, 0], ArrowRight: [-MOVE, 0], ArrowUp: [0, MOVE], ArrowDown: [0, -MOVE] };

function onKey(event) {
  if (event.ctrlKey || event.altKey || event.metaKey) return;
  const act = KEYS[event.key];
  const arrow = ARROWS[event.key];
  if (!act && !arrow) return;
  event.preventDefault();
  event.stopPropagation();
  if (act) act();
  else pan(...arrow);
}

function follow(event) {
  const link = event.target.closest?.("[data-show]");
  if (!link || (event.type === "focusin" && !link.dataset.zone)) return;
  if (event.type === "click") event.preventDefault();
  const sheet = viewer.querySelector(`[data-sheet="${CSS.escape(link.dataset.show)}"]`);
  if (sheet?.hidden || event.type === "click") show(link.dataset.show);
  if (link.dataset.zone) light(link.dataset.zone);
}

function begin() {
  viewer = document.querySelector("[data-viewer]");
  tools = document.querySelector("[data-tools]");
  if (!viewer) return;
  viewer.classList.add("is-live");
  tools.hidden = false;
  viewer.addEventListener("keydown", onKey);
  takeInHand(viewer, { pan, zoom });
  tools.addEventListener("click", (event) => ACTS[event.target.closest("[data-do]")?.dataset.do]?.());
  new ResizeObserver(draw).observe(viewer);
  for (const image of viewer.querySelectorAll("img[src]")) image.addEventListener("load", draw);
  const [first] = figures();
  if (first) tools.querySelector('[data-do="beside"]').hidden = !earlier(first);
  view.turn = 0;
  reset();
}

document.addEventListener("fullscreenchange", onLeaving);
for (const how of ["click", "focusin"]) document.addEventListener(how, follow);
document.addEventListener("guichet:page", begin);
begin();
