// One script, two places. In a frame of this site it tells the page around it how tall it is, and searches
// while somebody types; in that page it makes frames of this site as tall as they say. Both work without.
(() => {
  "use strict";
  const origin = new URL(document.currentScript.src).origin;

  if (!document.documentElement.hasAttribute("data-embed")) {
    const ours = () => [...document.querySelectorAll("iframe")].filter((frame) => frame.src.startsWith(`${origin}/`));
    addEventListener("message", ({ source, data }) => {
      const height = Number(data?.kikigaki?.height);
      if (!(height > 0)) return;
      for (const frame of ours()) {
        if (frame.contentWindow === source) frame.style.height = `${Math.min(Math.ceil(height), 5000)}px`;
      }
    });
    // Frames that were there first have told already.
    for (const frame of ours()) frame.contentWindow.postMessage({ kikigaki: "tell" }, "*");
    return;
  }

  if (parent === window) return;
  // WordPress gives its frames a secret, and listens only to who knows it.
  const secret = /[#?&]secret=(\w+)/.exec(location.hash)?.[1];
  const tell = () => {
    const height = Math.ceil(document.querySelector("main").getBoundingClientRect().height);
    parent.postMessage({ kikigaki: { height } }, "*");
    if (secret) parent.postMessage({ message: "height", value: height, secret }, "*");
  };
  new ResizeObserver(tell).observe(document.querySelector("main"));
  addEventListener("message", ({ data }) => { if (data?.kikigaki === "tell") tell(); });

  if (secret) {
    // Its sandbox lets no link out: the page around follows those to this site.
    document.addEventListener("click", (event) => {
      const link = event.target.closest?.("a[href]");
      if (!link) return;
      event.preventDefault();
      parent.postMessage({ message: "link", value: link.href, secret }, "*");
    });
  }

  const form = document.querySelector("form");
  if (!form) return;
  let timer, asked;
  const search = async () => {
    asked?.abort();
    asked = new AbortController();
    try {
      const answer = await fetch(`${form.action}?${new URLSearchParams(new FormData(form))}`, { signal: asked.signal });
      if (!answer.ok) return;
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      document.getElementById("shown").replaceWith(page.getElementById("shown"));
    } catch { /* What is shown stays. */ }
  };
  form.addEventListener("input", (event) => {
    if (event.isComposing) return;
    clearTimeout(timer);
    timer = setTimeout(search, 250);
  });
  form.addEventListener("compositionend", () => { timer = setTimeout(search, 250); });
  form.addEventListener("submit", (event) => { event.preventDefault(); search(); });
})();
