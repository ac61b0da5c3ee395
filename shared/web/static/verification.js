// Works a chosen file's SHA-256 out on the reader's own device and types it into the form: the
// file goes nowhere. Browsers lend `subtle` to secure pages only; without it people type.
const picker = document.querySelector("[data-digest-of]");
const typed = document.getElementById("empreinte");
if (picker && typed && window.crypto && window.crypto.subtle) {
  picker.hidden = false;
  picker.querySelector("input").addEventListener("change", async (event) => {
    const file = event.target.files[0];
    if (!file) return;
    const digest = await window.crypto.subtle.digest("SHA-256", await file.arrayBuffer());
    typed.value = [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
    typed.focus();
  });
}
