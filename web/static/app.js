// What makes the page quicker to use. Everything here may be missing: the page works without it.
(() => {
  "use strict";

  const byId = (id) => document.getElementById(id);
  const isBox = (element) => element instanceof HTMLInputElement && element.id === "q";

  // A screen reader hears the last word only: typing changes the results several times a second.
  let announcing = 0;
  const announce = (text) => {
    clearTimeout(announcing);
    announcing = setTimeout(() => { byId("status").textContent = text; }, 500);
  };

  // --- Japanese input: letters and Enter belong to the input method until it has finished.
  let composing = false;
  let heldBack = false;

  document.addEventListener("compositionstart", (event) => { composing = isBox(event.target); });
  document.addEventListener("compositionend", (event) => {
    composing = false;
    if (!isBox(event.target)) return;
    event.target.dispatchEvent(new Event("input", { bubbles: true }));
    if (heldBack) event.target.form.dispatchEvent(new Event("submit", { bubbles: true, cancelable: true }));
    heldBack = false;
  });
  document.addEventListener("input", (event) => {
    if (composing || event.isComposing) event.stopPropagation();
  }, true);
  document.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.isComposing || event.keyCode === 229)) {
      event.preventDefault();
      event.stopPropagation();
    }
  }, true);
  // A pause that began before composing may end within it.
  document.addEventListener("htmx:configRequest", (event) => {
    if (composing && event.target.id === "search-form") {
      heldBack = true;
      event.preventDefault();
    }
  });

  // --- Results that arrive, or do not.
  // htmx logs a request that newer typing replaced as an error; it is none.
  let underway = null;
  document.addEventListener("htmx:beforeSend", (event) => { underway = event.detail; });
  document.addEventListener("htmx:abort", () => { if (underway) underway.error = ""; }, true);

  document.addEventListener("htmx:afterSwap", (event) => {
    if (event.target.id !== "results") return;
    byId("offline").hidden = true;
    const told = event.target.querySelector("[data-announce]");
    if (told) announce(told.dataset.announce);
  });
  document.addEventListener("htmx:sendError", () => { byId("offline").hidden = false; });
  document.addEventListener("htmx:historyCacheMissLoadError", () => { location.reload(); });

  // --- Links to paste.
  const copy = async (input) => {
    try {
      await navigator.clipboard.writeText(input.value);
    } catch {
      // Without HTTPS there is no clipboard API; the selection can still be copied.
      input.select();
      if (!document.execCommand("copy")) return false;
    }
    return true;
  };

  document.addEventListener("click", async (event) => {
    const button = event.target instanceof Element && event.target.closest("[data-copy]");
    if (button) {
      const done = await copy(button.parentElement.querySelector("input"));
      const label = button.firstElementChild;
      label.textContent = done ? "コピーしました" : "選んで Ctrl+C";
      announce(label.textContent);
      setTimeout(() => { label.textContent = "コピー"; }, 2000);
      return;
    }
    for (const open of document.querySelectorAll("details.link-box[open]")) {
      if (!open.contains(event.target)) open.open = false;
    }
  });
  document.addEventListener("focusin", (event) => {
    if (event.target instanceof HTMLInputElement && event.target.readOnly) event.target.select();
  });
  document.addEventListener("keydown", (event) => {
    const open = event.key === "Escape" && document.activeElement?.closest("details.link-box[open]");
    if (open) {
      open.open = false;
      open.querySelector("summary").focus();
    }
  });
})();
