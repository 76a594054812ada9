// The keyboard: / and Ctrl+K to the box, arrows or j and k through the hits, n and p on, Esc, ? for help.
(() => {
  "use strict";

  const box = document.getElementById("q");
  const isField = (element) => element?.matches("input, textarea, select, [contenteditable]");
  const hits = () => [...document.querySelectorAll(".entry h3 a")].filter((each) => each.checkVisibility());

  const toBox = () => {
    box.focus();
    box.select();
    window.scrollTo({ top: 0 });
  };
  // Who comes back from a talk goes on behind it, also where the page was loaded anew.
  const READ = "kikigaki.read";
  const pathOf = (link) => new URL(link.href).pathname;
  document.addEventListener("click", (event) => {
    const link = event.target instanceof Element && event.target.closest(".entry h3 a");
    if (!link) return;
    try { sessionStorage.setItem(READ, pathOf(link)); } catch { /* then one begins at the first */ }
  });
  const lastRead = () => {
    try { return sessionStorage.getItem(READ); } catch { return null; }
  };
  const walk = (step) => {
    const links = hits();
    let here = links.indexOf(document.activeElement);
    if (here < 0 && document.activeElement !== box) {
      const read = lastRead();
      here = links.findIndex((link) => pathOf(link) === read);
    }
    if (here + step < 0 || (here < 0 && step < 0)) return toBox();
    links[here + step]?.focus();
  };
  const clear = () => {
    box.value = "";
    box.dispatchEvent(new Event("input", { bubbles: true }));
  };

  document.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.isComposing || event.keyCode === 229) return;
    const focused = document.activeElement;
    const elsewhere = isField(focused) && focused !== box;
    if (event.key.toLowerCase() === "k" && (event.ctrlKey || event.metaKey) && !event.shiftKey && !event.altKey) {
      if (elsewhere) return;
      event.preventDefault();
      return toBox();
    }
    if (event.ctrlKey || event.metaKey || event.altKey || elsewhere) return;
    if (focused === box) {
      if (event.key === "ArrowDown" && hits().length) {
        event.preventDefault();
        walk(1);
      } else if (event.key === "Escape" && box.value) {
        event.preventDefault();
        clear();
      }
      return;
    }
    const onHit = focused?.matches(".entry h3 a");
    const step = { ArrowDown: 1, j: 1, ArrowUp: -1, k: -1 }[event.key];
    // Arrows scroll, but for who walks through the hits already or has just come back to them.
    const isWalk = step && (onHit || event.key === "j" || event.key === "k" || (step > 0 && focused === document.body && lastRead()));
    if (event.key === "/") {
      event.preventDefault();
      toBox();
    } else if (event.key === "?") {
      event.preventDefault();
      document.getElementById("keys").togglePopover();
    } else if (isWalk && hits().length) {
      event.preventDefault();
      walk(step);
    } else if (event.key === "n" || event.key === "p") {
      document.querySelector(event.key === "n" ? "main a[rel=next]" : "main a[rel=prev]")?.click();
    } else if (onHit && event.key === "Escape") {
      toBox();
    }
  });
})();
