"""People: a piece of text that names who spoke -> speakers, without さん, roles and employers."""

import re

from indexer.posts.inline import PERSON, PERSON_END, unmarked
from indexer.posts.names import (
    BRACKETS,
    COMPANY,
    EMAIL,
    EMPLOYER,
    HANDLE,
    HONORIFIC,
    HONORIFICS,
    KANA,
    KANJI,
    KANJI_NAME,
    NO_NAME,
    could_be_person,
    is_company,
    is_employer,
    is_people,
    pieces_of,
)
from indexer.posts.technologies import is_known_name
from search.model import Speaker

LONGEST_NAME = 40

_SLASH_HANDLE = re.compile(
    rf"\s*[/／]\s*([@＠][A-Za-z0-9_][\w.-]{{0,38}}|{PERSON}[@＠][^{PERSON_END}]{{1,40}}{PERSON_END}"
    rf")"
)
_EMPLOYER_SLASH = re.compile(
    rf"^(?P<employer>[^/／@]{{2,30}}?)\s*[/／]\s*(?P<name>[^/／]{{2,30}}{HONORIFIC})$"
)
_SO_CALLED = re.compile(r"^(.{2,20}?(?:さん|氏))こと.*$")
_DASH = re.compile(r"^[\s　]*ー+|(?<![ぁ-ゖァ-ヺー])ー+[\s　]*$")
"""A long vowel that was meant for a dash: at the end of a name in kana it is part of it."""
_ALSO_KNOWN = re.compile(r"[\s,、]+a\.?k\.?a\.?(?:\s.*)?$", re.IGNORECASE)
"""What stands between a name and another, or a handle."""
_ROLES = re.compile(
    r"^(?:LT|ＬＴ|発表者?|講演者?|登壇者?|話者|講師|スピーカー|プレゼンター"
    r"|ゲスト|司会|モデレーター?|モデレータ|パネリスト|speakers?|presenters?"
    r"|presented|by|with|担当者?|引き続き|続いて)\s*(?:[:：/／]|\s|by)\s*",
    re.IGNORECASE,
)
_LABEL = re.compile(
    r"^(?:(?:発表者?|講演者?|登壇者?|話者|講師|担当者?|スピーカー|speakers?|presenters?)\s*[:：]|by\s)\s*(?P<people>\S.*)$",
    re.IGNORECASE,
)
_ROLE_BEFORE = re.compile(
    r"(?P<role>.{0,30}(?:エンジニア|プログラマー?|デザイナー?|ディレクター"
    r"|マネージャー?|エバンジェリスト|アーキテクト))(?P<name>[一-龯々]{2,5})"
)
_OWN_HANDLE = re.compile(
    rf"^(?P<name>[^@＠{PERSON}、,/／&＆]{{2,20}}?(?:さん|氏))\s+(?P<handle>{PERSON}?[@＠][\w.-]{{1,38}}{PERSON_END}?)\s*{HONORIFIC}?$"
)
"""山田 さん @yamada さん is one person."""
_CLAUSE = re.compile(r".*[でにをがは].{2,}(?:[たるい])")
"""What is said of somebody before an @name: 海で網を直した@yamada."""
_GLUED = re.compile(r"(?P<employer>[A-Z][A-Za-z]{2,20})(?P<name>[一-龯々]{2,4})")
"""Google山田."""
_EMPLOYED = re.compile(r"(?P<name>[A-Z][a-z'’.-]+(?:\s[A-Z][\w'’.-]*){1,2}),\s*(?P<employer>[A-Z]\w+)")
"""Umi Sango, Sakura: a second name has two words."""
_EMPLOYED_AT = re.compile(r"(?P<employer>\S.{1,30}[^\s一-龯々])の(?P<name>[一-龯々]{1,4}\s[一-龯々]{1,4})")
"""灯台テックの磯野 汐: who has both names written apart."""
_FOREIGN = re.compile(r"[ァ-ヴー]{3}|[A-Za-z]{2}.*\s")


def people_of(written: str) -> tuple[Speaker, ...]:
    """Return everybody whom a piece of text names; whether it names people is for the caller to know."""
    found: dict[str, Speaker] = {}
    written = _SLASH_HANDLE.sub(r" (\1)", EMAIL.sub("", written[:400]))
    if own := _OWN_HANDLE.match(written.strip()):
        written = f"{own['name']} ({own['handle']})"
    if written.count(PERSON) < 2 and (employed := _EMPLOYED.fullmatch(unmarked(written).strip())):
        written = f"{employed['name']} ({employed['employer']})"
    if (match := _EMPLOYER_SLASH.match(written.strip())) and not HONORIFICS.search(match["employer"]):
        written = f"{match['name']} ({match['employer']})"
    for number, piece in enumerate(pieces_of(written)):
        if number and is_company(piece):
            continue  # Where the one before works.
        if speaker := person_of(piece):
            found.setdefault(speaker.name, speaker)
    return tuple(found.values())


def labelled_of(written: str) -> tuple[Speaker, ...]:
    """Return whom a text names behind a word for who speaks, as in `担当：坂本`; none without such a word."""
    label = _LABEL.match(written[:400].strip())
    if label is None or not (is_people(label["people"]) or could_be_person(label["people"], LONGEST_NAME)):
        return ()
    return people_of(label["people"])


def person_of(written: str) -> Speaker | None:
    """Return the one person whom a piece of text names; None when nothing is left of it."""
    text = _ROLES.sub("", _DASH.sub("", written).strip(" 　\t-–—―:：/／|｜*・,、"))
    linked = re.search(f"{PERSON}([^{PERSON_END}]+){PERSON_END}", text)
    text = unmarked(text)
    handle = HANDLE.search(text)
    if not (handle or linked) and is_company(HONORIFICS.sub("", text)):
        return None
    remarks: list[str] = []
    outside = BRACKETS.sub(lambda match: remarks.append(match[1]) or " ", text)  # type: ignore[func-returns-value]
    outside = HANDLE.sub(" ", outside)
    name, employer = _without_employer(_bare(outside))
    heard = ""
    remarks = [_bare(HANDLE.sub(" ", remark)) for remark in remarks]
    remarks = [remark for remark in remarks if remark]
    if linked and not handle and linked[1].strip() and not name:
        name = _bare(linked[1])
    if name and remarks:
        remark = remarks[0]
        if (
            KANA.match(name)
            and len(remark) <= 8
            and "の" not in remark
            and KANJI.search(remark)
            and not COMPANY.search(remark)
        ):
            name, heard = remark, name
        elif not employer:
            employer = remark
    elif not name and remarks and not handle:
        name = remarks[0]
    if handle and _CLAUSE.fullmatch(name):
        name = ""
    elif handle and name.endswith("の"):
        name, employer = "", name[:-1].strip()
    elif handle and (is_company(name) or is_known_name(name)):
        name, employer = "", name
    if handle and (not name or NO_NAME.match(name)):
        return Speaker(handle["name"].rstrip("."), "", employer or (remarks[0] if remarks else ""))
    if not name or NO_NAME.match(name) or len(name) > LONGEST_NAME or is_company(name):
        return None
    if handle and not heard:
        heard = f"@{handle['name']}"
    return Speaker(name, heard, employer)


def _bare(text: str) -> str:
    text = " ".join(text.split()).strip(" 　-–—―:：/／|｜*・,、.()（）[]〜~").lstrip("@＠")
    text = _ALSO_KNOWN.sub("", _SO_CALLED.sub(r"\1", text))
    previous = ""
    while text != previous and not text.endswith("っちゃん"):
        previous, text = text, HONORIFICS.sub("", text).strip()
    return text


def _without_employer(name: str) -> tuple[str, str]:
    """Split `株式会社X 山田` and `Xの山田`: whoever speaks is named last."""
    if match := _EMPLOYED_AT.fullmatch(name):
        return match["name"], match["employer"]
    first, blank, last = name.rpartition(" ")
    if blank and COMPANY.search(f"{first} ") and not COMPANY.search(last):
        last = last.removeprefix("の")
        # A surname and a given name stand apart, too.
        company, space, surname = first.rpartition(" ")
        if space and COMPANY.search(f"{company} ") and not COMPANY.search(surname) and len(surname) <= 4:
            return f"{surname} {last}", company
        return last, first
    if blank and COMPANY.search(last) and not COMPANY.search(first):
        return first, last
    if (match := _GLUED.fullmatch(name)) and (
        is_employer(match["employer"]) or not is_known_name(match["employer"])
    ):
        return match["name"], match["employer"]
    if match := _ROLE_BEFORE.fullmatch(name):
        return match["name"], match["role"]
    if blank and " " in first and KANJI_NAME.fullmatch(last):
        company, _, surname = first.rpartition(" ")
        if len(surname) <= 4 and KANJI_NAME.fullmatch(f"{surname} {last}"):
            return f"{surname} {last}", company
    is_company = EMPLOYER.fullmatch(first) or _FOREIGN.search(first)
    if blank and is_company and re.fullmatch(r"[一-龯々]{1,4}", last):
        return last, first
    if match := re.fullmatch(r"(?P<employer>\S.{1,40})でも?ある(?P<name>\S{2,20})", name):
        return match["name"], match["employer"]
    match = re.fullmatch(r"(?P<employer>\S.{0,30}\S)\s?の\s?(?P<name>\S{2,12})", name)
    if match and (
        not KANA.match(match["employer"]) or len(match["employer"]) > 3 or is_employer(match["employer"])
    ):
        return match["name"], match["employer"]
    if match := re.fullmatch(r"(?P<employer>(?:株式会社|\(株\)|㈱)\S{2,20})[/／](?P<name>.+)", name):
        return match["name"], match["employer"]
    return name, ""
