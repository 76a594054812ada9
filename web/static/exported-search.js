// What is typed, asked of Pagefind token by token and put together: words, "phrases", -words, however they are spelt.
(() => {
  "use strict";

  const { Words, encoded } = globalThis.kikigaki;
  const NEAR = 3, BEGUN = 12;

  // Everything that a search needs, from beside the page: { pagefind, data, words }.
  const load = async () => {
    const root = new URL(".", location.href);
    const [pagefind, data] = await Promise.all([
      import(new URL("pagefind/pagefind.js", root).href),
      fetch(new URL("search.json", root)).then((answer) => {
        if (!answer.ok) throw new Error(`search.json: ${answer.status}`);
        return answer.json();
      }),
    ]);
    await pagefind.options({ baseUrl: "/", excerptLength: 0 });
    await pagefind.init();
    const words = new Words(data.rules);
    let folded;
    // Folded as what is typed is; that takes time, and few searches need it.
    const katakana = () => (folded ??= [...new Set(data.katakana.map((each) => words.fold(each).replaceAll("\0", "")))]);
    return { pagefind, data, words, katakana };
  };

  // --- One phrase, or the beginning of tokens: Map of talk -> [how often, where first, what loads its record].
  const asked = new Map();
  const ask = ({ pagefind }, query, filters, size) => {
    const key = JSON.stringify([query, filters]);
    if (!asked.has(key)) {
      asked.set(key, pagefind.search(query, { filters }).then(({ results }) => new Map(results.map(
        (each) => [each.id, { count: Math.max(1, each.words.length / size), first: Math.min(...each.words, 1e6), load: each.data }],
      ))));
    }
    return asked.get(key);
  };
  const phrase = (on, tokens, filters) => {
    if (!tokens.length) return new Map();
    // One character begins many tokens; phrases find whole ones only.
    if (tokens.length === 1 && [...tokens[0]].length === 1 && !/[a-z0-9]/.test(tokens[0])) return ask(on, encoded(tokens[0]), filters, 1);
    return ask(on, `"${tokens.map(encoded).join(" ")}"`, filters, tokens.length);
  };
  const sounds = (on, tokens, filters) => (
    tokens.length ? ask(on, `"${tokens.map((each) => `w${encoded(each)}`).join(" ")}"`, filters, tokens.length) : new Map()
  );
  const worth = ({ count, first }) => 1 + Math.log(count) + (first < 12 ? 2 : first < 40 ? 1 : 0);

  // --- Sets of talks: Map of talk -> { score, load }.
  const scored = (found, weight) => new Map([...found].map(([id, each]) => [id, { score: weight * worth(each), load: each.load }]));
  const anyOf = (sets) => {
    const all = new Map();
    for (const set of sets) for (const [id, each] of set) if (!(all.get(id)?.score >= each.score)) all.set(id, each);
    return all;
  };
  const allOf = (sets) => {
    if (!sets.length) return new Map();
    const [first, ...rest] = [...sets].sort((one, other) => one.size - other.size);
    return new Map([...first].filter(([id]) => rest.every((set) => set.has(id)))
      .map(([id, each]) => [id, { load: each.load, score: sets.reduce((sum, set) => sum + set.get(id).score, 0) }]));
  };

  // --- One word, however it is spelt.
  const KANA = /^[ァ-ヺ]+$/, KANJI = /\p{Script=Han}/u;
  const spelt = async (on, word, filters) => {
    const { words, data } = on;
    const folded = words.fold(word).replaceAll("\0", "");
    const ways = [[phrase(on, words.begun(word), filters), 1]];
    const run = words.runs(word)[0];
    if (run && run[0] === word) {
      const key = words.key(word), kana = words.kana(key);
      if (key.length > 1) {
        const begun = data.latin.filter((each) => each.startsWith(key) && each !== key).slice(0, key.length > 2 ? BEGUN : NEAR);
        for (const each of begun) ways.push([phrase(on, [each], filters), 0.6]);
      }
      if (kana) ways.push([sounds(on, words.begun(kana), filters), 0.5], [phrase(on, words.begun(kana), filters), 0.5]);
    } else if (KANA.test(folded)) {
      if (folded.length > 2) ways.push([sounds(on, words.begun(folded), filters), 0.6]);
    } else if (KANJI.test(folded)) {
      // Between kanji, kana are often left out: 引っ越し, 引越し, 引越.
      const kanji = folded.replace(/(?<=\p{Script=Han})[ァ-ヺ]{1,2}(?=\p{Script=Han})|(?<=\p{Script=Han})[ァ-ヺ]+$/gu, "");
      if (kanji !== folded && [...kanji].length > 1) ways.push([phrase(on, words.begun(kanji), filters), 0.7]);
    }
    return anyOf(await Promise.all(ways.map(async ([found, weight]) => scored(await found, weight))));
  };

  // --- A word that stands nowhere as it is: its parts, then words that are near.
  const PIECES = /[\p{Script=Han}々〆]+[ぁ-ゖ]*|[ァ-ヺー・]+|[ぁ-ゖー]+/gu;
  const pieces = (words, text) => {
    const found = [];
    let done = 0;
    const plain = text.normalize("NFKC");
    for (const run of words.runs(plain)) {
      found.push(...(plain.slice(done, run.index).match(PIECES) ?? []), run[0]);
      done = run.index + run[0].length;
    }
    found.push(...(plain.slice(done).match(PIECES) ?? []));
    const telling = found.filter((each) => !/^[ぁ-ゖ]{1,3}$/.test(each));
    return telling.length ? telling : found;
  };
  const near = (typed, known) => {
    const most = typed.length > 7 ? 2 : typed.length > 3 ? 1 : 0;
    if (!most) return [];
    return known.map((each) => [distance(typed, each, most), each]).filter(([cost]) => cost <= most)
      .sort(([one], [other]) => one - other).slice(0, NEAR).map(([, each]) => each);
  };
  // Slips between two words, neighbours that changed places counted as one; more than `most` is `most` + 1.
  const distance = (one, other, most) => {
    if (Math.abs(one.length - other.length) > most) return most + 1;
    let before = [], last = [...Array(other.length + 1).keys()];
    for (let i = 1; i <= one.length; i += 1) {
      const row = [i];
      for (let j = 1; j <= other.length; j += 1) {
        row[j] = Math.min(last[j] + 1, row[j - 1] + 1, last[j - 1] + (one[i - 1] !== other[j - 1]));
        if (i > 1 && j > 1 && one[i - 1] === other[j - 2] && one[i - 2] === other[j - 1]) row[j] = Math.min(row[j], before[j - 2] + 1);
      }
      if (Math.min(...row) > most) return most + 1;
      [before, last] = [last, row];
    }
    return last[other.length];
  };
  // What a word sounds like, roughly, in either script: container and コンテナ are kntn.
  const ROWS = { "カキクケコ": "k", "サシスセソ": "s", "タチツテト": "t", "ナニヌネノン": "n", "ハヒフヘホ": "h", "マミムメモ": "m", "ラリルレロ": "r", "ガギグゲゴ": "g", "ザジズゼゾ": "z", "ダヂヅデド": "d", "バビブベボ": "b", "パピプペポ": "p" };
  const KANA_SOUNDS = Object.fromEntries(Object.entries(ROWS).flatMap(([row, sound]) => [...row].map((kana) => [kana, sound])));
  const bones = (word) => (/^[a-z]+$/.test(word)
    ? word.replace(/c(?=[eiy])/g, "s").replace(/ch|t(?=i)/g, "t").replace(/sh/g, "s").replace(/ph|f/g, "h").replace(/th/g, "s")
      .replace(/ck|[cq]/g, "k").replace(/x/g, "ks").replace(/l/g, "r").replace(/v/g, "b").replace(/j/g, "z").replace(/m(?=[bp])/g, "n")
      .replace(/(?<=[aeiou])r(?![aeiou])/g, "").replace(/[aeiouwyh]/g, "").replace(/(.)\1+/g, "$1")
    : [...word].map((kana) => KANA_SOUNDS[kana] ?? "").join("").replace(/h/g, "").replace(/(.)\1+/g, "$1"));
  const alike = (typed, known) => {
    const sound = bones(typed);
    return sound.length < 3 ? [] : known.filter((each) => bones(each) === sound).slice(0, NEAR);
  };
  const rescued = async (on, piece, filters) => {
    const { words, data } = on;
    const run = words.runs(piece)[0];
    const typed = run && run[0] === piece ? words.key(piece) : words.fold(piece).replaceAll("\0", "");
    const found = [];
    if (run && run[0] === piece) {
      const inside = typed.length > 3 ? data.latin.filter((each) => each.includes(typed)).slice(0, NEAR) : [];
      found.push(...inside.map((each) => [each]));
      if (!found.length) found.push(...near(typed, data.latin).map((each) => [each]));
      if (!found.length) found.push(...alike(typed, data.katakana).map((each) => words.begun(each)));
    } else if (KANA.test(typed)) {
      const slips = near(typed, on.katakana());
      found.push(...[...words.otherMoras(typed), ...slips].map((each) => words.begun(each)));
      if (!slips.length) found.push(...alike(typed, data.latin).map((each) => [each]));
    }
    return anyOf(await Promise.all(found.map(async (tokens) => scored(await phrase(on, tokens, filters), 0.4))));
  };
  const shortened = async (on, piece, filters) => {
    const found = await spelt(on, piece, filters);
    if (found.size) return found;
    // Behind a word stand particles and endings; behind kanji they are kana.
    const stem = /^(\p{Script=Han}+)[ぁ-ゖ]+$/u.exec(piece)?.[1];
    if (stem) {
      const kanji = await spelt(on, stem, filters);
      if (kanji.size) return kanji;
    }
    if (/^[ぁ-ゖー]{4,}$/.test(piece)) {
      for (let size = 1; size < 4 && piece.length - size > 2; size += 1) {
        const shorter = await spelt(on, piece.slice(0, -size), filters);
        if (shorter.size) return shorter;
      }
    }
    const kanji = [...(stem ?? piece)];
    if (kanji.length > 2 && kanji.every((char) => KANJI.test(char))) {
      const twos = kanji.filter((_, n) => n % 2 === 0).map((_, n) => kanji.slice(n * 2, n * 2 + 2).join(""));
      const parts = allOf(await Promise.all(twos.map((two) => spelt(on, two, filters))));
      if (parts.size) return parts;
    }
    return rescued(on, piece, filters);
  };
  const wordOf = async (on, word, filters) => {
    const whole = await spelt(on, word, filters);
    if (whole.size) return whole;
    const keyed = on.words.keyed(word);
    if (on.words.fold(keyed).length > 2) {
      const tokens = on.words.begun(keyed);
      const meant = await Promise.all([sounds(on, tokens, filters), phrase(on, tokens, filters)]);
      const read = anyOf(meant.map((each) => scored(each, 0.5)));
      if (read.size) return read;
    }
    const parts = pieces(on.words, word);
    if (parts.length > 1) return allOf(await Promise.all(parts.map((each) => shortened(on, each, filters))));
    return parts.length ? shortened(on, parts[0], filters) : whole;
  };

  // --- A whole query: words, "phrases" and -words.
  // As the server does: a quotation mark that has no other is none, and brackets quote where they stand apart.
  const apart = (text) => text.normalize("NFC").replace(/(["＂“「『])([^"＂”」』]+)["＂”」』]|["＂“”「」『』]/gu, (all, mark, within, at, whole) => {
    if (!mark) return " ";
    const before = whole[at - 1] ?? " ";
    if ("「『".includes(mark) && !/[\s-]/u.test(before)) return ` ${within} `;
    return before === "-" ? `${all} ` : ` ${all} `;
  });
  const parsed = (text) => [...apart(text).matchAll(/(^|\s)-?(?:["＂“「『]([^"＂”」』]+)["＂”」』]|[^\s"＂“”「」『』]+)/gu)].map(([all, , quoted]) => {
    const isOut = /^\s?-[^-\s]/.test(all);
    const bare = all.trim().replace(/^-(?=[^-])/, isOut ? "" : "-");
    return { isOut, quoted, word: quoted ?? bare.replace(/^[?!？！。、,.]+|[?!？！。、,]+$/g, "") };
  }).filter(({ word }) => word);
  const found = async (on, text, filters) => {
    const asks = parsed(text);
    if (!asks.length) return { talks: scored(await ask(on, null, filters, 1), 1), isRelaxed: false };
    const sets = await Promise.all(asks.map(async ({ quoted, word }) => (
      quoted ? scored(await phrase(on, on.words.begun(word), filters), 1) : wordOf(on, word, filters)
    )));
    const out = sets.filter((_, n) => asks[n].isOut);
    const within = sets.filter((_, n) => !asks[n].isOut);
    let talks = within.length ? allOf(within) : scored(await ask(on, null, filters, 1), 1);
    const isRelaxed = !talks.size && within.length > 1;
    if (isRelaxed) {
      talks = new Map();
      for (const set of within) for (const [id, each] of set) talks.set(id, { load: each.load, score: 10 + each.score + (talks.get(id)?.score ?? 0) });
    }
    for (const set of out) for (const id of set.keys()) talks.delete(id);
    return { talks, isRelaxed };
  };

  Object.assign(globalThis.kikigaki, { load, found, parsed, pieces });
})();
