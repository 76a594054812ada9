"""Words that tell talks from everything else in a report: what a heading says that is none, or holds some."""

import re
import unicodedata

_STOP = (
    # Around the event.
    "はじめに 始めに 初めに まえがき 前書き 序 きっかけ 経緯 目的 動機"
    " 背景 概要 概略 開催概要 イベント概要 イベントについて"
    " イベント情報 開催情報 会場 場所 日時 アクセス 参加者 参加費 受付"
    " 開場 開会 開会式 開会挨拶 オープニング クロージング"
    " 閉会 閉会式 挨拶 あいさつ ご挨拶 諸注意 タイムテーブル タイムスケジュール"
    " スケジュール プログラム一覧 セッション一覧"
    " 目次 もくじ 当日 当日の流れ 当日の様子 会場の様子 様子 雰囲気"
    " 準備 事前準備 運営 スタッフ 主催 スポンサー スポンサーブース"
    " ブース 企業ブース 展示 物販 ノベルティ グッズ お土産 写真 写真撮影"
    " 記念撮影 集合写真 朝 朝食 昼 昼食 昼休み お昼 お昼休み"
    " 昼ごはん お昼ごはん ランチ ランチタイム 休憩 休憩時間 おやつ"
    " 夕食 夜ご飯 懇親会 親睦会 交流会 ネットワーキング"
    " ビアバッシュ 乾杯 打ち上げ 打上げ 2次会 二次会 3次会 三次会 前夜祭"
    " 後夜祭 飲み会 アフターパーティ アフターパーティー"
    " 移動 移動日 宿 ホテル 観光 帰り 帰り道 帰路 帰宅 解散 自己紹介 免責 注意 注意事項 注意書き お断り"
    # Around the text.
    " おわりに 終わりに さいごに 最後に おしまい 終わり 終了 結び 結びに"
    " むすび あとがき 後書き まとめ 総括 結論 感想 感想等"
    " 全体の感想 全体感想 全体的な感想 参加した感想 参加してみて 参加してみた感想"
    " 所感 所感とまとめ 雑感 気づき 学び 学んだこと"
    " 得たもの 得られたもの 収穫 反省 反省点 振り返り ふりかえり 良かった点"
    " 良かったこと よかったこと 悪かった点 改善点"
    " 今後 今後について 次回 次回予告 次回は 予告 告知 宣伝 宣伝等"
    " おまけ 余談 補足 蛇足 追記 更新履歴 変更履歴 訂正 謝辞"
    " お礼 感謝 参考 参考文献 参考資料 参考リンク 参考サイト 参考url"
    " 参照 出典 関連 関連記事 関連リンク 関連資料 関連サイト"
    " 関連ブログ リンク リンク集 外部リンク 資料 資料一覧 発表資料"
    " 発表資料一覧 スライド スライド一覧 当日のスライド 当日の資料"
    " 公開資料 公開スライド 動画 配信 アーカイブ ハッシュタグ ツイート"
    " ツイートまとめ togetter 質問 質疑 質疑応答 q&a qa"
    " qanda 質問コーナー アンケート ディスカッション パネルディスカッション"
    " フリーディスカッション グループディスカッション"
    " 議論 もくもく もくもく会 ハッカソン 成果発表 じゃんけん大会 じゃんけん"
    " 抽選会 プレゼント プレゼント大会 クイズ大会"
    " 表彰 表彰式 結果発表 その他 他 番外編 メモ 雑メモ キーワード"
    " 用語 この記事について この記事は なにこれ 何 なに"
    " これは何 tl;dr tldr 要約 要点 注釈 脚注 他の参加者 他の人のレポート"
    " 他の方のブログ 参加レポート ブログ 求人 採用"
    " 採用情報 読んだ本 おすすめ 残件 todo 環境 発表終了後 終了後 その後 翌日 前日 1日目の感想"
    " introduction intro about overview conclusion conclusions summary"
    " outro afterword acknowledgements acknowledgments"
    " references reference links link related venue schedule timetable"
    " lunch break party afterparty lunchbreak dinner"
    " opening closing registration sponsors photos pictures impressions"
    " thoughts misc miscellaneous others other notes"
    " appendix discussion questions question socializing networking"
)
_CONTAINER = (
    "セッション 各セッション 聞いたセッション 聴いたセッション 参加したセッション"
    " 参加セッション 見たセッション 聴講セッション"
    " 聴講したセッション 印象に残ったセッション 気になったセッション"
    " セッション内容 セッションメモ セッションレポート 一般セッション"
    " 発表 各発表 発表内容 発表一覧 発表メモ 本編 講演 各講演 講演内容"
    " トーク 各トーク トーク内容 聞いたトーク 聴いたトーク"
    " lt lts lt大会 lt枠 ltタイム lt発表 各lt lt一覧 lt内容 飛び込みlt"
    " 飛び入りlt 一般lt スポンサーlt ライトニングトーク"
    " ライトニングトークス ライトニングトーク大会 メインセッション"
    " スポンサーセッション ショートセッション ロングセッション"
    " 発表資料 発表資料一覧 キーノート 基調講演 招待講演 メイントーク"
    " ショートトーク 各セッションの感想 各セッションの内容 各プログラムの感想"
    " 各発表の感想"
    " 各セッションについて 内容 勉強会の内容 勉強会内容 イベント内容"
    " 発表者 登壇者 登壇内容 登壇 レポート 午前 午後 午前の部 午後の部"
    " 前半 後半 sessions session talks talk keynote keynotes lightningtalks"
    " lightningtalk presentations shorttalks"
)
STOPS = frozenset(_STOP.split())
CONTAINERS = frozenset(_CONTAINER.split())

_LEAD = re.compile(r"^(?:\d{1,2}[.)、．）:]|[-・●■◆◇▼▽★☆#＃*]|[①-⑳])+")
_DECORATION = re.compile(
    r"[\s　!！?？。、,.…:：;；~〜～\-–—―_・/／|｜「」『』【】()（）\[\]<>＜＞♪★☆*#'\"”“]+"
)
_EMOJI = re.compile(r"[\U0001F000-\U0001FAFF\u2600-\u27BF\uFE0F\u200D]|:[a-z_]{2,30}:")
_CONTAINER_SENTENCE = re.compile(
    r"(?:セッション|講演|発表|トーク|プログラム|登壇|LT)(?:の|は|を|で|について|した|一覧|メモ|レポ)?"
    r".{0,12}(?:感想|紹介|内容|メモ|まとめ|聞いた|聴いた|印象|レポート"
    r"|概要|様子|粒揃い|話が出た|勢い|一覧|ピックアップ)"
    r"|(?:どんな|どういう)(?:話|発表|LT)|(?:聞|聴|見)(?:いた|た|きに行った)(?:もの"
    r"|発表|話|セッション|トーク|講演)"
    r"|(?:印象に残った|気になった|面白かった|参加した|聴講した|良かった)(?:もの"
    r"|発表|話|セッション|トーク|講演)"
    r"|感想を雑多に|(?:track|トラック|ルーム|room|ホール|hall)\s*[a-z0-9一二三]?$"
    r"|^第?[0-9一二三四五]+(?:日目|部|トラック)|^(?:day|track|初日|最終日)\s*[0-9a-c]?(?:\b"
    r"|$)|\d{1,2}月\d{1,2}日|^\d{1,2}/\d{1,2}"
    r"|(?:日目|の部|編)$",
    re.IGNORECASE,
)
_STOP_SENTENCE = re.compile(
    r"^(?:全体|総合|個人|最後|終わり|おわり|はじめ|次回|今後|懇親会"
    r"|二次会|2次会|打ち上げ|ランチ|お昼|昼食|参加|会場|開催|イベント"
    r"|余談|おまけ|番外|補足|追記|参考|関連|その他|他の|スポンサー|ブース"
    r"|勉強会|カンファレンス|質問|質疑|ディスカッション|パネル"
    r"|雑談|感想|まとめ|所感|運営|主催|スタッフ|ノベルティ|準備|この記事"
    r"|本記事|注意|アンケート|ふりかえり|振り返り|宣伝|告知|移動)"
    r"(?:$|的|に|の|は|を|が|で|と|へ|も|等|など|した|して|しての|前"
    r"|後|編|です|会|者|場所|目的|感|日|内|概|・|&|＆|[0-9]).{0,24}$"
    r"|(?:感想|まとめ|所感|雑感|振り返り|ふりかえり|おわりに|について(?:の注意)?"
    r"|に参加して(?:みて)?|してみて|ひとこと|とは[?？]?|様子|反省|学び"
    r"|懇親会|ランチ|タイムテーブル|クロージング|オープニング|挨拶|あいさつ"
    r"|質疑応答|予告|に(?:して)?思うこと|できごと|謝辞|採用(?:情報)?"
    r"|Q&A|参考(?:資料|リンク))$"
    r"|働きませんか|募集(?:中|して)|お待ちして|ありがとう|(?:でし|まし"
    r"|かっ|だっ)た[!！。よな～〜]*$|したい(?:こと)?$|どうだったか|どんな(?:勉強会"
    r"|イベント)",
    re.IGNORECASE,
)
REPORT = re.compile(
    r"参加|行っ?て|行った|いって(?:き|み)|聞いて|聴いて|聞いた|聴いた"
    r"|聴講|観て|勉強会|レポート|レポ(?![ジ])|れぽ|会議|研究会|講習会"
    r"|読書会|交流会|報告会|説明会"
    r"|発表会|感想|カンファレンス|コンファレンス|シンポジウム|フォーラム"
    r"|サミット|ミートアップ|セミナー|ハンズオン|ハッカソン|アウトラインメモ"
    r"|つどい|の集い|まつり|祭り|祭$|ナイト|フェスタ|登壇|話してき|話しました"
    r"|発表してき|発表しました|喋って|しゃべって|潜入|お邪魔|開催しました"
    r"|スタッフ"
    r"|LT(?![A-Za-zS])|ライトニング|kaigi|(?<![a-z])conf(?:erence)?(?![a-z])"
    r"|(?<=[a-z])conf(?![a-z])|meet-?up|summit|congress|symposium|forum"
    r"|(?<![a-z])night(?![a-z])"
    r"|(?<![a-z])days?(?:$|[^a-z])|fest(?![a-z])|(?<![a-z])talks?(?![a-z])"
    r"|re:?invent|pycon|rubykaigi|yapc|phpcon|jjug|devsumi|デブサミ"
    r"|wwdc|google ?i/?o|unconference|バーキャンプ"
    r"|会(?=$|[\s#＃0-9vV(（「])|[#＃](?!\d)\w{3,}|(?:第\s*\d+\s*回|vol\.?\s*\d|[#＃]\s*\d+)",
    re.IGNORECASE,
)
REPORT_TAG = re.compile(
    r"勉強会|イベント|カンファレンス|レポート|参加|セミナー|ミートアップ"
    r"|(?<![a-z])events?(?![a-z])|conference|meetup|report|kaigi|^lt$"
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
    return not key or key in STOPS or bool(len(key) <= 30 and _STOP_SENTENCE.search(key))


def is_container(title: str) -> bool:
    """Say whether a heading stands above talks by its words alone."""
    folded = _EMOJI.sub("", unicodedata.normalize("NFKC", title)).strip()
    return key_of(title) in CONTAINERS or bool(len(folded) <= 40 and _CONTAINER_SENTENCE.search(folded))


def looks_like_report(title: str, tags: tuple[str, ...]) -> bool:
    """Say whether a post tells of an event, by its title and tags."""
    return bool(REPORT.search(unicodedata.normalize("NFKC", title))) or any(map(REPORT_TAG.search, tags))
