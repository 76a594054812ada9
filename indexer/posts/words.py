"""Words that tell talks from everything else in a report, and reports from other posts."""

import re
import unicodedata

from indexer.posts.word_lists import (
    CONTAINER_SENTENCE,
    CONTAINER_WHOLE,
    CONTAINERS,
    PART_OF_DAY,
    STOP_SENTENCE,
    STOPS,
)

_LEAD = re.compile(r"^(?:\d{1,2}[.)、．）:]|[-・●■◆◇▼▽★☆#＃*]|[①-⑳])+")
_DECORATION = re.compile(
    r"[\s　!！?？。、,.…:：;；~〜～\-–—―_・/／|｜「」『』【】()（）\[\]<>＜＞♪★☆*#'\"”“]+"
)
_NO_BRACKETS = dict.fromkeys(map(ord, "()[]【】「」:、・"))
_EMOJI = re.compile(r"[\U0001F000-\U0001FAFF\u2600-\u27BF\uFE0F\u200D]|:[a-z_]{2,30}:")
REPORT = re.compile(
    r"参加|行っ?て(?:き|み|来)|行った|いって(?:き|み)|[聞聴観]いて(?:き"
    r"|み|来)|[聞聴]いた|聴講|勉強会|アウトラインメモ"
    r"|(?:(?<![ァ-ヴー])|(?:イベント|オンライン|ミニ|ライブ|カンファレンス))レポート"
    r"|(?<![ァ-ヴー])レポ(?![ジー])|れぽ"
    r"|第\s*[0-9一二三四五六七八九十]+\s*回.{0,40}会|研究会|講習会|読書会|交流会|報告会|説明会|発表会|国際会議|夜会"
    r"|カンファレンス|コンファレンス|シンポジウム|フォーラム|サミット"
    r"|ミートアップ|セミナー|ハンズオン|ハッカソン"
    r"|つどい|の集い|まつり|祭り|フェスタ|潜入|お邪魔|開催しました|登壇し"
    r"|登壇レポ|話してき|発表してき|発表しました|喋って|しゃべって"
    r"|LT(?:会|祭|大会|枠|し|で|デビュー|\b)|ライトニング|kaigi|会議(?=$|[\s#＃0-9])"
    r"|(?<![a-z])conf(?:erence)?(?![a-z])|(?<=[a-z])conf(?=$|[\s#＃0-9_.])"
    r"|meet-?up|summit|congress|symposium|unconference"
    r"|re:?invent|pycon|yapc|phpcon|jjug|devsumi|デブサミ|wwdc|google"
    r" ?i/?o|バーキャンプ|(?<![a-z])(?:night|fest)(?![a-z])",
    re.IGNORECASE,
)
"""What the title of a report says."""
MAYBE_REPORT = re.compile(
    r"[#＃](?!\d)\w{3,}|第\s*[0-9一二三四五六七八九十]+\s*回|vol\.?\s*\d"
    r"|(?<![(（])[#＃]\s*\d+|会(?=$|[\s#＃0-9vV(（「])|ナイト|祭$|感想"
    r"|振り返り|ふりかえり|memo|メモ"
    r"|(?<![a-z])(?:days?|talks?|forum|con|expo|world|festa|tour|casual"
    r"|tech)(?![a-z])|スタッフ|テック|トーク|会議",
    re.IGNORECASE,
)
"""What the title of a report may say, and that of other posts as well."""
REPORT_TAG = re.compile(
    r"勉強会|イベント|カンファレンス|レポート|参加|セミナー|ミートアップ"
    r"|(?<![a-z])events?$|conference|meetup|kaigi|^lt$"
    r"|^ライトニング",
    re.IGNORECASE,
)


def key_of(title: str) -> str:
    """Return a heading without numbers, signs and blanks, in one width and case."""
    folded = _EMOJI.sub("", unicodedata.normalize("NFKC", title)).casefold()
    return _DECORATION.sub("", _LEAD.sub("", folded.strip()))


def is_stop(title: str) -> bool:
    """Say whether a heading stands for no talk by its words alone."""
    key = key_of(title)
    return len(key) < 1 or key in STOPS or bool(len(key) <= 40 and STOP_SENTENCE.search(key))


def is_container(title: str) -> bool:
    """Say whether a heading stands above talks by its words alone."""
    folded = _EMOJI.sub("", unicodedata.normalize("NFKC", title)).strip()
    if len(folded) > 40:
        return False
    key = key_of(title)
    day = PART_OF_DAY.sub("", folded.casefold().translate(_NO_BRACKETS).replace(" ", ""))
    return key in CONTAINERS or bool(CONTAINER_SENTENCE.search(folded) or CONTAINER_WHOLE.fullmatch(day))


def looks_like_report(title: str, tags: tuple[str, ...]) -> bool:
    """Say whether a post tells of an event, by its title and tags."""
    return bool(REPORT.search(unicodedata.normalize("NFKC", title))) or any(map(REPORT_TAG.search, tags))


def may_be_report(title: str) -> bool:
    """Say whether a title is one that reports have, too: the text has to decide."""
    return bool(MAYBE_REPORT.search(unicodedata.normalize("NFKC", title)))
