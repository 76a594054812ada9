// The keyboard: / and Ctrl+K to the box, arrows through the hits, Esc, ? for help.
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
  const walk = (step) => {
    const links = hits();
    const here = links.indexOf(document.activeElement);
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
    if (event.key === "/") {
      event.preventDefault();
      toBox();
    } else if (event.key === "?") {
      event.preventDefault();
      document.getElementById("keys").togglePopover();
    } else if (onHit && (event.key === "ArrowDown" || event.key === "ArrowUp")) {
      event.preventDefault();
      walk(event.key === "ArrowDown" ? 1 : -1);
    } else if (onHit && event.key === "Escape") {
      toBox();
    }
  });
})();
