// Keeps a page up to date: reads it again and replaces the parts that changed.
// Without this script the page says the same and « Actualiser » does the rest.
"use strict";

const live = document.querySelector("[data-live]");
const announcement = document.getElementById("annonce");

function headline(root) {
  return root.querySelector("[data-headline]")?.textContent.trim() ?? "";
}

// A part that holds the focus, or whose text is being selected, is left alone until the next turn.
function inUse(part) {
  const selection = getSelection();
  const selected = !selection.isCollapsed && part.contains(selection.anchorNode);
  return selected || part.contains(document.activeElement);
}

function replacePart(part, fresh) {
  const open = [...part.querySelectorAll("details[open]")].map((details) => details.id);
  for (const id of open) fresh.querySelector(`#${CSS.escape(id)}`)?.setAttribute("open", "");
  if (part.outerHTML === fresh.outerHTML || inUse(part)) return;
  const changed = headline(part) !== headline(fresh);
  part.replaceWith(fresh);
  if (changed) {
    fresh.classList.add("fresh");
    announcement.textContent = headline(fresh);
  }
}

async function readAgain() {
  const answer = await fetch(location.href, { headers: { Accept: "text/html" } });
  if (!answer.ok) return;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  document.title = page.title;
  for (const part of live.querySelectorAll("[data-part]")) {
    const fresh = page.getElementById(part.id);
    if (fresh) replacePart(part, document.adoptNode(fresh));
  }
}

async function turn(pause) {
  try {
    if (!document.hidden) await readAgain();
    pause = Number(live.dataset.live) * 1000;
  } catch {
    // the network is away: come back less and less often, at most every minute
    pause = Math.min(pause * 2, 60000);
  }
  setTimeout(turn, pause, pause);
}

if (live) setTimeout(turn, Number(live.dataset.live) * 1000, Number(live.dataset.live) * 1000);
