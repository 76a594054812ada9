// What is typed, as the tokens that the records of an exported site are made of: search/portable.py in the browser.
// A test compares the two, letter by letter.
(() => {
  "use strict";

  const SMALL = Object.fromEntries([..."ァィゥェォッャュョヮヵヶ"].map((each, n) => [each, "アイウエオツヤユヨワカケ"[n]]));
  const DROPPED = new Set("-‐‑‒–—―−ー─ｰ〜～・･·'’ \t\u3000\u00a0\u200b\u200d\ufe0e\ufe0f_");
  const PLAIN = "カキクケコサシスセソタチツテトハヒフヘホハヒフヘホウ";
  const VOICED = "ガギグゲゴザジズゼゾダヂヅデドバビブベボパピプペポヴ";
  const VU_ROW = { "ア": "バ", "イ": "ビ", "エ": "ベ", "オ": "ボ" };
  const I_ROW = "イキシチニヒミリギジヂビピ";
  const SIGNS = [[0xa2, 0xbf], [0xd7, 0xd8], [0xf7, 0xf8], [0x2100, 0x2c00], [0x1f000, 0x1fb00]];
  const BREAK = "\0";

  const isSign = (char) => {
    const code = char.codePointAt(0);
    return SIGNS.some(([first, last]) => first <= code && code < last) && /[\p{So}\p{Sm}]/u.test(char);
  };
  const voiced = (char, isHalf) => {
    const places = [...PLAIN].flatMap((each, n) => (each === char && isHalf === "パピプペポ".includes(VOICED[n]) ? [n] : []));
    return places.length ? VOICED[places[0]] : char;
  };
  const devoiced = (char) => {
    const place = VOICED.indexOf(char);
    return place < 0 || "パピプペポ".includes(char) ? char : PLAIN[place];
  };

  class Words {
    constructor(rules) {
      this.oldKanji = rules.old_kanji;
      this.run = rules.run;
      this.alike = rules.alike;
      this.romaji = [rules.syllables, new RegExp(rules.syllable, "y")];
      this.keys = [rules.keys, new RegExp(rules.key, "y")];
      this.moras = rules.moras;
    }

    // One character as [folded, ...]; "" for what is left out.
    plain(char) {
      const found = [];
      for (let part of char.normalize("NFKC").toLowerCase()) {
        if ("ぁ" <= part && part <= "ゖ") part = String.fromCharCode(part.charCodeAt(0) + 0x60);
        part = SMALL[part] ?? part;
        if (DROPPED.has(part)) continue;
        if (part === "\u2044") { found.push(BREAK); continue; }
        if (/[\p{L}\p{N}+#]/u.test(part) || isSign(part)) {
          const base = part >= "\u3000" ? part : [...part.normalize("NFD")][0];
          found.push(this.oldKanji[base] ?? base);
        }
      }
      return found;
    }

    // [folded characters, where each begins in the text, where it ends].
    folded(text) {
      const chars = [], starts = [], ends = [];
      let at = 0;
      const add = (char, size) => { chars.push(char); starts.push(at); ends.push(at + size); };
      for (const char of text) {
        const size = char.length;
        const last = chars.length - 1;
        if (DROPPED.has(char)) { /* left out */ }
        else if ("\u3099\uff9e゛\u309a\uff9f゜".includes(char)) {
          if (last >= 0) { chars[last] = voiced(chars[last], "\u309a\uff9f゜".includes(char)); ends[last] = at + size; }
        } else if ("ヴゔ".includes(char)) add("ヴ", size);
        else if ("々〻ゝヽゞヾ".includes(char)) {
          const before = chars[last] ?? BREAK;
          if (before < "\u3041") add("々", size);
          else add("ゝヽ".includes(char) ? devoiced(before) : "ゞヾ".includes(char) ? voiced(before, false) : before, size);
        } else if (/[\p{Cf}\p{Mn}\p{Me}\u{1f3fb}-\u{1f3ff}]/u.test(char)) { /* seen with what stands before it */ }
        else {
          const plain = this.plain(char);
          if (plain.length) for (const each of plain) add(each, size);
          else if (![...char.normalize("NFKC")].every((part) => DROPPED.has(part))) add(BREAK, size);
        }
        at += size;
      }
      for (let n = 0; n < chars.length; n += 1) {
        if (chars[n] !== "ヴ") continue;
        const row = VU_ROW[chars[n + 1]];
        chars[n] = row ?? "ブ";
        if (row) { ends[n] = ends[n + 1]; for (const each of [chars, starts, ends]) each.splice(n + 1, 1); }
      }
      for (let n = 0; n + 1 < chars.length; n += 1) {
        if (chars[n + 1] === "ア" && I_ROW.includes(chars[n])) chars[n + 1] = "ヤ";
      }
      return [chars, starts, ends];
    }

    fold(text) { return this.folded(text)[0].join(""); }

    // The term of a Latin word.
    key(word) {
      const narrow = [...word.normalize("NFKD").replace(/[\u0300-\u036f]/gu, "")].map((char) => this.alike[char] ?? char).join("").toLowerCase();
      return /^[\p{L}\p{N}]+$/u.test(narrow) ? narrow : narrow.replace(/(?<![0-9])[.\-/&'_]|[.\-/&'_](?![0-9])/g, "");
    }

    runs(text) { return [...text.matchAll(new RegExp(this.run, "g"))]; }

    // The tokens of a text; those of a record have the last character of each run alone, too.
    tokens(text) {
      const found = [];
      let done = 0;
      for (const run of this.runs(text)) {
        found.push(...this.pairs(this.fold(text.slice(done, run.index))), this.key(run[0]));
        done = run.index + run[0].length;
      }
      return [...found, ...this.pairs(this.fold(text.slice(done)))];
    }

    // The tokens of what may go on behind its end.
    begun(text) {
      const found = this.tokens(text);
      return found.length > 1 && [...found.at(-1)].length === 1 && [...found.at(-2)].length === 2 ? found.slice(0, -1) : found;
    }

    pairs(folded) {
      return folded.split(BREAK).filter(Boolean).flatMap((run) => {
        const chars = [...run];
        return [...chars.slice(1).map((char, n) => chars[n] + char), chars.at(-1)];
      });
    }

    // A word of romaji in katakana, "" for what is none.
    kana(word) { return /^[a-z]{4,}$/i.test(word) ? this.read(word.toLowerCase(), ...this.romaji) : ""; }

    // What an input method would have made of a word, had it been on: po-taburu is ポータブル.
    keyed(word) { return this.read(word.normalize("NFKC").toLowerCase(), ...this.keys); }

    read(letters, table, one) {
      let found = "";
      for (let at = 0; at < letters.length; at = one.lastIndex) {
        one.lastIndex = at;
        const piece = one.exec(letters);
        if (!piece) return "";
        found += table[piece[0]] ?? (piece[1] ? "ッ" : "ン");
      }
      return found;
    }

    // Folded kana with one mora as others write it: スマホ for スマフォ.
    otherMoras(folded) {
      const found = new Set();
      for (const pair of this.moras) {
        for (const [one, other] of [pair, [...pair].reverse()]) {
          for (let at = folded.indexOf(one); at >= 0; at = folded.indexOf(one, at + 1)) {
            found.add(folded.slice(0, at) + other + folded.slice(at + one.length));
          }
        }
      }
      return [...found];
    }
  }

  // A token in letters that no search engine parts: web/export/records.py.
  const encoded = (token) => [...Array(token.length).keys()].map((n) => {
    const code = token.charCodeAt(n), char = token[n];
    const letter = (base, value) => String.fromCharCode(base.charCodeAt(0) + value);
    if (code >= 0x30a0 && code <= 0x30ff) return letter("q", (code - 0x30a0) >> 4) + letter("a", code & 15);
    if (char >= "a" && char <= "z") return "y" + char;
    const sign = "0123456789+#./".indexOf(char);
    if (sign >= 0) return "z" + letter("a", sign);
    return [12, 8, 4, 0].map((shift) => letter("a", (code >> shift) & 15)).join("");
  }).join("");

  globalThis.kikigaki = { Words, encoded };
})();
