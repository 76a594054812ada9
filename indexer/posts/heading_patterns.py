"""Patterns of headings: in how many ways people write a number, a title and who spoke into one line.

People stand between the marks of `inline`. No pattern is asked about more than 600 characters of a heading.
"""

import re

from indexer.posts.inline import PERSON, PERSON_END
from indexer.posts.names import HONORIFIC

_ONE = (
    rf"(?:[{PERSON}][^{PERSON_END}]{{1,40}}[{PERSON_END}]"
    r"|(?<![A-Za-z0-9.@>])[@＠](?!IT(?![A-Za-z0-9_.-]))(?=[A-Za-z0-9_.-]{0,39}[A-Za-z_])[A-Za-z0-9_][A-Za-z0-9_.-]{0,38})"
)
"""One person who is surely meant: a linked name or an @name."""
_INSIDE = r"(?:[^（）()［］]|[（(][^（）()]{0,60}[)）]){1,100}"

NUMBER = re.compile(
    r"^\s*(?:"
    r"[（(\[【]?(?:LT|ＬＴ|tutorial|keynote|セッション|session|発表|講演|トーク|talk"
    r"|その|no\.?|part)\s?[#＃]?\s?(?:\d{1,2}|[①-⑳一二三四五六七八九十])"
    r"(?:\s?(?:[:：.．)）\]】、,，|｜/／-]|(?=[「『])|\s)|(?=\D))\s*"
    r"|(?:セッション|session|発表|LT)\s?[A-Z]\s?[:：]\s*|(?:\d{1,2}\.){2,3}\s+"
    r"|(?:[#＃(（]?\d{1,2}\s?(?:[.．)）:：、，,]|-\s)|[①-⑳])\s*(?!\d)"
    r"|[\[［【(（]?第\s?(?:\d{1,2}|[一二三四五六七八九十]{1,2})\s?部[\]］】)）]?\s?(?:[-ー−–]\s?\d{1,2}\s?)?"
    r"(?:[:：、]\s*|\s+|(?<=[\]］】)）])|(?=[「『]))"
    r"|\d{1,2}-[A-Z]{1,2}-\d{1,2}\s+"
    r"|LT\s?枠\s?\d{0,2}\s?(?:[:：]\s*|\s+|(?=[「『]))"
    r"|第?(?:\d{1,2}|[一二三四五六七八九十]{1,2})(?:人目|つ目|番目|本目|発目|番手|コマ目|時限目|限目|個目)[?？]?\s?[.:：、はの]?\s*"
    r"|\d{1,3}\s?分枠?\s?[（(]\d{1,2}[)）]\s?[:：]?\s*"
    r"|[（(\[［【][A-Z][A-Z0-9]{0,3}-\d{1,2}[)）\]］】]\s*"
    r")",
    re.IGNORECASE,
)
_TRACK = (
    r"(?:(?:Room|Track|Hall|Stage|会場|部屋|ルーム|トラック|ホール|ステージ)\s?[A-Z0-9]{0,2}"
    r"|[A-Z0-9]{1,2}\s?(?:会場|トラック|ホール)|[A-Z]?\d{2,4}\s?(?:教室|室)|メイン(?:ホール|会場)|\d{0,2}-?[A-Z]{1,2}-?\d{1,2})"
)
WHERE = re.compile(
    rf"^\s*(?:[\[［【(（]\s*{_TRACK}\s*[\]］】)）]\s*[:：]?|{_TRACK}\s*[:：]|{_TRACK}\s*(?=[「『])"
    r"|[\[［【][^\[\]［］【】]{1,20}[\]］】]\s*(?=\d{1,2}[:：]\d{2}))\s*",
    re.IGNORECASE,
)
"""A room, a track or a session's code, or what stands in brackets before a time."""
TAGS_LAST = re.compile(r"(?<![とのはにでをがも])(?:\s+[#＃][A-Za-z]\w{1,30})+\s*$")
TIME = re.compile(
    r"^\s*[（(\[]?\d{1,2}[:：]\d{2}\s*(?:[-–—~〜～]\s*(?:\d{1,2}[:：]\d{2})?)?[)）\]]?\s*[:：]?\s*"
)
ROLE = re.compile(
    r"^\s*(?:[【\[(（〈<《]\s*)?(?:JJUG)?(?:基調講演|招待講演|特別講演"
    r"|キーノート|keynote|opening\s?keynote|closing\s?keynote|ライトニングトーク"
    r"|lightning\s?talk|LT|ＬＴ|セッション|session"
    r"|(?:スポンサー|招待|特別|公募|企画|ショート|ロング|レギュラー)\s?(?:セッション|LT|トーク)|tech\s?talk|(?:発表)?タイトル|講師|講演|発表|トーク|飛び込みLT|飛び入りLT"
    r"|メインセッション|ゲスト講演|パネル"
    r"|(?:第?\d日目)?の?[ァ-ヴー一-龯]{0,8}(?:セッション|講演|トーク|LT|発表)(?=\s?[「『]))\s*\d{0,2}"
    r"(?:\s*[】\])）〉>》]\s*|\s*[:：/／|｜-]\s*|\s*(?=[「『“\"])|\s+(?=[「『])"
    r"|(?:(?<=講演)|(?<=キーノート)|(?<=LT))\s+(?=[^\s(（#＃\d]{10}|[A-Za-z]\S*\s))",
    re.IGNORECASE,
)
KEYNOTE_OF = re.compile(r"\W*(?:基調講演|招待講演|キーノート|keynote)\s?\d?\s*[:：/／]", re.IGNORECASE)
"""What only somebody's name may follow."""
QUOTE = (
    r"(?:「(?P<q1>(?:[^「」]|「[^「」]{0,80}」){1,200})」|『(?P<q2>(?:[^『』]"
    r"|『[^『』]{0,80}』){1,200})』|[“\"](?P<q3>[^“”\"]{4,200})[”\"])"
)
QUOTED_FIRST = re.compile(rf"^\s*{QUOTE}\s*(?P<rest>.*)$")
QUOTED_LAST = re.compile(rf"^(?P<rest>[^「『“\"]{{0,80}}?)\s*{QUOTE}\s*(?P<tail>.{{0,40}})$")
TAIL_BRACKET = re.compile(
    rf"^(?P<title>.+?)\s*[（(［\[<＜](?P<inside>{_INSIDE})[)）］\]>＞]\s*(?P<after>さん|氏|様)?\s*$"
)
SEPARATOR = re.compile(
    r"\s*(?:(?<=\s)[-–—―‐−ー|｜:：](?=\s)|(?<=[^\sA-Za-z0-9-])-\s|(?<=[^\sA-Za-z0-9])\s-(?=\S)"
    r"|[–—―]{1,2}|\s[/／]\s?|[/／]\s|／|\t"
    r"|(?<=\S)(?<!powered)(?<!driven)(?<!to you)\s+(?:by|By|BY)[\s:：]+(?![a-z]+ing\b)"
    r"|\s{2,}|(?<=\s)[:：]|[|｜]|[:：](?=\s?[一-龯々]{2,4}\s?[一-龯々]{1,3}$))\s*"
)
HANDLES_LAST = re.compile(
    rf"^(?P<title>.*?[^\s{PERSON}@＠])\s*(?:[-–—―/／:：,、]{{1,3}}|(?<![A-Za-z0-9])by:?)?\s*"
    rf"(?P<people>(?:{_ONE}(?:\s*{HONORIFIC})?[\s,、&＆/と]*)+)"
    r"(?P<remark>[（(][^（）()]{0,40}[)）])?$"
)
HANDLE_BY = re.compile(
    rf"^(?P<people>{_ONE})\s*(?:{HONORIFIC}?\s*による\s*|{HONORIFIC}\s*の\s*(?!発表|講演|LT|お?話|セッション|トーク)"
    rf"|{HONORIFIC}\s*(?=[A-Za-z「『ァ-ヴ一-龯]))(?P<title>\S.{{3,}})$"
)
HANDLE_FIRST = re.compile(
    rf"^(?P<people>{_ONE}\s*{HONORIFIC}?(?:\s*[&＆と、,]\s*{_ONE}\s*{HONORIFIC}?){{0,3}})"
    rf"\s*(?:[:：/／|｜–—―-]\s*|\s+)(?P<title>[^のがはをに]\S.*)$"
)
PERSON_FIRST = re.compile(
    rf"^(?P<people>\S.{{0,30}}?{HONORIFIC})\s*(?:[（(](?P<remark>[^（）()]{{0,60}})[)）])?\s*"
    r"(?P<join>[:：/／|｜–—―-]|\s)\s*(?P<title>\S.+)$"
)
POSSESSIVE = re.compile(
    rf"^(?P<people>{PERSON}?[@＠][\w.-]{{2,39}}{PERSON_END}?|\S.{{0,40}}?{HONORIFIC})\s*(?:[（(][^（）()]{{0,60}}[)）])?\s*(?:の"
    rf"|による)\s*(?:発表|講演|LT|セッション|トーク|話|プレゼン)[^「『]{{0,12}}$",
    re.IGNORECASE,
)
GIVEN = re.compile(r"(?<=さん|.氏)の(?:発表|講演|LT|セッション|トーク|お?話)$")
"""What stands between who spoke and a quoted title."""
BRACKET_FIRST = re.compile(
    r"^[\[［【(（](?P<inside>[^\[\]［］【】()（）]{2,60})[\]］】)）]\s*[:：]?\s*(?P<title>\S.{3,})$"
)
NAME_HANDLE_FIRST = re.compile(
    rf"^(?P<name>[^:：「」]{{0,30}}?)\s*(?P<handle>{_ONE})\s*{HONORIFIC}?\s*"
    r"(?:[（(\[［](?P<employer>[^（）()\[\]［］]{1,40})[)）\]］])?\s*"
    r"(?:[:：]|\s[-–—/]\s|(?=[「『]))\s*(?P<title>\S.{2,})$"
)
FULL_NAME_LAST = re.compile(
    r"^(?P<title>.{3,}?[^\s=＝→+＋:：])(?<!\b(?:in|at|on|of|to|vs))(?<!\b(?:for|and))"
    r"\s(?P<people>[一-龯々]{1,3}\s?[一-龯々ぁ-んァ-ヴー]{1,4}"
    r"|[A-Z][a-z]+\s[A-Z][A-Za-z]+)$"
)
NAMES_LAST = re.compile(
    r"^(?P<title>.+?[^\s/／])\s+(?P<people>(?:[^\s/／「」『』]{1,8}\s)?[^\s/／「」『』]{1,10}\s?氏"
    r"(?:\s*[/／、,]\s*(?:[^\s/／]{1,8}\s)?[^\s/／]{1,10}\s?氏){1,12})$"
)
TRAILING_NAME = re.compile(r"^(?P<title>.*\S)\s+(?P<people>\S.{0,24}?(?:さん|氏|様|先生))$")
NAME_LAST = re.compile(
    r"^(?P<title>.{4,}?\S)\s(?P<name>[一-龯々]{1,3}\s[一-龯々]{1,3}|[一-龯々]{2,3}\s?[一-龯々]{1,3}(?=\s?[（(]))"
    r"(?:\s?[（(][ぁ-んァ-ヶー\s]{2,20}[)）])?$"
)
"""A first name and a last, or one with its reading in kana, before an @name."""
SURNAME_LAST = re.compile(r"^(?P<title>.*\S)\s(?P<surname>[一-龯々]{1,3})$")
BY = re.compile(
    r"^(?P<title>.*\S)\s+(?:by|By|BY)[\s:：]+(?P<name>[^/／|｜]{2,50}?)\s*[/／|｜]\s*(?P<employer>\S.*)$"
)
EMPTY = re.compile(r"\s+[(（]\s*[)）]\s+(?=\S)")
"""Brackets around an address, which is not shown."""
TRAILING = re.compile(r"\s*(?:[-–—―:：/／|｜]|\(\s*\)|（\s*）|\[\s*\])\s*$")
TRAILING_WORD = re.compile(
    r"\s+(?:with|by|and|speakers?|発表者|登壇者|講演者|スピーカー)\s*[:：]?$", re.IGNORECASE
)
MEDIA_LAST = re.compile(r",\s*(?:video|slides?|動画|資料)(?=\s*[)）]\s*$)", re.IGNORECASE)
AND_SAID = re.compile(r"((?:[A-Z][\w.'’-]+ ){1,3}?[A-Z][\w.'’-]+)(?: [a-z]+)+$")
"""A full name with what a sentence goes on to say of it."""
LT_TAIL = re.compile(
    r"\s*[（(\[【]\s*(?:LT|ＬＴ|\d{1,3}\s?分|(?:\d{1,2}日\s?)?\d{1,2}[:：]\d{2}(?:\s?[-–~〜～]\s?\d{1,2}[:：]\d{2})?|仮|資料|スライド|slides?"
    r"|動画|pdf|EN|JA|JP|英語|日本語|English|Japanese|(?:題名?|タイトル)(?:失念|うろ覚え|不明)|招待講演|基調講演)\s*[)）\]】]\s*$",
    re.IGNORECASE,
)


HATENA_ID = re.compile(r"\s?\[?(?<![A-Za-z])id:(?P<name>[A-Za-z][\w-]{2,31})(?::detail)?\]?\s?", re.ASCII)
APART = re.compile(r"\s[@＠]\s(?=[A-Za-z0-9_-]{2,30}$)")
AT_COMPANY = re.compile(
    r"(?P<name>[^\s@＠「」『』（）():：/／?？!！。]{1,12}?)(?P<first>さん|氏)?\s?[@＠]"
    r"(?P<company>[^\x00-\x7f「」『』（）：／]{2,20}?)(?P<last>さん|氏)?(?=\s*[「『:：]|$)"
)
PARTICLE = re.compile(r"\s*(?:の|と|を|に|で|は|が|も|から|へ|や|な|って|という|について)")
DASHES = re.compile(r"[-–—―‐−]+")
