"""People: a piece of text that names who spoke -> speakers, without さん, roles and employers."""

import re
import unicodedata

from indexer.posts.inline import PERSON, PERSON_END, unmarked
from indexer.posts.technologies import is_known_name
from search.model import Speaker

LONGEST_NAME = 40

HONORIFIC = r"(?:さん|サン|氏|様|さま|先生|ちゃん|くん|君|教授|博士)"
_HONORIFICS = re.compile(rf"\s*{HONORIFIC}+\s*$")
_HANDLE = re.compile(r"(?<![\w.])[@＠](?P<name>[A-Za-z0-9_][\w.-]{0,38})", re.ASCII)
_BRACKETS = re.compile(r"[（(\[［]([^（）()\[\]［］]{0,80})[)）\]］]")
_SPLIT = re.compile(
    rf"\s*(?:[、，,;]|(?<={PERSON_END})\s*(?=[{PERSON}@])|[&＆]|\s[+＋x×]\s|\s(?:and)\s|\s[/／]\s)\s*"
    r"|(?<=さん|.氏)\s*(?:と|・|/|／|\s(?!\ue002))\s*"
)
_SLASH_HANDLE = re.compile(
    rf"\s*[/／]\s*([@＠][A-Za-z0-9_][\w.-]{{0,38}}|{PERSON}[@＠][^{PERSON_END}]{{1,40}}{PERSON_END}"
    rf")"
)
_EMPLOYER_SLASH = re.compile(
    rf"^(?P<employer>[^/／@]{{2,30}}?)\s*[/／]\s*(?P<name>[^/／]{{2,30}}{HONORIFIC})$"
)
_SO_CALLED = re.compile(r"^(.{2,20}?(?:さん|氏))こと.*$")
_ROLES = re.compile(
    r"^(?:LT|ＬＴ|発表者?|講演者?|登壇者?|話者|講師|スピーカー|プレゼンター"
    r"|ゲスト|司会|モデレーター?|モデレータ|パネリスト|speakers?|presenters?"
    r"|presented|by|with|担当)\s*(?:[:：/／]|\s|by)\s*",
    re.IGNORECASE,
)
_COMPANY = re.compile(
    r"(?:株式会社|有限会社|合同会社|社団法人|財団法人|NPO法人|大学|研究所"
    r"|研究室|大学院|高専|財団|機構|協会|Inc\.?|Corp\.?|Ltd\.?|LLC|K\.K\."
    r"|\(株\)|㈱"
    r"|部$|課$|チーム|グループ|社$|会社|エンジニア|デザイナー|デザイナ"
    r"|代表|取締役|社長|部長|マネージャー?|CTO|CEO|COO|VPoE|Engineer"
    r"|Manager|Developer|Director|Founder)",
    re.IGNORECASE,
)
_KANA = re.compile(r"[ぁ-ゖー・]+$")
_KANJI = re.compile(r"[\u4e00-\u9fff々]")
_SENTENCE = re.compile(
    r"[。、!！?？「」『』:：;；|｜=<>{}]|https?:|です|ます|した|って"
    r"|から|まで|という|について|こと$|もの$|(?<=[一-龯々ァ-ヴA-Za-z])[はがを](?=\S{2})"
)
_NO_NAME = re.compile(
    r"^(?:皆|みな|みんな|皆々|皆様|お客|参加者|登壇者|発表者|講演者"
    r"|スタッフ|運営|主催者?|他|その他|各位|お|店員|神|嫁|奥|旦那|娘"
    r"|息子|お父|お母|有志|自分|私|僕|俺|我々|弊|同僚|友人|知人|先輩"
    r"|後輩|誰か?|誰|本人|某|著者|作者|担当者|司会者?|隣|前|後ろ|各"
    r"|たく|"
    r"たくさ|n/?a|tbd|none|なし|不明|\d+)$",
    re.IGNORECASE,
)
_WORDS_OF_TITLES = re.compile(
    r"入門|実践|活用|基礎|応用|開発|運用|設計|実装|紹介|事例|方法|技術"
    r"|手法|導入|構築|改善|解説|理由|最新|これから|未来|歴史|自動化"
    r"|編$|話$|版$|論$|術$|法$|化$|性$|系$|的|資料|動画|レポート|まとめ"
    r"|メモ|感想|質疑"
    r"|スライド|ハンズオン|セッション|講演|発表|トーク|会場|会議|勉強会"
    r"|大会|祭り?$|大学$|会社|日目|午前|午後|時間|分$|円$|年$|月$|日$"
    r"|回$|第|前編|後編|英語|日本語|未公開|非公開|公開|敬称略|予定|仮$"
    r"|場所|開催|[はがをので]$|続き|再演|採用|却下|時$|[0-9]/[0-9]|^[0-9./: -]+$"
    r"|^(?:app|application|extension|api|about|intro)$"
)
_LATIN = "[A-Za-z\u00c0-\u024f'’.-]"
_LATIN_NAME = re.compile(
    rf"[A-Z]{_LATIN}{{0,20}}(?:\s(?:[A-Z]{_LATIN}{{0,20}}|de|van|von"
    rf"|da|la|der)){{0,3}}\s[A-Z]{_LATIN}{{1,20}}$"
)
_LATIN_HANDLE = re.compile(r"_{0,2}[a-z][a-z0-9]*(?:[_-][a-z0-9]+){0,3}_{0,2}$")
_KANJI_NAME = re.compile(r"[\u4e00-\u9fff々ヶ]{1,4}[ 　]?[\u4e00-\u9fff々ぁ-んァ-ヶー]{1,5}$")


_AND = re.compile(r"\s*(?:\s(?:and|x|×|[&＆+＋])\s|[&＆、,])\s*")
_EMPLOYER = re.compile(r"(?:\S{1,10}\s)?[A-Z][A-Za-z0-9&.]{1,20}")
"""A Latin name before a Japanese one is a company's."""


def people_of(written: str) -> tuple[Speaker, ...]:
    """Return everybody whom a piece of text names; whether it names people is for the caller to know."""
    found: dict[str, Speaker] = {}
    written = _SLASH_HANDLE.sub(r" (\1)", written[:400])
    if (match := _EMPLOYER_SLASH.match(written.strip())) and not _HONORIFICS.search(match["employer"]):
        written = f"{match['name']} ({match['employer']})"
    for piece in _pieces_of(written):
        if speaker := person_of(piece):
            found.setdefault(speaker.name, speaker)
    return tuple(found.values())


def person_of(written: str) -> Speaker | None:
    """Return the one person whom a piece of text names; None when nothing is left of it."""
    text = _ROLES.sub("", written.strip(" 　\t-–—―ー:：/／|｜*・,、"))
    linked = re.search(f"{PERSON}([^{PERSON_END}]+){PERSON_END}", text)
    text = unmarked(text)
    handle = _HANDLE.search(text)
    remarks: list[str] = []
    outside = _BRACKETS.sub(lambda match: remarks.append(match[1]) or " ", text)  # type: ignore[func-returns-value]
    outside = _HANDLE.sub(" ", outside)
    name, employer = _without_employer(_bare(outside))
    heard = ""
    remarks = [_bare(_HANDLE.sub(" ", remark)) for remark in remarks]
    remarks = [remark for remark in remarks if remark]
    if linked and not handle and linked[1].strip() and not name:
        name = _bare(linked[1])
    if name and remarks:
        remark = remarks[0]
        if (
            _KANA.match(name)
            and len(remark) <= 8
            and "の" not in remark
            and _KANJI.search(remark)
            and not _COMPANY.search(remark)
        ):
            name, heard = remark, name
        elif not employer:
            employer = remark
    elif not name and remarks and not handle:
        name = remarks[0]
    if not name and handle:
        return Speaker(handle["name"].rstrip("."), "", employer or (remarks[0] if remarks else ""))
    if not name or _NO_NAME.match(name) or len(name) > LONGEST_NAME:
        return None
    if handle and not heard:
        heard = f"@{handle['name']}"
    return Speaker(name, heard, employer)


def is_people(text: str) -> bool:
    """Say whether a text surely names somebody or several."""
    pieces = _pieces_of(text[:400])
    return is_person(text) or (2 <= len(pieces) <= 6 and all(map(is_person, pieces)))


def is_whole_name(text: str) -> bool:
    """Say whether a text with a blank in it is one name, and no title with a name behind it."""
    first, blank, _ = _BRACKETS.sub("", text).strip().rpartition(" ")
    if not blank or _COMPANY.search(first) or _EMPLOYER.fullmatch(first):
        return True
    return (
        len(first) <= 4
        and not _WORDS_OF_TITLES.search(first)
        and not _KANA.match(first)
        and "の" not in first
    )


def is_person(text: str) -> bool:
    """Say whether a text surely names people: by さん or 氏, an @name or a link to a profile."""
    text = text.strip()
    if PERSON in text or _HANDLE.search(text):
        return not _SENTENCE.search(unmarked(_HANDLE.sub("", text)))
    bare = _BRACKETS.sub("", text).strip()
    is_short = len(bare) <= 24 and bare.count(" ") <= 3
    return bool(_HONORIFICS.search(bare)) and is_short and not _SENTENCE.search(bare)


def is_handle(text: str) -> bool:
    """Say whether a text is one word as people call themselves on the web."""
    return bool(_LATIN_HANDLE.fullmatch(text))


def may_be_person(text: str) -> bool:
    """Say whether a text looks like a name or several, though nothing says that it is one."""
    text = unicodedata.normalize("NFKC", _BRACKETS.sub("", text)).strip()
    pieces = _AND.split(text)
    if len(pieces) > 1:
        return len(pieces) <= 4 and all(map(may_be_person, pieces))
    if (
        not 2 <= len(text) <= 24
        or _WORDS_OF_TITLES.search(text)
        or _NO_NAME.match(text)
        or _SENTENCE.search(text)
        or is_known_name(text)
    ):
        return False
    return bool(_KANJI_NAME.fullmatch(text) or _LATIN_NAME.fullmatch(text) or _LATIN_HANDLE.fullmatch(text))


def could_be_person(text: str, longest: int = 24) -> bool:
    """Say whether a text is short and simple enough for a name, where its neighbours have names, too."""
    text = unicodedata.normalize("NFKC", _BRACKETS.sub("", text)).strip()
    if text.casefold().startswith(("a ", "an ", "the ", "http")) or is_known_name(text):
        return False
    if len(text) == 1:
        return bool(_KANJI.match(text))
    return (
        1 < len(text) <= longest
        and text.count(" ") <= 3
        and not _WORDS_OF_TITLES.search(text)
        and not _SENTENCE.search(text)
    )


def _pieces_of(written: str) -> list[str]:
    """Split where one person ends and the next begins, outside of brackets."""
    hidden: list[str] = []

    def hide(match: re.Match[str]) -> str:
        hidden.append(match[0])
        return f"\ue002{chr(0xE100 + len(hidden) - 1)}"

    parts = _SPLIT.split(_BRACKETS.sub(hide, written.replace("\ue002", "")))
    shown = [re.sub("\ue002(.)", lambda match: hidden[ord(match[1]) - 0xE100], part) for part in parts]
    return [part for part in shown if part.strip()]


def _bare(text: str) -> str:
    text = " ".join(text.split()).strip(" 　-–—―:：/／|｜*・,、.()（）[]〜~")
    text = _SO_CALLED.sub(r"\1", text)
    previous = ""
    while text != previous:
        previous, text = text, _HONORIFICS.sub("", text).strip()
    return text


def _without_employer(name: str) -> tuple[str, str]:
    """Split `株式会社X 山田` and `Xの山田`: whoever speaks is named last."""
    first, blank, last = name.rpartition(" ")
    if blank and _COMPANY.search(first) and not _COMPANY.search(last):
        # A surname and a given name stand apart, too.
        company, space, surname = first.rpartition(" ")
        if space and _COMPANY.search(company) and not _COMPANY.search(surname) and len(surname) <= 4:
            return f"{surname} {last}", company
        return last, first
    if blank and _EMPLOYER.fullmatch(first) and _KANJI_NAME.fullmatch(last):
        return last, first
    if blank and " " in first and _KANJI_NAME.fullmatch(last):
        company, _, surname = first.rpartition(" ")
        if len(surname) <= 4 and _KANJI_NAME.fullmatch(f"{surname} {last}"):
            return f"{surname} {last}", company
    match = re.fullmatch(r"(?P<employer>\S.{0,30}\S)の(?P<name>\S{2,12})", name)
    if match and (not _KANA.match(match["employer"]) or len(match["employer"]) > 3):
        return match["name"], match["employer"]
    if match := re.fullmatch(r"(?P<employer>(?:株式会社|\(株\)|㈱)\S{2,20})[/／](?P<name>.+)", name):
        return match["name"], match["employer"]
    return name, ""
