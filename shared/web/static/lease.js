// The lease on the dossier in front of an agent: kept while they work, its end told before it
// comes, and once it is lost nothing can be decided on this page any more.

// [D] A lease lasts 30 minutes: renewed every 5 while somebody works, told 2 minutes before its end.
const BEAT = 5 * 60_000;
const WARNING = 2 * 60_000;
const LOOK = 5_000;
// A service that does not answer is asked again after so long.
const AGAIN = 10_000;

let lease = null;
let skew = null;
let touched = Date.now();
let asking = false;
let later = 0;

export function works() {
  return !document.hidden && Date.now() - touched < BEAT;
}

export function held() {
  return lease?.dataset.holder === "mine";
}

function say(template) {
  lease.dataset.said = template;
  lease.replaceChildren(document.getElementById(template).content.cloneNode(true));
}

function hush() {
  delete lease.dataset.said;
  lease.replaceChildren();
}

// The end by this machine's clock, which may be minutes off: the first page told by how much.
function endsAt(until) {
  return Date.parse(until) - skew;
}

function allow(allowed) {
  for (const button of document.querySelectorAll('.decide form[action^="/console/dossiers/"] button')) {
    button.disabled = !allowed;
  }
}

function lose() {
  lease.dataset.holder = "nobody";
  allow(false);
  say("bail-perdu");
}

function answered(claim) {
  const regained = lease.dataset.holder !== "mine";
  lease.dataset.holder = "mine";
  lease.dataset.ends = endsAt(claim.until);
  if (regained) allow(true);
  hush();
}

async function keep() {
  clearTimeout(later);
  const asked = lease;
  asking = true;
  const answer = await fetch(asked.dataset.claim, { method: "POST", headers: { Accept: "application/json" } }).catch(() => null);
  const body = answer?.ok ? await answer.json() : null;
  if (asked !== lease) return;
  asking = false;
  if (body) return answered(body.claim);
  if (answer?.status === 409) return lose();
  if (answer?.status === 401 || answer?.status === 403) return say("bail-seance");
  say("bail-muet");
  later = setTimeout(keep, AGAIN);
}

function look() {
  if (!held() || asking) return;
  const left = Number(lease.dataset.ends) - Date.now();
  if (left <= 0) lose();
  else if (left < WARNING && !lease.dataset.said) say("bail-bref");
}

function beat() {
  if (works() && held()) keep();
}

function onSubmit(event) {
  if (!event.target.matches("[data-keep]")) return;
  event.preventDefault();
  keep();
}

function begin() {
  clearTimeout(later);
  asking = false;
  lease = document.getElementById("bail");
  if (!lease?.dataset.claim) return;
  skew ??= Date.parse(lease.dataset.now) - Date.now();
  lease.dataset.ends = endsAt(lease.dataset.until);
  // the server's words on the lease are read first; the script's own come later
  if (!lease.querySelector(".notice")) lease.replaceChildren();
  lease.addEventListener("submit", onSubmit);
}

for (const what of ["keydown", "pointerdown"]) document.addEventListener(what, () => { touched = Date.now(); }, true);
setInterval(look, LOOK);
setInterval(beat, BEAT);
document.addEventListener("guichet:page", begin);
begin();
