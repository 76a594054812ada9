// Suggestions under the search box: a combobox with a list, as ARIA 1.2 describes it.
(() => {
  "use strict";

  const box = document.getElementById("q");
  const list = document.getElementById("suggestions");
  const home = box.form.getAttribute("action");
  const PAUSE = 120;
  const KEPT = 8;
  const STORE = "kikigaki.recent";

  box.setAttribute("role", "combobox");
  box.setAttribute("aria-autocomplete", "list");
  box.setAttribute("aria-expanded", "false");
  box.setAttribute("aria-controls", list.id);

  let options = [];
  let chosen = -1;
  let waiting = 0;
  let asking = null;

  const announce = (detail) => document.dispatchEvent(new CustomEvent("kikigaki:announce", { detail }));
  const isOpen = () => !list.hidden;

  // --- Recent searches stay in this browser.
  const recent = () => {
    try {
      const kept = JSON.parse(localStorage.getItem(STORE) || "[]");
      return Array.isArray(kept) ? kept.filter((each) => typeof each === "string").slice(0, KEPT) : [];
    } catch {
      return [];
    }
  };
  const remember = (text) => {
    if (text.length < 2) return;
    try {
      const kept = [text, ...recent().filter((each) => each !== text)].slice(0, KEPT);
      localStorage.setItem(STORE, JSON.stringify(kept));
    } catch {
      // Storage may be full or forbidden; then nothing is remembered.
    }
  };
  const forget = () => {
    try { localStorage.removeItem(STORE); } catch { /* nothing was remembered */ }
    close();
    box.focus();
  };

  // --- The list.
  const element = (name, className, text) => {
    const made = document.createElement(name);
    made.className = className;
    if (text) made.textContent = text;
    return made;
  };
  const close = () => {
    clearTimeout(waiting);
    asking?.abort();
    list.hidden = true;
    list.replaceChildren();
    options = [];
    choose(-1);
    box.setAttribute("aria-expanded", "false");
  };
  const choose = (place) => {
    options[chosen]?.setAttribute("aria-selected", "false");
    chosen = place;
    const option = options[chosen];
    if (option) {
      option.setAttribute("aria-selected", "true");
      option.scrollIntoView({ block: "nearest" });
      box.setAttribute("aria-activedescendant", option.id);
    } else {
      box.removeAttribute("aria-activedescendant");
    }
  };
  const show = (groups, told) => {
    list.replaceChildren();
    options = [];
    for (const { label, entries } of groups) {
      const group = element("div", "suggestion-group");
      group.setAttribute("role", "group");
      group.setAttribute("aria-label", label);
      const head = element("span", "suggestion-label", label);
      head.setAttribute("aria-hidden", "true");
      group.append(head);
      for (const entry of entries) {
        const option = element("div", entry.act ? "suggestion suggestion-act" : "suggestion");
        option.id = `suggestion-${options.length}`;
        option.setAttribute("role", "option");
        option.setAttribute("aria-selected", "false");
        option.append(element("span", "suggestion-text", entry.text));
        if (entry.count) option.append(element("span", "count", entry.count));
        option.entry = entry;
        options.push(option);
        group.append(option);
      }
      list.append(group);
    }
    choose(-1);
    list.hidden = options.length === 0;
    box.setAttribute("aria-expanded", String(options.length > 0));
    if (told) announce(told);
  };
  const showRecent = () => {
    const entries = recent().map((text) => ({ text, url: `${home}?q=${encodeURIComponent(text)}` }));
    if (!entries.length) return close();
    show([{ label: list.dataset.recent, entries: [...entries, { text: list.dataset.forget, act: forget }] }]);
  };

  // --- Asking: a later answer replaces an earlier one, never the other way round.
  const ask = async () => {
    const typed = box.value.trim();
    if (!typed) return showRecent();
    asking?.abort();
    const mine = asking = new AbortController();
    const filters = new URLSearchParams(location.search);
    for (const name of ["page", "lang", "theme"]) filters.delete(name);
    filters.set("q", typed);
    try {
      const answer = await fetch(`${home}suggest.json?${filters}`, { signal: mine.signal });
      if (!answer.ok) return close();
      const { suggestions, told } = await answer.json();
      if (mine !== asking || document.activeElement !== box || box.value.trim() !== typed) return;
      const groups = new Map();
      for (const each of suggestions) {
        if (!groups.has(each.label)) groups.set(each.label, { label: each.label, entries: [] });
        groups.get(each.label).entries.push(each);
      }
      show([...groups.values()], told);
    } catch (error) {
      if (error.name !== "AbortError") close();
    }
  };

  const follow = (entry) => {
    if (entry.act) return entry.act();
    close();
    document.dispatchEvent(new CustomEvent("kikigaki:visit", { detail: entry.url }));
  };

  let composing = false;
  box.addEventListener("compositionstart", () => { composing = true; });
  box.addEventListener("compositionend", () => { composing = false; });
  box.addEventListener("input", () => {
    clearTimeout(waiting);
    asking?.abort();
    waiting = setTimeout(() => { if (!composing) ask(); }, PAUSE);
  });
  box.addEventListener("click", () => { if (!isOpen() && !box.value.trim()) showRecent(); });
  box.addEventListener("blur", () => { setTimeout(() => { if (document.activeElement !== box) close(); }, 0); });
  box.form.addEventListener("submit", () => {
    remember(box.value.trim());
    close();
  });
  // Who opens a hit has found what was searched for.
  document.addEventListener("click", (event) => {
    if (event.target instanceof Element && event.target.closest(".entry h3 a")) remember(box.value.trim());
  });
  document.addEventListener("htmx:afterSwap", (event) => {
    if (event.detail.target.id === "results" && document.activeElement !== box) close();
  });

  list.addEventListener("mousedown", (event) => { event.preventDefault(); });
  list.addEventListener("click", (event) => {
    const option = event.target.closest("[role=option]");
    if (option) follow(option.entry);
  });

  box.addEventListener("keydown", (event) => {
    if (event.isComposing || event.keyCode === 229 || event.ctrlKey || event.metaKey || event.altKey) return;
    const last = options.length - 1;
    if (event.key === "ArrowDown" && isOpen()) choose(chosen < last ? chosen + 1 : -1);
    else if (event.key === "ArrowUp" && isOpen()) choose(chosen === -1 ? last : chosen - 1);
    else if (event.key === "Enter" && isOpen() && chosen >= 0) follow(options[chosen].entry);
    else if (event.key === "Escape" && isOpen()) close();
    else if (event.key === "ArrowDown" && !box.value.trim() && recent().length) showRecent();
    else return;
    event.preventDefault();
    event.stopPropagation();
  });
})();
