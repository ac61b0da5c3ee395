// Keeps a page up to date: takes the parts that changed from its stream of events, or reads the
// page again. Without this script the page says the same and « Actualiser » does the rest.
"use strict";

const live = document.querySelector("[data-live]");
const announcement = document.getElementById("annonce");
const cut = document.getElementById("coupure");
const pause = Number(live?.dataset.live) * 1000;
// Milliseconds until a stream that was refused is asked for again.
const STREAM_AGAIN = 60000;
// Parts that came while the old ones were in use.
const waiting = new Map();

function headline(root) {
  return root.querySelector("[data-headline]")?.textContent.trim() ?? "";
}

// A part that holds the focus, or whose text is being selected, is left alone until it is free.
function inUse(part) {
  const selection = getSelection();
  const selected = !selection.isCollapsed && part.contains(selection.anchorNode);
  return selected || part.contains(document.activeElement);
}

function replacePart(fresh) {
  const part = live.querySelector(`[data-part]#${CSS.escape(fresh.id)}`);
  waiting.delete(fresh.id);
  if (!part) return;
  const open = [...part.querySelectorAll("details[open]")].map((details) => details.id);
  for (const id of open) fresh.querySelector(`#${CSS.escape(id)}`)?.setAttribute("open", "");
  if (part.outerHTML === fresh.outerHTML) return;
  if (inUse(part)) {
    waiting.set(fresh.id, fresh);
    return;
  }
  const changed = headline(part) !== headline(fresh);
  part.replaceWith(fresh);
  if (changed) {
    fresh.classList.add("fresh");
    announcement.textContent = headline(fresh);
  }
}

function replaceParts(page) {
  for (const fresh of page.querySelectorAll("[data-part]")) replacePart(document.adoptNode(fresh));
}

function parse(html) {
  return new DOMParser().parseFromString(html, "text/html");
}

function showCut(away) {
  if (cut) cut.hidden = !away;
}

async function readAgain() {
  const answer = await fetch(location.href, { headers: { Accept: "text/html" } });
  if (!answer.ok) throw new Error(String(answer.status));
  const page = parse(await answer.text());
  document.title = page.title;
  replaceParts(page);
}

let poll = 0;

async function turn(wait) {
  try {
    if (!document.hidden) await readAgain();
    showCut(false);
    wait = pause;
  } catch {
    // the service is away: come back less and less often, at most every minute
    showCut(true);
    wait = Math.min(wait * 2, 60000);
  }
  poll = setTimeout(turn, wait, wait);
}

let stream = null;
let again = 0;

function follow() {
  stream?.close();
  stream = new EventSource(live.dataset.events);
  stream.addEventListener("open", () => {
    clearTimeout(poll);
    showCut(false);
  });
  stream.addEventListener("parts", (event) => {
    const { title, parts } = JSON.parse(event.data);
    document.title = title;
    replaceParts(parse(Object.values(parts).join("")));
  });
  stream.addEventListener("error", () => {
    showCut(true);
    if (stream.readyState !== EventSource.CLOSED) return; // the browser comes back by itself
    clearTimeout(poll);
    turn(pause);
    clearTimeout(again);
    again = setTimeout(follow, STREAM_AGAIN);
  });
}

// Nobody looks at a page in the background: its place among the readers is free for another.
function followWhileSeen() {
  if (!document.hidden) return follow();
  stream?.close();
  clearTimeout(poll);
  clearTimeout(again);
}

if (live) {
  setInterval(() => [...waiting.values()].forEach(replacePart), 1000);
  if (live.dataset.events && "EventSource" in window) {
    document.addEventListener("visibilitychange", followWhileSeen);
    followWhileSeen();
  } else {
    poll = setTimeout(turn, pause, pause);
  }
}
