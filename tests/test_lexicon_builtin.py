"""The names that everybody knows: many, each one thing, none an ordinary word."""

import re
from collections import defaultdict

import pytest

from search.text.lexicon import Lexicon
from search.text.lexicon_builtin import common_names, one_way_spellings, technology_names
from search.text.spelling.folding import folded
from search.text.spelling.latin import key_of

LEXICON = Lexicon()

ORDINARY = """
    スパーク シェフ オーロラ ルビー パール ハイブ ラムダ スカラ スイフト ソーラー カフカ パペット
    プレスト スクラッチ ブートストラップ クローム サファリ バベル ユニコーン セロリ プーマ
    パッセンジャー サイドキック ピラミッド モカ ジャスミン カピバラ ストーム トリノ スダチ めかぶ
    ランチャー サンバ ズーム ライン ストライプ バックログ コンパス アトム ネスト ネクスト
    エクスプレス スプリング フェニックス クラスター ノード ポート チャート ヘルム ボルト パッカー
    センス ムード マッチ レール フレーム モデル ページ リンク タグ メモ テスト ゲーム データ
    サーバー ネットワーク キュート ラフ ミント ゼン カード ボット ダート マヤ コルドバ バルカン
    ルイージ クロージャ ミロ アサナ 蟻 梨 桜 光 鳥 虎 豚 蜂 炎 花 風 雷 雲 滝
    go make next express spring node play helm salt flux echo gin nest phoenix processing c r v d
"""
"""Everyday words, also of talks, that are or sound like a name; asked for, they must not lead to it."""


def spelling_key(spelling: str) -> str:
    return key_of(spelling) if "+" in spelling or "#" in spelling else folded(spelling)


def test_there_are_hundreds_of_names_with_kana_and_abbreviations() -> None:
    names = common_names()
    assert len(names) >= 400
    assert sum(1 for group in names if any(re.search("[ァ-ヺ]", spelling) for spelling in group)) >= 400


def test_no_spelling_belongs_to_two_things() -> None:
    owners = defaultdict(set)
    for group in common_names():
        for spelling in group:
            owners[spelling_key(spelling)].add(group[0])
    assert {key: names for key, names in owners.items() if len(names) > 1} == {}


def test_no_thing_is_listed_twice_and_no_line_is_torn() -> None:
    names = [group[0] for group in technology_names()]
    assert len(names) == len(set(names))
    for group in (*common_names(), *technology_names()):
        assert len(set(group)) == len(group), group
        assert all(spelling == spelling.strip() and spelling[0] not in "=~>" for spelling in group), group


@pytest.mark.parametrize("word", ORDINARY.split())
def test_an_ordinary_word_leads_to_no_name(word: str) -> None:
    assert LEXICON.others_of(word) == ()


def test_a_name_still_reaches_its_kana_that_is_an_ordinary_word() -> None:
    for group in common_names():
        kana = [spelling for spelling in group if spelling in one_way_spellings()]
        others = LEXICON.others_of(group[0])
        assert group[0] in one_way_spellings() or set(kana) <= set(others), group


# Each as people write it, and a name that it must reach.
KNOWN = """
    アンドロイド Android  コトリン Kotlin  ピーエイチピー PHP  レイルズ Rails  RoR Rails
    レッドマイン Redmine  ララベル Laravel  ナクスト Nuxt  ユニティ Unity  セレニウム Selenium
    大規模言語モデル LLM  ウェブRTC WebRTC  MCPサーバー MCP  Perl パール  エイチティーエムエル HTML
    シーエスエス CSS  k8s Kubernetes  クバネティス Kubernetes  ラズパイ RaspberryPi
    ワードプレス WordPress  フラッター Flutter  リアクトネイティブ ReactNative  ドットネット .NET
    スウィフトUI SwiftUI  ジェットパックコンポーズ JetpackCompose  ポスグレ PostgreSQL
    マリアDB MariaDB  エラスティックサーチ Elasticsearch  テラフォーム Terraform  アンシブル Ansible
    プロメテウス Prometheus  ギットハブアクションズ GitHubActions  サークルCI CircleCI
    イーマックス Emacs  ヴィム Vim  ネオビム Neovim  ブイエスコード VSCode  パイトーチ PyTorch
    ハギングフェイス HuggingFace  ラングチェーン LangChain  検索拡張生成 RAG  チャットGPT ChatGPT
    コパイロット GitHubCopilot  クロードコード ClaudeCode  ファイアベース Firebase  アジュール Azure
    ビッグクエリ BigQuery  クラウドフレア Cloudflare  バーセル Vercel  ヘロク Heroku
    GAS GoogleAppsScript  パスキー passkey  多要素認証 MFA  クロスサイトスクリプティング XSS
    イーサリアム Ethereum  モノのインターネット IoT  アンリアルエンジン UE5  ブレンダー Blender
    ムーバブルタイプ MovableType  ドルーパル Drupal  アールスペック RSpec  プレイライト Playwright
    Go言語 Golang  シーシャープ C#  シープラプラ C++  オブジェクティブシー Objective-C
    ワズム WebAssembly  サーバーサイドレンダリング SSR  テイルウィンド Tailwind
    プロトコルバッファ protobuf
"""


@pytest.mark.parametrize(
    ("written", "name"), [line.split() for line in re.split(r"\s{2,}|\n", KNOWN) if line.strip()]
)
def test_a_name_is_reached_as_people_write_it(written: str, name: str) -> None:
    assert folded(name) in {folded(other) for other in LEXICON.others_of(written)}
