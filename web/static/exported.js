// The page of searches of an exported site: facets, hits, passages.
(() => {
  "use strict";

  const page = document.querySelector("[data-exported]");
  if (!page) return;
  const { load, found, parsed, pieces } = globalThis.kikigaki;
  const FACETS = ["event", "speaker", "technology", "year"];
  const SHOWN = 20, VALUES = 8, PASSAGE = 110;
  const byId = (id) => document.getElementById(id);
  const box = byId("q");
  const chosen = {};
  let sort = "relevance", match = "any";
  const readAddress = () => {
    const params = new URLSearchParams(location.search);
    box.value = params.get("q") ?? "";
    for (const facet of FACETS) chosen[facet] = params.getAll(facet);
    sort = params.get("sort") ?? "relevance";
    match = params.get("match") === "all" ? "all" : "any";
  };
  readAddress();

  const loaded = load();

  // Technologies may be asked for together: then their counts are of talks that have all of them.
  const joined = (facet) => (facet === "technology" ? match : "any");
  const filtersOf = (without) => Object.fromEntries(
    FACETS.filter((facet) => chosen[facet].length && (facet !== without || joined(facet) === "all"))
      .map((facet) => [facet, { [joined(facet)]: chosen[facet] }]),
  );

  // --- The page.
  const addressOf = (picked = chosen) => {
    const kept = new URLSearchParams();
    if (box.value.trim()) kept.set("q", box.value.trim());
    for (const facet of FACETS) for (const value of picked[facet]) kept.append(facet, value);
    if (match !== "any" && picked.technology.length) kept.set("match", match);
    if (sort !== "relevance") kept.set("sort", sort);
    return `${location.pathname}${kept.size ? `?${kept}` : ""}`;
  };
  const valuesOf = (talk, facet) => ({ event: [talk.event], speaker: talk.speakers, technology: talk.technologies, year: [talk.date.slice(0, 4)] })[facet];
  const countsOf = (data, ids, facet) => {
    const counts = new Map(chosen[facet].map((value) => [value, 0]));
    for (const id of ids) for (const value of valuesOf(data.talks[id], facet)) counts.set(value, (counts.get(value) ?? 0) + 1);
    const order = facet === "year" ? ([one], [other]) => other.localeCompare(one) : ([one, n], [other, m]) => m - n || one.localeCompare(other);
    return [...counts].sort(order);
  };
  const toggled = (facet, value) => (
    chosen[facet].includes(value) ? chosen[facet].filter((each) => each !== value) : [...chosen[facet], value]
  );
  // A link that leads to the search with a value chosen or dropped, and is followed without loading the page.
  const toggle = (link, facet, value) => {
    link.href = addressOf({ ...chosen, [facet]: toggled(facet, value) });
    link.addEventListener("click", (event) => {
      if (event.metaKey || event.ctrlKey || event.shiftKey) return;
      event.preventDefault();
      chosen[facet] = toggled(facet, value);
      keep();
      show();
    });
  };
  const choice = (facet, value, count) => {
    const item = byId("choice-template").content.cloneNode(true).firstElementChild;
    const link = item.querySelector("a");
    link.querySelector(".choice-label").textContent = value;
    link.querySelector(".count").textContent = count;
    if (chosen[facet].includes(value)) link.setAttribute("aria-current", "true");
    toggle(link, facet, value);
    return item;
  };
  const showFacet = (data, ids, facet) => {
    const section = page.querySelector(`[data-facet="${facet}"]`), more = section.querySelector(".more");
    const counts = countsOf(data, ids, facet);
    const fill = (most) => {
      section.querySelector("ul").replaceChildren(...counts.slice(0, most).map(([value, count]) => choice(facet, value, count)));
      more.hidden = counts.length <= most;
    };
    more.onclick = () => fill(counts.length);
    fill(facet === "year" ? counts.length : VALUES);
    section.hidden = !counts.length;
  };
  const showChips = () => {
    const chips = page.querySelector(".chips");
    chips.replaceChildren(...FACETS.flatMap((facet) => chosen[facet].map((value) => {
      const item = document.createElement("li"), link = document.createElement("a"), label = document.createElement("span");
      link.className = "chip";
      label.className = "chip-facet";
      label.textContent = page.querySelector(`[data-facet="${facet}"] h3`).textContent;
      link.append(label, ` ${value} ✕`);
      link.title = page.dataset.drop;
      toggle(link, facet, value);
      item.append(link);
      return item;
    })));
    chips.hidden = !chips.children.length;
  };
  // The part of a text that has what was typed, with it in <mark>.
  const passage = (words, text, typed, most = PASSAGE) => {
    const [chars, starts, ends] = words.folded(text);
    const folded = chars.map((each) => each[0]).join("");
    const marks = [];
    for (const each of typed) {
      const key = words.fold(each).replaceAll("\0", "");
      for (let at = folded.indexOf(key); key && at >= 0 && marks.length < 50; at = folded.indexOf(key, at + key.length)) {
        marks.push([starts[at], ends[at + key.length - 1]]);
      }
    }
    marks.sort((one, other) => one[0] - other[0]);
    const from = text.length > most ? Math.max(0, (marks[0]?.[0] ?? 0) - 30) : 0, to = from + most;
    const shown = document.createDocumentFragment();
    let done = from;
    if (from) shown.append("…");
    for (const [start, end] of marks) {
      if (start < done || end > to) continue;
      const mark = document.createElement("mark");
      mark.textContent = text.slice(start, end);
      shown.append(text.slice(done, start), mark);
      done = end;
    }
    shown.append(text.slice(done, to), text.length > to ? "…" : "");
    return shown;
  };
  const entry = ({ data, words }, id, load, typed) => {
    const talk = data.talks[id];
    const item = byId("entry-template").content.cloneNode(true).firstElementChild;
    const [time, event] = item.querySelector(".margin").children;
    time.textContent = talk.day;
    time.dateTime = talk.date;
    event.textContent = talk.event;
    event.href = talk.event_url;
    const title = item.querySelector("h3 a");
    title.append(passage(words, talk.title, typed, talk.title.length));
    title.href = talk.url;
    for (const facet of ["speaker", "technology"]) {
      for (const value of valuesOf(talk, facet)) {
        const link = document.createElement("a");
        link.className = facet;
        link.textContent = value;
        link.href = `?${new URLSearchParams([[facet, value]])}`;
        item.querySelector(".facts").append(link);
      }
    }
    const snippet = item.querySelector(".snippet");
    load().then(({ meta }) => {
      if (meta.text) snippet.append(passage(words, meta.text, typed));
      else snippet.remove();
    }).catch(() => snippet.remove());
    return item;
  };

  let turn = 0;
  const tell = (text) => {
    byId("found-told").textContent = text;
    byId("found-told").hidden = !text;
  };
  async function show() {
    const mine = ++turn;
    const text = box.value.trim();
    try {
      if (!page.dataset.ready) tell(page.dataset.searching);
      const on = await loaded;
      const [{ talks, isRelaxed }, ...others] = await Promise.all([
        found(on, text, filtersOf()),
        ...FACETS.map((facet) => (chosen[facet].length ? found(on, text, filtersOf(facet)) : null)),
      ]);
      if (mine !== turn) return;
      page.dataset.ready = text;
      const { data } = on;
      const isByDate = sort !== "relevance" || !text;
      const ordered = [...talks].sort(([one, { score }], [other, { score: than }]) => (
        (isByDate ? 0 : than - score) || (sort === "oldest" ? -1 : 1) * data.talks[other].date.localeCompare(data.talks[one].date)
      ));
      const typed = parsed(text).filter(({ isOut }) => !isOut).flatMap(({ word, quoted }) => (quoted ? [word] : [word, ...pieces(on.words, word)]));
      byId("found-total").textContent = ordered.length.toLocaleString();
      const [one, many] = page.dataset.unit.split("|");
      byId("found-unit").textContent = ordered.length === 1 ? one : many ?? one;
      tell(ordered.length ? (isRelaxed ? page.dataset.relaxed : "") : page.dataset.nothing);
      const entries = byId("found-entries"), more = byId("found-more");
      entries.replaceChildren();
      const add = () => {
        const done = entries.children.length;
        entries.append(...ordered.slice(done, done + SHOWN).map(([id, { load }]) => entry(on, id, load, typed)));
        more.parentElement.hidden = entries.children.length >= ordered.length;
      };
      more.onclick = add;
      add();
      FACETS.forEach((facet, n) => showFacet(data, (others[n]?.talks ?? talks).keys(), facet));
      showChips();
      const sorts = page.querySelector(".sorts");
      sorts.hidden = ordered.length < 2;
      for (const link of sorts.children) {
        if (link.dataset.sort === sort) link.setAttribute("aria-current", "true");
        else link.removeAttribute("aria-current");
      }
      document.dispatchEvent(new CustomEvent("kikigaki:announce", { detail: `${ordered.length}` }));
    } catch (error) {
      console.error(error);
      if (mine === turn) tell(location.protocol === "file:" ? page.dataset.local : page.dataset.failed);
    }
  }

  // --- The history: an entry for each choice and each search that was sent off; what is being typed has one.
  let waiting = 0, isKept = location.search !== "";
  function keep() {
    clearTimeout(waiting);
    if (addressOf() !== location.pathname + location.search) history.pushState(null, "", addressOf());
    isKept = true;
  }
  const type = () => {
    if (isKept) history.pushState(null, "", addressOf());
    else history.replaceState(null, "", addressOf());
    isKept = false;
    show();
  };
  addEventListener("popstate", () => {
    clearTimeout(waiting);
    readAddress();
    isKept = true;
    show();
  });
  box.addEventListener("input", (event) => {
    if (event.isComposing) return;
    clearTimeout(waiting);
    waiting = setTimeout(type, 200);
  });
  byId("search-form").addEventListener("submit", (event) => { event.preventDefault(); keep(); show(); });
  for (const link of page.querySelectorAll("[data-sort]")) {
    link.addEventListener("click", (event) => { event.preventDefault(); sort = link.dataset.sort; keep(); show(); });
  }
  show();
})();
