// Reads forms by the parsers that blogs are built with; prints one line for each that is not read back.
import fs from "fs";
import { createRequire } from "module";
import { pathToFileURL } from "url";

const require = createRequire(process.cwd() + "/");
const load = async (name) => import(pathToFileURL(require.resolve(name)).href);
const zenn = require("zenn-markdown-html");
const toZenn = zenn.default?.default ?? zenn.default ?? zenn;
const [{ evaluate }, { Liquid }, { marked }, { remark }, gfm, html, directive] = await Promise.all(
  ["@mdx-js/mdx", "liquidjs", "marked", "remark", "remark-gfm", "remark-html", "remark-directive"].map(load),
);
const liquid = new Liquid();
const byRemark = (...more) => async (text) =>
  String(await [gfm.default, ...more].reduce((made, each) => made.use(each), remark()).use(html.default, { sanitize: false }).process(text));
const READERS = {
  zenn: async (text) => toZenn(text),
  marked: async (text) => marked(text),
  remark: byRemark(),
  directive: byRemark(directive.default),
};

const NAMED = { lt: "<", gt: ">", quot: '"', amp: "&" };
const wordsOf = (markup) =>
  markup.replace(/<[^>]*>/g, "").replace(/&(?:#x([0-9A-Fa-f]+)|#(\d+)|(\w+));/g, (whole, hex, number, name) =>
    hex ? String.fromCodePoint(parseInt(hex, 16)) : number ? String.fromCodePoint(+number) : NAMED[name] ?? whole).trim();
const linksOf = (markup) => [...markup.matchAll(/<a [^>]*href="([^"]*)"/g)].map((link) => wordsOf(link[1]));

const viaMdx = async (text) => {
  const links = [];
  const jsx = (type, props) => {
    if (typeof type === "function") return type(props);
    if (type === "a") links.push(props.href);
    return [props.children ?? []].flat(9).filter((each) => each != null && each !== false).join("");
  };
  const made = await evaluate(text, { Fragment: "F", jsx, jsxs: jsx, baseUrl: "file:///" });
  return { links, words: made.default({}).trim() };
};

for (const { title, url, forms } of JSON.parse(fs.readFileSync(process.argv[2]))) {
  const complain = (by, form, got) => console.log([by, form, title, JSON.stringify(got)].join("\t"));
  const check = async (by, form, read) => {
    try {
      const got = await read();
      if (got !== true) complain(by, form, got);
    } catch (error) {
      complain(by, form, String(error));
    }
  };
  for (const [by, reader] of Object.entries(READERS)) {
    await check(by, "markdown", async () => {
      const made = await reader(forms.markdown);
      return (linksOf(made).join() === url && wordsOf(made) === title) || made;
    });
    for (const form of ["quote-markdown", "cite-markdown", "list-markdown"])
      await check(by, form, async () => {
        const made = await reader(forms[form]);
        return (linksOf(made).includes(url) && wordsOf(made).includes(title)) || made;
      });
  }
  for (const form of ["markdown", "html", "quote-markdown", "quote-html", "cite-markdown", "cite-html", "list-markdown", "list-html"]) {
    await check("mdx", form, async () => {
      const { links, words } = await viaMdx(forms[form]);
      return (links.includes(url) && words.includes(title)) || words;
    });
  }
  for (const [form, text] of Object.entries(forms))
    await check("liquid", form, async () => {
      const made = await liquid.parseAndRender(text);
      return made === text || made;
    });
}
