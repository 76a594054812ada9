// When no answer comes: what is shown says that it belongs to another search, and the search is tried again.
(() => {
  "use strict";

  const FIRST_PAUSE = 1000;
  const LONGEST_PAUSE = 15000;
  const notice = document.getElementById("outage");
  const results = document.getElementById("results");
  let failed = null;
  let pause = FIRST_PAUSE;
  let waiting = 0;

  const again = () => {
    clearTimeout(waiting);
    if (!failed) return;
    const { elt, path } = failed;
    if (elt.matches("form")) elt.dispatchEvent(new Event("submit", { bubbles: true, cancelable: true }));
    else if (elt.matches("a") && elt.isConnected) elt.click();
    else window.htmx.ajax("GET", path, { target: results, source: results, swap: "innerHTML" });
  };
  const againSoon = () => {
    clearTimeout(waiting);
    waiting = setTimeout(again, pause);
    pause = Math.min(2 * pause, LONGEST_PAUSE);
  };
  const fail = (elt, path, target) => {
    failed = { elt, path };
    const { offline, stale, everything } = notice.dataset;
    const asked = elt.id === "search-form" ? document.getElementById("q").value.trim()
      : new URL(path, location.href).searchParams.get("q") ?? "";
    const shown = results.querySelector("[data-text]")?.dataset.text ?? "";
    const told = stale.replace("{asked}", () => asked || everything).replace("{shown}", () => shown || everything);
    const isOther = target === results && asked !== shown;
    document.getElementById("outage-told").textContent = isOther ? `${offline} ${told}` : offline;
    notice.hidden = false;
    results.classList.toggle("stale", target === results);
    againSoon();
  };
  const recover = () => {
    clearTimeout(waiting);
    failed = null;
    pause = FIRST_PAUSE;
    notice.hidden = true;
    results.classList.remove("stale");
  };

  for (const name of ["htmx:sendError", "htmx:timeout"]) {
    document.addEventListener(name, ({ detail }) => {
      const { elt, path } = detail.requestConfig;
      fail(elt, detail.pathInfo?.finalRequestPath ?? path, detail.target);
    });
  }
  // A proxy before a server that restarts answers with a page of its own.
  document.addEventListener("htmx:beforeSwap", ({ detail }) => {
    if (![502, 504].includes(detail.xhr.status)) return;
    detail.shouldSwap = false;
    fail(detail.requestConfig.elt, detail.pathInfo.finalRequestPath, detail.target);
  });
  document.addEventListener("htmx:historyCacheMiss", ({ detail }) => {
    detail.xhr.timeout = window.htmx.config.timeout;
    for (const name of ["error", "timeout"]) {
      detail.xhr.addEventListener(name, () => fail(results, detail.path, results));
    }
  });
  document.addEventListener("htmx:afterSwap", recover);
  document.addEventListener("htmx:historyRestore", recover);
  const now = () => {
    pause = FIRST_PAUSE;
    again();
  };
  window.addEventListener("online", now);
  document.getElementById("outage-again").addEventListener("click", now);
})();
