// Put into every page of the bench before its own scripts: notes when a key fell and when a
// dossier, and the page of its piece, had been painted. Outlives a navigation in sessionStorage.
"use strict";

(() => {
  const read = (name) => JSON.parse(sessionStorage.getItem(name) || "null");
  const write = (name, value) => sessionStorage.setItem(name, JSON.stringify(value));
  const now = () => performance.timeOrigin + performance.now();
  const current = () => document.querySelector("h1")?.textContent.trim() || "";

  // After the frame that shows the change, not only after the change.
  const painted = (done) => requestAnimationFrame(() => {
    const channel = new MessageChannel();
    channel.port1.onmessage = done;
    channel.port2.postMessage(0);
  });

  let seen = "";
  const look = () => {
    const dossier = current();
    if (!dossier || dossier === seen) return;
    seen = dossier;
    painted(() => write("dossier", { of: dossier, at: now() }));
  };
  new MutationObserver(look).observe(document, { childList: true, subtree: true, characterData: true });
  addEventListener("keydown", () => write("key", now()), true);
  document.addEventListener("load", (event) => {
    const image = event.target;
    if (image.tagName !== "IMG" || !image.closest("figure:not([hidden])")) return;
    const dossier = current();
    painted(() => write("page", { of: dossier, at: now() }));
  }, true);

  window.guichetTimer = {
    current,
    since(what, before) {
      const found = read(what);
      if (!found || found.of === before) return null;
      return { ms: found.at - (read("key") ?? found.at) };
    },
  };
})();
