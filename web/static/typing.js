// Typing, results that arrive, and Japanese input. Everything here may be missing: the page works without it.
(() => {
  "use strict";

  const byId = (id) => document.getElementById(id);
  const isTyped = (element) => element instanceof HTMLInputElement && element.type === "search";

  // A screen reader hears the last word only: typing changes the results several times a second.
  let announcing = 0;
  const announce = (text) => {
    clearTimeout(announcing);
    announcing = setTimeout(() => { byId("status").textContent = text; }, 500);
  };
  document.addEventListener("kikigaki:announce", (event) => announce(event.detail));

  // --- Japanese input: letters and Enter belong to the input method until it has finished.
  let composing = false;
  let heldBack = false;

  document.addEventListener("compositionstart", (event) => { composing = isTyped(event.target); });
  document.addEventListener("compositionend", (event) => {
    composing = false;
    if (!isTyped(event.target)) return;
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
    if (composing && event.target.closest("form")) {
      heldBack = true;
      event.preventDefault();
    }
  });

  // --- Results that arrive, or do not.
  // htmx logs a request that newer typing replaced as an error; it is none.
  let underway = null;
  document.addEventListener("htmx:beforeSend", (event) => { underway = event.detail; });
  document.addEventListener("htmx:abort", () => { if (underway) underway.error = ""; }, true);

  let sheetIsOpen = false;
  document.addEventListener("htmx:beforeSwap", (event) => {
    if (event.detail.target.id === "results") sheetIsOpen = Boolean(byId("facets-switch")?.open);
  });
  document.addEventListener("htmx:afterSwap", (event) => {
    const swapped = event.detail.target;
    // Who asked for all values of a facet wants to type one.
    if (swapped.matches(".facet")) swapped.querySelector(".find")?.focus();
    if (swapped.id !== "results") return;
    // A link may have changed the words, too; what is being typed is never touched.
    const { elt, path } = event.detail.requestConfig;
    if (elt.id !== "search-form") byId("q").value = new URL(path, location.href).searchParams.get("q") || "";
    const facets = byId("facets-switch");
    if (facets) facets.open = sheetIsOpen;
    const told = swapped.querySelector("[data-announce]");
    if (told) announce(told.dataset.announce);
  });
  document.addEventListener("htmx:historyCacheMissLoadError", () => { location.reload(); });

  // Searches that no link of htmx asks for: by a suggestion, or by a bar, for htmx sees no links in a picture.
  const visit = (url) => {
    const results = byId("results");
    if (!results || !window.htmx || !url.startsWith(`${byId("search-form").getAttribute("action")}?`)) {
      location.assign(url);
      return;
    }
    const link = document.createElement("a");
    link.hidden = true;
    link.href = url;
    for (const [name, value] of [["hx-get", url], ["hx-push-url", "true"], ["hx-swap", "innerHTML"]]) {
      link.setAttribute(name, value);
    }
    results.append(link);
    window.htmx.process(link);
    link.click();
  };
  document.addEventListener("kikigaki:visit", (event) => visit(event.detail));
  document.addEventListener("click", (event) => {
    const bar = event.target instanceof SVGElement && event.target.closest("#results svg a");
    if (!bar || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    visit(bar.getAttribute("href"));
  });
})();
