// Back and forth: typing makes one entry of the history for each time somebody types, however many letters,
// and what is shown is always what the address says, however fast somebody goes.
(() => {
  "use strict";

  const box = document.getElementById("q");
  const state = { htmx: true };
  let isTyping = false;

  const here = () => location.pathname + location.search;
  box.addEventListener("blur", () => { isTyping = false; });
  // At once: what was typed a moment ago would be searched for after that, and undo the step.
  window.addEventListener("popstate", () => {
    isTyping = false;
    box.value = new URLSearchParams(location.search).get("q") || "";
  });
  document.addEventListener("htmx:beforeSwap", (event) => {
    const { target, requestConfig, xhr } = event.detail;
    if (target.id !== "results" || !event.detail.shouldSwap) return;
    if (requestConfig.elt.id !== "search-form") {
      isTyping = false;
      return;
    }
    // What the answer writes into the address would replace where one comes from: that stays one step back.
    const next = xhr.getResponseHeader("HX-Replace-Url");
    if (!isTyping && next && next !== here()) {
      history.replaceState(state, "", location.href);
      history.pushState(state, "", location.href);
    }
    isTyping = document.activeElement === box;
  });
  // Whoever goes on waits for one answer: htmx would put in the page of an earlier step if it came after a later one's.
  let restoring = null;
  const stopRestoring = () => { restoring?.abort(); };
  document.addEventListener("htmx:historyCacheMiss", ({ detail }) => {
    stopRestoring();
    window.htmx.trigger("#search-form", "htmx:abort");
    restoring = detail.xhr;
  });
  document.addEventListener("htmx:beforeRequest", ({ detail }) => {
    if (detail.target.id === "results") stopRestoring();
  });
  // Of a page that comes back only the results are put in: the box is the same, and so is who listens to it.
  document.addEventListener("htmx:historyRestore", () => {
    const told = document.querySelector("#results [data-announce]")?.dataset.announce ?? "";
    document.dispatchEvent(new CustomEvent("kikigaki:announce", { detail: told }));
  });
})();
