"""Names: whether a piece of text names people, surely, perhaps, or where its neighbours do, too."""

import re
import unicodedata

from indexer.posts.inline import PERSON, PERSON_END, unmarked
from indexer.posts.technologies import is_known_name
from indexer.posts.word_lists import CONTAINERS, EMPLOYERS, STOPS
from indexer.posts.words import key_of

HONORIFIC = r"(?:さん|サン|氏|(?<![仕同模多異有])様|さま|先生|ちゃん|くん|君|教授|博士)"
HONORIFICS = re.compile(rf"\s*{HONORIFIC}+\s*$")
HANDLE = re.compile(
    r"(?<![\w.@>])[@＠](?!IT(?![\w.-]))(?P<name>(?=[\w.-]*[A-Za-z_])[A-Za-z0-9_][\w.-]{0,38})(?![\w.-]*(?:/[a-z]|\s?\{|\(\"))",
    re.ASCII,
)
"""An @name; @IT is a magazine, and `@scope/package` or `@Heading("…")` no person."""
EMAIL = re.compile(r"\b[\w.+-]{1,64}@[\w-]{1,64}(?:\.[\w-]{1,64})+", re.ASCII)
BRACKETS = re.compile(r"[（(\[［]([^（）()\[\]［］]{0,80})[)）\]］]")
_SPLIT = re.compile(
    rf"\s*(?:[、，,;]|(?<={PERSON_END})\s*(?=[{PERSON}@])|[&＆]|\s[+＋x×]\s|\s(?:and|with)\s|\s[/／]\s)\s*"
    r"|(?<=さん|.氏)\s*(?:と|・|/|／|\s(?!\ue002))\s*"
)
COMPANY = re.compile(
    r"(?:株式会社|有限会社|合同会社|社団法人|財団法人|NPO法人|大学|研究所"
    r"|研究室|大学院|高専|財団|機構|協会|(?<![A-Za-z])(?:Inc|Corp|Ltd|LLC|K\.K)(?![A-Za-z])\.?"
    r"|\(株\)|㈱"
    r"|総研|ラボ(?=\s|$)|(?<=[一-龯])大(?=\s)|コーポレーション|テクノロジーズ?$|システムズ"
    r"|ユーザー?(?:会|グループ)|User Group"
    r"|部$|課$|チーム|グループ|社$|会社|エンジニア|デザイナー|デザイナ"
    r"|代表|取締役|社長|部長|マネージャー?|(?<![A-Za-z])(?:CTO|CEO|COO|VPoE|Engineer|Manager|Developer)"
    r"|(?<![A-Za-z])(?:Director|Founder))",
    re.IGNORECASE,
)
_ONLY_COMPANY = re.compile(
    r"(?:株式会社|有限会社|合同会社|㈱|\(株\)|（株）)\s?[^\sの]+|\S+(?:株式会社|有限会社|合同会社|コーポレーション|㈱|\(株\)|（株）)"
    r"|.{1,24}\s(?:Inc|Corp|Ltd|LLC)\.?"
    r"|\S+(?:テクノロジーズ?|システムズ?|ホールディングス|グループ|支部|研究所|総研|協会|財団|機構|大学|大学院|新聞|銀行|証券"
    r"|製作所|Technologies|Systems|Holdings|Labs|Networks|Software|Solutions)|\S{2,}社"
)
_ORGANISATION = re.compile(
    r"(?:[\w.&'-]+ ){0,4}"
    r"(?:International|Japan|Technolog(?:y|ies)|Networks?|Services?|Labs?|Group|Teams?|Systems?|Corporation|Company"
    r"|Official|Community|Foundation|Solutions?|Software|Studios?|Media|University|Institute|Users?|Research"
    r"|Consulting|Partners|Bank|Agency|Association|Council|College|School|Holdings|Ventures)"
    r"(?: [\w.&'-]+){0,3}",
    re.ASCII,
)
"""A name with a word that is in that of a company or a community, and in hardly any person's."""
KANA = re.compile(r"[ぁ-ゖー・]+$")
KANJI = re.compile(r"[\u4e00-\u9fff々]")
_SENTENCE = re.compile(
    r"[。、!！?？「」『』:：;；|｜=<>{}]|https?:|です|ます|した|って"
    r"|から|まで|という|について|こと$|もの$|(?<=[一-龯々ァ-ヴーA-Za-z])[はがを](?=\S{2})"
)
NO_NAME = re.compile(
    r"^(?:さん|氏|皆|みな|みんな|皆々|皆様|お客|参加者|登壇者|発表者|講演者"
    r"|スタッフ|運営|主催者?|他|その他|各位|お|店員|神|嫁|奥|旦那|娘"
    r"|息子|お父|お母|有志|自分|私|僕|俺|我々|弊|同僚|友人|知人|先輩"
    r"|後輩(?:の方)?|オレ|ボク"
    r"|guest speakers?|all|全員|.{0,12}担当|誰か?|誰|本人|その後$|某|著者|作者|担当者|司会者?|隣|前|後ろ|各"
    r"|執筆者|筆者|投稿者|編集者|訳|過去|映画|書籍|小説|漫画|雑誌|論文|特集|連載|記事|演題|対談|実演"
    r"|たく|"
    r"たくさ|n/?a|tbd|wip|connpass|doorkeeper|atnd|peatix|togetter"
    r"|speaker ?deck|slideshare|youtube|none|なし|不明|\d+[人名組]?)$",
    re.IGNORECASE,
)
_WORDS_OF_TITLES = re.compile(
    r"入門|実践|活用|基礎|応用|開発|運用|設計|実装|紹介|事例|方法|技術"
    r"|手法|導入|構築|改善|解説|理由|最新|これから|未来|歴史|自動化"
    r"|編$|話$|版$|論$|術$|法$|化$|性$|系$|的|資料|動画|レポート|まとめ"
    r"|メモ|感想|質疑|視聴|聴講|受講|観覧|情報|準備|進め方|原動力"
    r"|スライド|ハンズオン|セッション|講演|発表|トーク|会場|会議|勉強会"
    r"|大会|祭り?$|大学$|会社|日目|午前|午後|時間|分$|円$|年$|月$|日$"
    r"|回$|第|前編|後編|英語|日本語|未公開|非公開|公開|敬称略|予定|仮$"
    r"|(?:する|みた|[てめっえけれ]た|(?<=[ぁ-ん])ない|できる|られる)$"
    r"|場所|開催|題名|失念|仮題|記録$|[はがをので]$|続き|再演|採用|却下|時$|[0-9]/[0-9]|^[0-9./: -]+$"
    r"|^[A-Z0-9]{1,4}-[A-Z]{0,2}-?[0-9]{1,2}$|^(?:app|application|extension|api|about|intro)$"
    r"|^(?:Jan|Feb|Mar|Apr|May|June?|July?|Aug|Sept?|Oct|Nov|Dec)[a-z.]*\s\d"
)
_CAPITALS = re.compile(r"[A-Z]{2,4}|[A-Z]+-?UG")
"""A company, a community or a language: LINE, GCPUG, EN."""
_NO_START = re.compile(r"(?:an? |the |https?:|[#＃]|\d+ )", re.IGNORECASE)
_LATIN = "[A-Za-z\u00c0-\u024f'’.-]"
_LATIN_NAME = re.compile(
    rf"[A-Z]{_LATIN}{{0,20}}(?:\s(?:[A-Z]{_LATIN}{{0,20}}|de|van|von"
    rf"|da|la|der)){{0,3}}\s[A-Z]{_LATIN}{{1,20}}$"
)
_LATIN_HANDLE = re.compile(r"_{0,2}[a-z][a-z0-9]*(?:[_-][a-z0-9]+){0,3}_{0,2}$")
KANJI_NAME = re.compile(r"[\u4e00-\u9fff々ヶ]{1,4}[ 　]?[\u4e00-\u9fff々ぁ-んァ-ヶー]{1,5}$")
_AND = re.compile(r"\s*(?:\s(?:and|x|×|[&＆+＋])\s|[&＆、,])\s*")
_MARKED = re.compile(f"{PERSON}[^{PERSON_END}]{{0,60}}{PERSON_END}")
_SAYS = re.compile(
    r"^(?:さん|氏)?(?:の|が|は|を|に|で|も|より|から)|^(?:さん|氏)[^\s/／、,・&＆と（(]|(?:さん|氏)[のがはをにでも]\S|ている|でも$|の(?:話"
    r"|講義|発表|記事|報告|方)"
)
_NOBODY = re.compile(
    r"(?:[オお][ジじバば]|お父|お母|お兄|お姉|みな|皆|みんな|たく|書き込み"
    r"|屋)(?:さん|サン|さま|様|くん|ちゃん)$|ている|でした"
)
"""Words that end in さん or くん and name nobody."""
EMPLOYER = re.compile(r"(?:\S{1,10}\s)?[A-Z][A-Za-z0-9&.]{1,20}")
"""A Latin name before a Japanese one is a company's."""


def is_people(text: str) -> bool:
    """Say whether a text surely names somebody or several."""
    pieces = pieces_of(text[:400])
    return is_person(text) or (2 <= len(pieces) <= 6 and all(map(is_person, pieces)))


def is_person(text: str) -> bool:
    """Say whether a text surely names people: by さん or 氏, an @name or a link to a profile."""
    text = text.strip()
    if PERSON in text or HANDLE.search(text):
        return _is_beside_person(HANDLE.sub(" ", _MARKED.sub(" ", text)))
    bare = BRACKETS.sub("", text).strip()
    if is_employer(HONORIFICS.sub("", bare)):
        return False
    is_short = len(bare) <= 24 and bare.count(" ") <= 3 and not _NOBODY.search(bare)
    return bool(HONORIFICS.search(bare)) and is_short and not _SENTENCE.search(bare)


def is_whole_name(text: str) -> bool:
    """Say whether a text with a blank in it is one name, and no title with a name behind it."""
    first, blank, _ = BRACKETS.sub("", text).strip().rpartition(" ")
    if not blank or COMPANY.search(first) or EMPLOYER.fullmatch(first):
        return True
    return (
        len(first) <= 4 and not _WORDS_OF_TITLES.search(first) and not KANA.match(first) and "の" not in first
    )


def is_handle(text: str) -> bool:
    """Say whether a text is one word as people call themselves on the web."""
    return bool(_LATIN_HANDLE.fullmatch(text))


def may_be_person(text: str) -> bool:
    """Say whether a text looks like a name or several, though nothing says that it is one."""
    text = unicodedata.normalize("NFKC", BRACKETS.sub("", text)).strip()
    pieces = _AND.split(text)
    if len(pieces) > 1:
        return len(pieces) <= 4 and all(map(may_be_person, pieces))
    if (
        not 2 <= len(text) <= 24
        or _WORDS_OF_TITLES.search(text)
        or NO_NAME.match(text)
        or _is_word_of_reports(text)
        or _SENTENCE.search(text)
        or _NO_START.match(text)
        or is_known_name(text)
        or _ORGANISATION.fullmatch(text)
    ):
        return False
    return bool(KANJI_NAME.fullmatch(text) or _LATIN_NAME.fullmatch(text) or _LATIN_HANDLE.fullmatch(text))


def could_be_person(text: str, longest: int = 24) -> bool:
    """Say whether a text is short and simple enough for a name, where its neighbours have names, too."""
    text = unicodedata.normalize("NFKC", BRACKETS.sub("", text)).strip()
    if _NO_START.match(text) or is_known_name(text) or _is_word_of_reports(text):
        return False
    if is_employer(text) or _CAPITALS.fullmatch(text):
        return False
    if len(text) == 1:
        return bool(KANJI.match(text)) and text not in "月火水木金土日"
    return (
        1 < len(text) <= longest
        and text.count(" ") <= 3
        and not _WORDS_OF_TITLES.search(text)
        and not _SENTENCE.search(text)
    )


def is_employer(text: str) -> bool:
    """Say whether a text is the name of a company that everybody knows."""
    return text.strip(" !！").casefold().removesuffix(" japan") in EMPLOYERS


def is_company(text: str) -> bool:
    """Say whether a text is no more than the name of a company, though it be called さん."""
    bare = text.strip(" !！")
    return is_employer(text) or bool(_ONLY_COMPANY.fullmatch(bare) or _ORGANISATION.fullmatch(bare))


def _is_word_of_reports(text: str) -> bool:
    key = key_of(text)
    return len(key) > 1 and (key in STOPS or key in CONTAINERS)


def pieces_of(written: str) -> list[str]:
    """Split where one person ends and the next begins, outside of brackets."""
    hidden: list[str] = []

    def hide(match: re.Match[str]) -> str:
        hidden.append(match[0])
        return f"\ue002{chr(0xE100 + len(hidden) - 1)}"

    parts = _SPLIT.split(BRACKETS.sub(hide, written.replace("\ue002", "")))
    shown = [re.sub("\ue002(.)", lambda match: hidden[ord(match[1]) - 0xE100], part) for part in parts]
    return [part for part in shown if part.strip()]


def _is_beside_person(rest: str) -> bool:
    """Say whether what stands beside a sure name is no more than a name, an employer, or signs between."""
    rest = HONORIFICS.sub("", BRACKETS.sub("", unmarked(rest)).strip()).strip(
        " 　-–—―:：/／|｜*・,、&＆+()（）[]<>"
    )
    if not rest or rest in ("と", "and", "さん", "氏"):
        return True
    if _SENTENCE.search(rest) or _SAYS.search(rest):
        return False
    return rest.endswith("の") or bool(COMPANY.search(rest)) or could_be_person(rest) or _is_several(rest)


def _is_several(rest: str) -> bool:
    pieces = [HONORIFICS.sub("", piece).strip() for piece in re.split(r"[\s,、&＆/／と]+|and", rest)]
    if sum(piece.isascii() and piece.isalpha() and piece.islower() for piece in pieces) >= 3:
        return False  # A sentence in English.
    return all(not piece or could_be_person(piece) or bool(HONORIFICS.fullmatch(piece)) for piece in pieces)
