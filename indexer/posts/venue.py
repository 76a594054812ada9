"""The venue of an event: its name, of a line or a sentence that tells where it was."""

import re

from indexer.posts.report_titles import REPORT
from indexer.posts.words import is_stop

_VENUE = re.compile(
    r"(?:^|\n|[。\s|｜])[-*+・●■:\s]{0,4}(?:会場|開催場所|開催地|場所"
    r"|venue)\s*(?P<label>[:：|｜]|は[、,]?)[:\s]*(?P<venue>[^\n。|｜]{2,60})",
    re.IGNORECASE,
)

_VENUE_BELOW = re.compile(
    r"(?:^|\n)[-*+・●■#\s]{0,6}(?:会場|開催場所|開催地|場所)\s*[:：]?\s*\n\s*(?:[-*+・]|:(?=\s))\s*(?P<venue>[^\n。はがを]{2,60})(?=\n|$)"
)
_VENUE_ALONE = re.compile(r"(?:^|\n)(?P<venue>[^\n。、はをがに]{2,30}?)\s?(?:さん)?にて。?(?=\n|$)")
"""A line that is no more than 「灯台センターさんにて」."""
_USUAL = re.compile(r"^(?:.{0,20}(?:お馴染み|おなじみ)(?:の|となった)?\s*)?(?:.{1,20}ではなく)?")
_REMARK = re.compile(r"[(（][^()（）]{0,60}(?:ます|です|した|ね|よ|邪魔|回目)[)）]?$")
_NAMED_PLACE = re.compile(
    r"(?:.*[ただるいう](?=[一-龯ァ-ヴA-Za-z「])|.*さん|に|なんと).{0,20}「(?P<name>[^「」]{2,40})」"
)
"""A sentence that says what a place is before it names it: 工場だった建物を改めた施設「灯台」."""
_VENUE_ENDS = r"(?:です|でした|にて|、|で(?:開催|した|行)|(?:さん)?を(?:お借り|借り)|という)"
_NO_PLACE = re.compile(
    r"^(?:約?\d+[〜~-]?\d*人|沢山|たくさん|いつも|天井|広|満|立ち見|とても|すご|今回|前回|同じ|その|この|ほぼ|かなり)|[いたるだ](?:ホール|部屋|会場|ところ|場所)$|[＊*]{2}"
    r"|ので|ており|から|けど|ました|ます|引き続き|満席"
)
"""What a sentence says of a venue beside its name."""


def venue_of(head: str) -> str:
    """Return what the visible text at the top of a post calls the venue; empty where it tells none."""
    match = _VENUE.search(head)
    if match is None:
        other = _VENUE_BELOW.search(head) or _VENUE_ALONE.search(head)
        found = other["venue"].strip(" 　|") if other else ""
        found = "" if found.endswith((":", "：")) else found
        return "" if REPORT.search(found) or is_stop(found) or _NO_PLACE.search(found) else found
    venue = re.split(_VENUE_ENDS, match["venue"])[0]
    if named := _NAMED_PLACE.match(venue):
        venue = named["name"]
    venue = _REMARK.sub("", _USUAL.sub("", venue).strip(" 　:：")).removesuffix("で").rstrip()
    venue = venue.removesuffix("さん").removesuffix("さま")
    for opening, closing in ("()", "（）", "「」", "[]"):
        before, _, inside = venue.partition(opening)
        if inside and closing not in inside:
            # What was cut inside of brackets is a remark, or a name in quotes.
            venue = f"{before}{inside}" if opening == "「" else before
    if "は" in match["label"] and _NO_PLACE.search(venue):
        return ""
    if venue.rstrip().endswith((":", "：")):
        return ""  # What has an address behind it is a place on the web.
    whole = re.fullmatch(r"[(（「\[]([^()（）「」\[\]]*)[)）」\]]", venue.strip())
    return (whole[1] if whole else venue).strip(" 　:：")
