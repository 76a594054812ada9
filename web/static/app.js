// Links to paste, boxes that open, colours. Everything here may be missing: the page works without it.
(() => {
  "use strict";

  const texts = document.body.dataset;
  const announce = (detail) => document.dispatchEvent(new CustomEvent("kikigaki:announce", { detail }));

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
      const done = await copy(button.parentElement.querySelector("textarea"));
      const label = button.firstElementChild;
      label.textContent = done ? texts.saysCopied : texts.saysByHand;
      announce(label.textContent);
      setTimeout(() => { label.textContent = texts.saysCopy; }, 2000);
      return;
    }
    // What lies behind the sheet of filters closes it.
    const sheet = document.querySelector(".facets-switch[open]");
    if (sheet && event.target === sheet) sheet.open = false;
    if (sheet && event.target instanceof Element && event.target.closest(".sheet-done")) {
      event.preventDefault();
      sheet.open = false;
      document.getElementById("found-title")?.scrollIntoView({ block: "start" });
    }
  });
  document.addEventListener("focusin", (event) => {
    if (event.target instanceof HTMLTextAreaElement && event.target.readOnly) event.target.select();
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    const open = document.querySelector(".facets-switch[open]");
    if (open && open.checkVisibility()) {
      open.open = false;
      open.querySelector("summary").focus();
    }
  });

  // --- Language and colours: the links work by themselves, but know only the page that was loaded.
  document.addEventListener("click", (event) => {
    const link = event.target instanceof Element && event.target.closest("[data-theme-choice], [data-language-choice]");
    if (!link) return;
    const { themeChoice, languageChoice } = link.dataset;
    if (languageChoice) {
      const here = new URL(location.href);
      here.searchParams.set("lang", languageChoice);
      link.href = here.href;
      return;
    }
    event.preventDefault();
    document.cookie = `theme=${themeChoice}; path=${document.getElementById("search-form").getAttribute("action")}; max-age=31536000; samesite=lax`;
    document.documentElement.dataset.theme = themeChoice;
    for (const other of document.querySelectorAll("[data-theme-choice]")) {
      if (other === link) other.setAttribute("aria-current", "true");
      else other.removeAttribute("aria-current");
    }
  });
})();
