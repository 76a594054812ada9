"""Likeness: how much the words of a heading alone look like the title of a talk."""

import re

from indexer.posts.technologies import is_known_name
from indexer.posts.words import key_of

_TITLE_SIGNS = re.compile(r"[〜～~：:―—–「」『』【】&＆|/／]|\s[-−]\s")
_TITLE_ENDS = re.compile(
    r"(?:話|はなし|編|術|論|法|こと|入門|実践|事例|紹介|設計|運用|開発"
    r"|活用|技術|戦略|基盤|導入|改善|最適化|実装|構築|仕組み|しくみ"
    r"|方法|解説|勘所|ススメ|すすめ|未来|現在|世界|舞台裏|最前線|最先端"
    r"|挑戦|取り組み|ツアー|第一歩|まで|ために|とは[?？]?)$"
)
_STEPS = re.compile(
    r"(?:インストール|ダウンロード|アップデート|セットアップ|実行|追記"
    r"|確認|作成|設定|起動|構成|エラー|手順|環境|準備|完了|修正|変更"
    r"|出力|表示|登録|一覧|内容)(?:する|した|され(?:る|た))?[.… ]*$"
    r"|エラー|^[a-z0-9_./-]+(?: [a-z0-9_./-]+)?$"
)
"""What the steps of a procedure are called."""
_SENTENCE = re.compile(
    r"(?:です|ます|ました|でした|だった|かった|たい|よう|いた|した|ない|ません|だろうか|ほしい|欲しい|ね|よ|ぜ)[。!！♪〜～w笑]*$"
)
_HAS_NAME = re.compile(r"[A-Za-z][A-Za-z.+#]{2,}|[ァ-ヴー]{4,}")
_CAPITAL = re.compile(r"(?<=\S )[“\"'(]?[A-Z][A-Za-z.+#]{2,}|[a-z][A-Z]|[A-Z]{3}")
"""What a title in English has, and a sentence seldom."""
_JAPANESE = re.compile(r"[ぁ-ヴー一-龯]")


def likeness_of(title: str) -> float:
    """Say how much a heading's words look like the title of a talk."""
    key = key_of(title)
    score = 0.0
    score += 0.25 if len(key) >= 10 else 0.1 if len(key) >= 6 else -0.1
    score += 0.2 if len(key) >= 16 else 0.0
    is_english = " " in title and not _JAPANESE.search(title)
    score += 0.25 if (_CAPITAL if is_english else _HAS_NAME).search(title) else 0.0
    score += 0.15 if _TITLE_SIGNS.search(title.strip("【】「」『』")) else 0.0
    score += 0.25 if _TITLE_ENDS.search(title.strip(" !！?？。」』")) else 0.0
    score -= 0.4 if _STEPS.search(title.strip()) and not is_known_name(title) else 0.0
    score -= 0.3 if _SENTENCE.search(title.strip()) else 0.0
    return max(0.0, min(1.0, score))
