// The link box: opens on the page, shows one form at a time and remembers which. Without it links lead to a page.
(() => {
  "use strict";

  const KEPT = "kikigaki:forms";
  const MANY = 8;
  const announce = (detail) => document.dispatchEvent(new CustomEvent("kikigaki:announce", { detail }));

  // Forms that were chosen, the latest first: a talk may not have the one that was chosen for a list.
  const chosen = () => {
    try {
      const kept = JSON.parse(localStorage.getItem(KEPT));
      return Array.isArray(kept) ? kept : [];
    } catch {
      return [];
    }
  };
  const choose = (name) => {
    try {
      const kept = [name, ...chosen().filter((each) => each !== name)].slice(0, MANY);
      localStorage.setItem(KEPT, JSON.stringify(kept));
    } catch {
      // No storage: the form is remembered as long as the box is open.
    }
  };

  // --- One form at a time, by a list of all.
  const dress = (box) => {
    const groups = box.querySelector(".link-groups");
    if (!groups || groups.querySelector("select")) return;
    const forms = new Map([...groups.querySelectorAll(".link-form")].map((form) => [form.dataset.form, form]));
    const select = document.createElement("select");
    select.className = "link-select";
    for (const group of groups.querySelectorAll(".link-group")) {
      const part = document.createElement("optgroup");
      part.label = group.querySelector("legend").textContent;
      for (const form of group.querySelectorAll(".link-form")) {
        const name = form.querySelector("label > span").textContent;
        part.append(new Option(`${part.label}: ${name}`, form.dataset.form));
      }
      select.append(part);
    }
    const listing = box.querySelector(".link-listing");
    const show = (name) => {
      for (const [each, form] of forms) form.hidden = each !== name;
      for (const group of groups.querySelectorAll(".link-group")) {
        group.hidden = !group.contains(forms.get(name));
        if (listing && !group.hidden) listing.hidden = group.dataset.kind !== "list";
      }
      select.value = name;
    };
    select.addEventListener("change", () => {
      choose(select.value);
      show(select.value);
    });
    const label = document.createElement("label");
    label.className = "link-choice";
    const says = document.createElement("span");
    says.textContent = groups.dataset.saysForm;
    label.append(says, select);
    groups.prepend(label);
    groups.classList.add("one-at-a-time");
    show(chosen().find((name) => forms.has(name)) || forms.keys().next().value);
  };

  // --- The box on the page.
  let dialog = null;
  const opened = () => {
    if (dialog) return dialog;
    dialog = document.createElement("dialog");
    dialog.className = "link-dialog";
    dialog.innerHTML = '<div class="link-inside"></div><form method="dialog"><button></button></form>';
    dialog.querySelector("button").textContent = document.body.dataset.saysClose;
    // A click beside the box closes it.
    dialog.addEventListener("click", (event) => { if (event.target === dialog) dialog.close(); });
    document.body.append(dialog);
    return dialog;
  };
  const fetched = async (url) => {
    const answer = await fetch(url, { headers: { "HX-Request": "true" } });
    if (!answer.ok) throw new Error(String(answer.status));
    return answer.text();
  };
  const fill = (box, html) => {
    box.innerHTML = html;
    // Whoever hears the box is told what it is for.
    box.closest("dialog")?.setAttribute("aria-label", box.querySelector(".link-title").textContent);
    dress(box);
  };

  let passage = "";
  document.addEventListener("pointerdown", (event) => {
    // The click that follows undoes the selection.
    if (!(event.target instanceof Element && event.target.closest("[data-links]"))) return;
    const selection = getSelection();
    const note = selection.rangeCount && selection.anchorNode?.parentElement?.closest(".note");
    passage = note && note.contains(selection.focusNode) ? selection.toString().trim().slice(0, 1000) : "";
  });

  document.addEventListener("click", async (event) => {
    const link = event.target instanceof Element && event.target.closest("[data-links]");
    if (!link || event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    const url = new URL(link.href);
    if (passage && link.dataset.links === "passage") url.searchParams.set("passage", passage);
    try {
      const html = await fetched(url);
      const box = opened();
      fill(box.firstElementChild, html);
      box.showModal();
      box.querySelector(".link-select").focus();
    } catch {
      location.href = url;
    }
  });

  // --- A list in another order or length.
  const again = async (form) => {
    const box = form.parentElement;
    const url = `${form.getAttribute("action")}?${new URLSearchParams(new FormData(form))}`;
    try {
      const focused = document.activeElement?.name;
      const html = await fetched(url);
      const page = box.closest("[data-link-page]") && [...box.children].at(-1);
      fill(box, html);
      if (page) box.append(page);
      box.querySelector(focused ? `.link-listing [name="${focused}"]` : ".link-select")?.focus();
      announce(box.querySelector(".link-title").textContent);
    } catch {
      location.href = url;
    }
  };
  document.addEventListener("change", (event) => {
    const form = event.target.closest?.(".link-listing");
    if (form) again(form);
  });
  document.addEventListener("submit", (event) => {
    if (!event.target.matches(".link-listing")) return;
    event.preventDefault();
    again(event.target);
  });

  for (const box of document.querySelectorAll(".take-away, [data-link-page]")) dress(box);
})();
