// A quick glance: on a hit, → or space shows more of its passage where it stands, ← or the same key shows less.
(() => {
  "use strict";

  const kept = new WeakMap();
  const passageOf = (link) => link.closest(".entry-body").querySelector(".snippet");

  const close = (passage) => {
    if (!kept.has(passage)) return false;
    passage.innerHTML = kept.get(passage);
    kept.delete(passage);
    passage.classList.remove("glance");
    return true;
  };
  const open = async (link, passage) => {
    const talk = new URL(link.href);
    const home = document.getElementById("search-form").action;
    const [, path] = talk.pathname.split("/talks/");
    if (!path) return;
    kept.set(passage, passage.innerHTML);
    const asked = new URLSearchParams({ at: passage.dataset.at, q: talk.searchParams.get("q") ?? "" });
    try {
      const answer = await fetch(new URL(`glance/${path}?${asked}`, home));
      if (!answer.ok) throw new Error(answer.statusText);
      const html = await answer.text();
      if (!kept.has(passage)) return;
      // From our own server, which escapes what notes say.
      passage.innerHTML = html;
      passage.classList.add("glance");
      document.dispatchEvent(new CustomEvent("kikigaki:announce", { detail: passage.textContent }));
    } catch {
      kept.delete(passage);
    }
  };

  document.addEventListener("keydown", (event) => {
    const link = document.activeElement;
    if (event.defaultPrevented || event.isComposing || event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return;
    if (!link?.matches(".entry h3 a")) return;
    const passage = passageOf(link);
    if (!passage) return;
    if (event.key === " " || event.key === "ArrowRight") {
      event.preventDefault();
      if (!kept.has(passage)) open(link, passage);
      else if (event.key === " ") close(passage);
    } else if (event.key === "ArrowLeft" && close(passage)) {
      event.preventDefault();
    }
  });
})();
