"""Word lists: what the headings of a report say that is no talk's title, and what stands above talks."""

import re

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
    " 詳細 発表後 発表前 私事 こっそり というわけで お詫び あらすじ"
    " 前日 後日談 後日 裏話 お昼タイム 弁当 ask the speaker askthespeaker"
    " 収支 話題 参加者のブログ 流れ 当日の動き やったこと"
    " 会場入り 前々日 アンカンファレンス その後の懇親会 登壇しました"
    " 一言 ひとこと 独り言 近況 写真集 動画まとめ 公式サイト イベントページ"
    " 参加メモ 全体メモ 個人的な感想 余った時間"
    " nextaction nextactions ネクストアクション 参考図書 参考書籍 モチベーション 出席 出席者 内容について"
    " 事前課題 宿題 みんながやったこと 自分がやったこと 今後やりたいこと やりたいこと できたこと わかったこと"
    " グッズ購入 ゲストプロフィール 登壇者プロフィール 登壇資料登壇動画 発表の構成"
    " ポジションペーパー ポジションペーパーについて チャットルームについて ワールドカフェ worldcafe"
    " aboutme whoami profile プロフィール 名前 連絡先 私について このセッションについて selfintroduction"
    " イントロダクション ウェルカムトーク 知見 開始 本番 開幕 閉幕"
    " 喋ったこと 話したこと 写真をいくつか 出展 ブース出展 公式パーティー"
    " ほか ほかの方のレポート 大質問大会 質問大会 セットアップ 事前学習"
    " 会場到着 到着 出発 到着まで 会場まで 1日の流れ タイムライン"
    " お弁当 ティーブレイク ティータイム ディナー レセプション くじ引き 執筆者紹介 著者紹介"
    " テーマ 題材 前説 案内 会場説明 お知らせ 片付け 後片付け お片付け 撤収 トークタイム 告知タイム drinkup"
    " コーヒーブレイク コーヒータイム lunchtime 全体説明 ポスターセッション 色々 いろいろ 次 next"
    " アジェンダ agenda キックオフ ワークショップ オマケ"
    " 開催報告 活動報告 report プレゼン プレゼン資料 発表スライド 登壇資料 登壇スライド"
    " 開催レポート 参加方法 タイトル 見逃し配信"
    " 動作確認環境 ソースコード 会場など 発表方法 議事録 議事進行 議題 タイムテーブルなど 対象者 参加対象"
    " スタッフミーティング チャットメモ メンバー紹介 チーム紹介 会社紹介 企業紹介 事業紹介 社内紹介"
    " slideshare speakerdeck rabbitslideshow オープニングトーク オープニングセッション クロージングトーク"
    " いきさつ 旅行記 観戦記 旅 旅程 パネラー パネリスト モデレータ モデレーター"
    " 司会 司会者 私の発表 自分の発表 発表した感想"
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
    " 発表者 登壇者 講演者 講師 スピーカー 登壇内容 登壇 レポート 記録 ピックアップ 午前 午後"
    " 午前の部 午後の部"
    " 前半 後半 sessions session talks talk keynote keynotes lightningtalks"
    " lightningtalk presentations shorttalks"
)
STOPS = frozenset(_STOP.split())
_ALONE = "ブログ 環境 配信 運営 採用 学び メモ キーワード 様子 準備 予告 要点 名前 セットアップ"
"""What is a part of titles as well: 配信環境, ブログ運営."""
_PARTS = "|".join(
    sorted((word for word in STOPS.difference(_ALONE.split()) if len(word) > 1), key=len, reverse=True)
)
STOP_WORDS = re.compile(
    rf"(?:(?:{_PARTS})(?:と|や|の|など|&|及び|および)?){{2,3}}|(?:今回|本日|今日|当日|今年|イベント)の(?:{_PARTS})"
)
"""Words of every report one behind the other: 動画アーカイブ, 会場と受付."""
SOCIAL = re.compile(
    r"(?:懇親会|親睦会|交流会|[二2]次会|打ち?上げ|飲み会|休憩|ランチ|昼食|昼休み|ビアバッシュ"
    r"|after ?party|drink ?up)"
    r"\s*(?:[(（\[【:：/／|｜~〜–—+＋-]|\s[#＃]|\s(?:at|by)\b).*",
    re.IGNORECASE,
)
"""A party has its place or its hosts behind it."""
OF_A_JOURNEY = re.compile(
    r"(?:.{2,10}?の?)?(?:旅行|観光|グルメ|散策|街歩き|町歩き|食べ歩き|温泉|遠征|ご?飯|ごはん|食べたもの|聖地巡礼|旅(?=日記|程|の))(?:記|編|日記|メモ|など|の(?:話|様子|記録))?"
)
"""What one does around an event far away: below it stand places and days, and nobody's talk."""
IMPRESSIONS = frozenset(("感想", "所感", "雑感", "impressions", "thoughts"))
"""What one says of an event as a whole, or of each of its talks."""
PART_OF_PROGRAMME = re.compile(
    r"^\W*(?:オープニング|クロージング|休憩|opening|closing|(?:[^\s]{1,8}\s)?break)\b|休憩$", re.IGNORECASE
)
"""What stands between the talks of a programme, and in no diary."""
CONTAINERS = frozenset(_CONTAINER.split())
KEYNOTES = frozenset(("keynote", "キーノート", "基調講演", "招待講演", "day1keynote"))
"""What holds talks where headings stand below it, and is one where none do."""


CONTAINER_SENTENCE = re.compile(
    r"(?:セッション|講演|発表|トーク|プログラム|登壇|LT)(?:の|は|を|で|について|した|一覧|メモ|レポ)?"
    r".{0,12}(?:感想|紹介|内容|メモ|まとめ|聞いて?た?|聴いて?た?|印象|レポート"
    r"|概要|様子|粒揃い|話が出た|勢い|一覧|ピックアップ)"
    r"|(?:ほか|他|その他)の?(?:セッション|発表|トーク|講演|LT)|(?:どんな"
    r"|どういう)(?:話|発表|LT)|(?:聞|聴|見|観)(?:いた|た|きに行った|いてきた|てきた)(?:もの"
    r"|発表|話|セッション|トーク|講演)"
    r"|(?:印象に残った|印象的だった|印象的な|心に残った|気になった|刺さった|面白かった|面白い|興味深かった|楽しかった|凄かった|すごかった"
    r"|推しの|お気に入りの|オススメの|おすすめの|参加した|聴講した|視聴した|良かった|よかった)(?:もの|やつ"
    r"|発表|話|セッション|トーク|講演)"
    r"|感想を雑多に|^(?:午前|午後|夜)の部|\d{1,2}月\d{1,2}日",
    re.IGNORECASE,
)
MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sep(?:t|tember)?"
    r"|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)"
)
_NTH = r"\d{1,2}(?:st|nd|rd|th)?"
_ENGLISH_DAY = (
    rf"(?=\D|{_NTH}(?:of)?{MONTH})(?:day\d[,-]?)?(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day,?)?"
    rf"(?:{_NTH}(?:of)?)?(?:{MONTH}[.,]?)?(?:{_NTH},?)?(?:20\d\d)?"
)
"""A day without blanks: day1friday,oct62023."""
CONTAINER_WHOLE = re.compile(
    r"大?(?:キーノート|基調講演|keynotes?|トーク|talks?|lt|lts|ライトニングトーク|パネル|パネルディスカッション"
    r"|セッション|sessions?|発表|講演|大会|たち|あれこれ|いろいろ|など"
    r"|[とや/&＆+＋])+|"
    r"(?:track|トラック|ルーム|room|ホール|hall)[a-z0-9一二三]?|第?[0-9一二三四五]+(?:日目"
    r"|部|トラック)(?:の部)?"
    r"|(?:day|track|初日|最終日)[0-9a-c]?(?:アン?カンファレンス|カンファレンス|本編)?|\d{1,2}/\d{1,2}[月火水木金土日]?|.{0,12}(?:日目|の部)"
    rf"|(?:20\d\d[./年-])\d{{1,2}}[./月-]\d{{1,2}}日?[月火水木金土日]?|{_ENGLISH_DAY}"
)
PART_OF_DAY = re.compile(
    r"(?:の?(?:前半|後半|前日|当日|翌日|前々日|night|午前|午後|夜|朝"
    r"|昼|非公式|まとめ|トーク|セッション|感想|lt|メモ|の))+$"
)
STOP_SENTENCE = re.compile(
    r"^(?:全体|総合|個人|最後|終わり|おわり|はじめ|次回|今後|懇親会"
    r"|二次会|2次会|打ち上げ|ランチ|お昼|昼食|参加|会場|開催|イベント"
    r"|余談|おまけ|番外|補足|追記|参考|関連|その他|他の|スポンサー|ブース"
    r"|勉強会|カンファレンス|質問|質疑|ディスカッション|パネル"
    r"|雑談|感想|まとめ|所感|運営|主催|スタッフ|ノベルティ|準備|この記事"
    r"|本記事|注意|アンケート|ふりかえり|振り返り|宣伝|告知|移動)"
    r"(?:$|的|に|の|は|を|が|で|と|へ|も|等|など|した|して|しての|前"
    r"|後|編|です|会|者|場所|目的|感|日|内|概|・|&|＆|[0-9]).{0,9}$"
    r"|^(?:余談|番外編|おまけ|追記).{0,40}$|(?:登壇|巡り|めぐり|サイン会|会場入り)$"
    r"|^(?:開催場所|会場|余談|番外編|写真|おまけ|次回|懇親会)(?:は|[をが]|の|$).{0,40}$"
    r"|(?:感想|まとめ|所感|雑感|振り返り|ふりかえり|おわりに"
    r"|(?:から|へ)の移動|に参加して(?:みて)?|してみて|ひとこと|とは[?？]?|様子|反省|学び"
    r"|概要|懇親会|ランチ|lunch|パーティー?|party|タイムテーブル|クロージング|オープニング|挨拶|あいさつ"
    r"|質疑応答|予告|に(?:して)?思うこと|できごと|謝辞|採用(?:情報)?"
    r"|Q&A|参考(?:資料|リンク)|休憩|(?:afternoon|morning|coffee|tea|short|lunch|long)break"
    r"|lunchonyourown|doors?open|intermission)$"
    r"|^(?:オープニング|クロージング|開会|閉会|自己紹介|お知らせ|タイムテーブル|企業ブース|会場案内)"
    r"(?:続き|など|等|ほか|と|や|の|・|[0-9]).{0,20}$|^会場提供.{0,30}$|^(?:ほか|他)にも.{2,38}$"
    r"|(?:から|より|様|さん)の?(?:お知らせ|おしらせ|ご案内|ごあいさつ|告知|宣伝)$"
    r"|を終えて$|^(?:そのほか|そのた|他に|その他)、?も?、?.{0,25}$|^オマケ.{0,40}$|(?:の|と)自己紹介$|(?:スライド|発表|資料|質疑応答)(?:など|等)$|ノベルティ$|プレゼント$|裏話$|ラインナップ$"
    r"|(?:コーナー|告知タイム|宣伝タイム|cmタイム)$|の(?:url|リンク)$|にも参加$"
    r"|[見観聞聴](?:て(?:い)?|られ|れ|け)な(?:い|かった)(?:セッション|発表|トーク|講演)(?:の(?:発表)?(?:資料|スライド))?$"
    r"|感想(?:ブログ|記事|エントリー?)$|^(?:なぜ|どうして).{0,12}(?:参加|登壇|応募)(?:した|する|しよう)|^(?:過去|前回|以前)の.{0,10}(?:レポート?|記事)$"
    r"|乾杯$|^今回の.{2,30}(?:趣旨|収穫|目的|テーマ|きっかけ)$|働きませんか|募集(?:中|して)|お待ちして|ありがとう|(?:でし|まし"
    r"|かっ|だっ)た[!！。よな～〜]*$|したい(?:こと)?$|どうだったか|どんな(?:勉強会"
    r"|イベント)",
    re.IGNORECASE,
)

_EMPLOYERS = (
    "line yahoo google amazon microsoft apple facebook meta netflix twitter ibm oracle intel nvidia vmware"
    " redhat dena gree mixi cyberagent mercari cookpad rakuten recruit hatena pixiv dwango smartnews smarthr"
    " freee gunosy kayac livesense pepabo dmm ntt kddi softbank nec fujitsu hitachi sony nintendo zozo sansan"
    " wantedly cybozu メルカリ クックパッド はてな 楽天 リクルート サイボウズ ドワンゴ ペパボ ヤフー グーグル"
    " アマゾン マイクロソフト ソフトバンク メドピア ピクシブ ミクシィ カヤック エムスリー"
    " ラクスル リブセンス ユーザベース サイバーエージェント マネーフォワード クラスメソッド"
    " ビズリーチ スマートニュース ドリコム アカツキ コロプラ ぐるなび カカクコム レコチョク"
    " ニフティ さくらインターネット トレジャーデータ セールスフォース レッドハット オラクル"
    " アドウェイズ ランサーズ クラウドワークス ココナラ ウォンテッドリー モノタロウ トレタ"
    " メルペイ チームラボ サーバーワークス 富士通 日立 東芝 任天堂 ソニー gmoペパボ"
    " gmoインターネット nttデータ nttドコモ nttコミュニケーションズ 日本マイクロソフト"
    " 日本オラクル medpeer moneyforward speee layerx voyage treasuredata andpad retty"
)
EMPLOYERS = frozenset(_EMPLOYERS.split())
"""Companies whose people speak everywhere; none is anybody's name."""

_HOST = (
    r"会場|会社|企業|飲食|飲み物|食べ物|ドリンク|フード|ピザ|寿司|ビール|お酒|弁当|軽食|懇親会|スポンサー|協賛|主催|共催|後援"
    r"|乾杯|挨拶|あいさつ|提供"
)
OF_HOST = re.compile(
    rf"(?=.*(?:{_HOST}))(?:{_HOST}|案内|説明|紹介|本日|今回|今日|担当|枠|による|より|から|[のとやをはごお]|さん|\W)+"
)
"""What of an evening its host or a sponsor has to do with, and no talk: 会場説明, ピザ提供, 乾杯の挨拶."""
THANKS_HOST = re.compile(
    r"会場(?:は|を|で|も|に|に?関し|提供|[:：、]|$)|(?<=さん)の会場|(?:スポンサー|協賛|主催)(?:は|の|が|様|枠|[:：、]|$)|お借り|ご?好意|ご?厚意"
    r"|ご?提供(?:し|いただ|頂|で|は|[:：]|$)|オフィス(?:を|で開催)"
)
TELLS_OF_TALK = re.compile(r"発表|登壇|講演|セッション|トーク|の?お?話|(?<![A-Za-z])LT|ＬＴ", re.IGNORECASE)

NO_TALKS = re.compile(
    r"ハンズオン|hands-?on|もくもく|hack-?a-?thon|ハッカソン|isucon"
    r"|合宿|技術書典|インターン|(?<![a-z])ctf(?![a-z])|コードラボ|code"
    r" ?lab|スプリント"
    r"|ワークショップ|workshop|体験入学|競技プログラミング|コンテスト"
    r"|(?:いただいた|頂いた|もらった|寄せられた).{0,4}(?:質問|ご質問|Q ?& ?A|QA(?![A-Za-z]))"
    r"|(?:質問|質疑応答|Q ?& ?A)(?:への回答|と回答|まとめ)"
    r"|補足|登壇資料|発表資料|という題で|講師|の話をして|codeforces|topcoder|atcoder"
    r"|(?:にて|に|で|へ|[」』])\s?(?:初|はじめて|初めて)?の?(?:LT)?(?:登壇|デビュー)(?:し|を?(?:し|果)|$)|について(?:の?LT"
    r"|話し?|発表|登壇|喋|しゃべ)|アドベント|advent"
    r"|の裏側$|スタッフ|協賛|ランチ|スポンサーし"
    r"|コミケ|技書博|出展|オフィス訪問|旅行|読書会|輪読会|総会|温泉|boot ?camp|観光",
    re.IGNORECASE,
)
"""Events at which something is done together: headings without evidence are no talks there."""
