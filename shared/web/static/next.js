// While an agent reads, the next dossier is reserved and its screen kept; a decision then shows it
// at once. Without this script the same forms lead there. Pictures are asked for once it is shown.
import { held, works } from "./lease.js";

// [D] The dossier in hand loads first; a reservation of 2 minutes is renewed at half its time.
const SOON = 1_500;
const RENEWED = 60_000;
const RESERVED = 120_000;

// In sessionStorage, for this list of dossiers: a note or a preview loads another page, and that
// one asks for the same dossier again. Away from these pages console.js gives it back.
const KEPT = "guichet-pret";

let ready = null;
let sending = false;
let refused = false;
let soon = 0;

function place() {
  return document.getElementById("suivant-pret");
}

function tell() {
  const shown = place();
  if (!shown) return;
  shown.hidden = false;
  shown.toggleAttribute("data-ready", Boolean(ready));
  if (ready) shown.querySelector("strong").textContent = ready.dossier;
}

function kept(asked) {
  const [list, dossier] = (sessionStorage.getItem(KEPT) ?? "").split(" ");
  return list === asked.dataset.ask ? dossier : "";
}

function used() {
  ready = null;
  sessionStorage.removeItem(KEPT);
}

function forget() {
  used();
  tell();
}

function parsed(text) {
  return new DOMParser().parseFromString(text, "text/html");
}

async function prepare() {
  if (ready && Date.now() > ready.ends) forget();
  const asked = place();
  if (!asked || refused || sending || !works() || !held()) return;
  const body = new URLSearchParams({ dossier: ready?.dossier ?? kept(asked) });
  const answer = await fetch(asked.dataset.ask, { method: "POST", body, headers: { Accept: "text/html" } });
  if (answer.status === 204) return forget();
  const address = answer.headers.get("Content-Location");
  if (!answer.ok || !address) return;
  const dossier = address.split("?")[0].split("/").pop();
  ready = { dossier, page: parsed(await answer.text()), ends: Date.now() + RESERVED };
  sessionStorage.setItem(KEPT, `${asked.dataset.ask} ${dossier}`);
  tell();
}

function drop() {
  if (!ready) return;
  navigator.sendBeacon(place()?.dataset.drop ?? "/console/pret/rendre", new URLSearchParams({ dossier: ready.dossier }));
  forget();
}

// Puts another screen in the place of this one, as the browser would have done by itself.
function put(page, address) {
  document.querySelector("main").replaceWith(document.adoptNode(page.querySelector("main")));
  document.title = page.title;
  if (address) {
    history.pushState(null, "", address);
    for (const link of document.querySelectorAll('footer a[href^="/console/dossiers/"]')) link.href = address;
  }
  scrollTo(0, 0);
  const heading = document.querySelector("main h1");
  heading.tabIndex = -1;
  heading.focus({ preventScroll: true });
  document.dispatchEvent(new Event("guichet:page"));
}

function putReady(page, { address, undo, until }) {
  const banner = document.importNode(parsed(undo).body, true);
  page.getElementById("bail").before(...banner.childNodes);
  page.getElementById("bail").dataset.until = until;
  used();
  put(page, address);
  const said = document.querySelector("[data-undo] [role=status]")?.textContent.trim();
  if (said) document.getElementById("annonce").textContent = said;
}

async function goOn(answer, next) {
  const isDossier = new URL(answer.url).pathname.startsWith("/console/dossiers/");
  if (answer.ok && answer.headers.get("Content-Type").startsWith("application/json")) {
    return putReady(next.page, await answer.json());
  }
  if (answer.redirected) {
    ready = null;
    return isDossier && answer.ok ? put(parsed(await answer.text()), answer.url) : location.assign(answer.url);
  }
  if (![409, 422].includes(answer.status)) throw new Error("no answer");
  put(parsed(await answer.text()));
  document.querySelector(".decide details[open] :is(input:checked, input, textarea)")?.focus();
}

async function send(form) {
  const next = ready && Date.now() < ready.ends ? ready : null;
  const body = new URLSearchParams(new FormData(form));
  body.set("pret", next?.dossier ?? "");
  const failed = document.getElementById("envoi-perdu");
  sending = true;
  try {
    await goOn(await fetch(form.action, { method: "POST", body, headers: { Accept: "text/html" } }), next);
  } catch {
    // nobody knows whether it arrived: the same decision sent again is stored once
    document.getElementById("envoi")?.replaceChildren(failed.content.cloneNode(true));
  } finally {
    sending = false;
  }
}

function onSubmit(event) {
  const goesOn = event.target.matches('.decide form:is([action*="/decider"], [action*="/passer"])');
  if (!goesOn || event.submitter?.hasAttribute("formaction")) return;
  event.preventDefault();
  if (!sending && held()) send(event.target);
}

function begin() {
  refused = false;
  tell();
  clearTimeout(soon);
  soon = setTimeout(() => prepare().catch(() => {}), SOON);
}

document.addEventListener("submit", onSubmit);
document.addEventListener("click", (event) => {
  if (!event.target.closest("#suivant-pret button")) return;
  refused = true;
  drop();
});
addEventListener("popstate", () => location.reload());
setInterval(() => prepare().catch(() => {}), RENEWED);
document.addEventListener("guichet:page", begin);
begin();
