"""Who spoke: every way people write it, on their headings and right below."""

import pytest
from reports import talks

from indexer.posts.below import speakers_below
from indexer.posts.candidates import Reader, candidates_of
from indexer.posts.inline import marked_of, visible_of
from indexer.posts.naming import named_of
from indexer.posts.outline import outline_of
from indexer.posts.people import people_of

FORMS = [
    ("桜の開花を当てる（[@sakura](https://twitter.example/sakura)）", "桜の開花を当てる", "sakura"),
    ("山田さん「桜の開花を当てる」", "桜の開花を当てる", "山田"),
    ("桜の開花を当てる @sakura\\_psさん", "桜の開花を当てる", "sakura_ps"),
    ("「桜の開花を当てる」― 山田太郎", "桜の開花を当てる", "山田太郎"),
    ("桜の開花を当てる / 山田さん", "桜の開花を当てる", "山田"),
    ("桜の開花を当てる / 山田さん・鈴木さん", "桜の開花を当てる", "山田 鈴木"),
    ("桜の開花を当てる（株式会社さくら 山田太郎さん）", "桜の開花を当てる", "山田太郎"),
    ("桜の開花を当てる - 山田太郎さん（株式会社さくら）", "桜の開花を当てる", "山田太郎"),
    ("『桜の開花を当てる』 川田 寛氏", "桜の開花を当てる", "川田 寛"),
    ("[桜の開花](https://speakerdeck.com/a/b) by [@fox](https://x.com/fox)", "桜の開花", "fox"),
    ("@fox: 桜の開花を当てる", "桜の開花を当てる", "fox"),
    ("山田さん：桜の開花を当てる", "桜の開花を当てる", "山田"),
    ("桜の開花を当てる（山田さん、鈴木さん）", "桜の開花を当てる", "山田 鈴木"),
    ("【LT】桜の開花を当てる @fox", "桜の開花を当てる", "fox"),
    ("LT①「桜の開花を当てる」山田さん", "桜の開花を当てる", "山田"),
    ("15-A-2 桜の開花を当てる", "桜の開花を当てる", ""),
    ("第一部「桜の開花を当てる」", "桜の開花を当てる", ""),
    ("第２部ー１： 桜の開花を当てる 山田さん", "桜の開花を当てる", "山田"),
    ("[第二部]　講師：山田太郎 氏", "山田太郎 氏", "山田太郎"),
    ("LT枠2『桜の開花を当てる』", "桜の開花を当てる", ""),
    ("スポンサー LT : 桜の開花を当てる", "桜の開花を当てる", ""),
    ("TechTalk : 桜の開花を当てる", "桜の開花を当てる", ""),
    ("ショートセッション : fox  (http://a.example/) 「桜の開花」", "桜の開花", "fox"),
    ("発表タイトル「桜の開花」", "桜の開花", ""),
    ("len()関数が桜の開花を当てる", "len()関数が桜の開花を当てる", ""),
    ("基調講演 桜の開花を当てるには何が要るか", "桜の開花を当てるには何が要るか", ""),
    ("基調講演 まつもといくえ", "基調講演 まつもといくえ", ""),
    ("LT 桜守が語る桜の開花の当て方", "桜守が語る桜の開花の当て方", ""),
    ("桜の開花 障害対応 @yamada", "桜の開花 障害対応", "yamada"),
    ("桜の開花を当てる 山田 太郎 (やまだ たろう) @yamada", "桜の開花を当てる", "山田 太郎"),
    ("桜の開花 @yamada", "桜の開花", "yamada"),
    ("桜の開花by @yamada", "桜の開花", "yamada"),
    ("基調講演: 桜の開花 まつもといくえさん", "桜の開花", "まつもといくえ"),
    ("山田太郎さん (@yamada)：「桜の開花を当てる」", "桜の開花を当てる", "山田太郎"),
    ("桜の開花を当てる @yamada (山田太郎さん)", "桜の開花を当てる", "山田太郎"),
    ("「桜の開花を当てる」（さくら 山田 太郎 氏）", "桜の開花を当てる", "山田 太郎"),
    ("10:00〜10:30 桜の開花を当てる 山田さん", "桜の開花を当てる", "山田"),
    ("id:yamadaさん「桜の開花を当てる」", "桜の開花を当てる", "yamada"),
    ("山田@さくらさん「桜の開花を当てる」", "桜の開花を当てる", "山田"),
    ("山田さんによる「桜の開花を当てる」", "桜の開花を当てる", "山田"),
    (
        "桜の開花 @\\[[http://twitter.com/\\#!/fox:title=fox\\]さん](http://twitter.com/#!/fox)",
        "桜の開花",
        "fox",
    ),
    ("<a href='https://twitter.com/fox'>@fox</a>さん「桜の開花」", "桜の開花", "fox"),
    ("Umi Sango @umi [さくら新聞]:試験の実態", "試験の実態", "Umi Sango"),
    ("「桜の開花を当てる」(担当：山田)", "桜の開花を当てる", "山田"),
    ("桜の開花を当てる（講師: 山田太郎）", "桜の開花を当てる", "山田太郎"),
    ("[Umi Sango](https://x.com/umi) さん", "Umi Sango さん", "Umi Sango"),
    ("[桜（@sakura）さん / Twitter](https://twitter.com/sakura)", "桜（@sakura）さん", "桜"),
    (
        "［園芸］10:00～10:50【16-C-1】桜の開花 ～芽を見る～ 川田野 寛 氏",
        "桜の開花 ～芽を見る～",
        "川田野 寛",
    ),
    ("桜を語ろう。 川田 寛 氏 / 山田 太郎 氏 / 花 氏", "桜を語ろう。", "川田 寛 山田 太郎 花"),
    ("3コマ目:S505教室 「桜の開花を当てる」山田さん", "桜の開花を当てる", "山田"),
    ("15分枠(2)：sakura_ps：「桜の開花を当てる」", "桜の開花を当てる", "sakura_ps"),
    ("[Room A] 桜の開花を当てる by Umi Sango / さくら新聞 (gold sponsor)", "桜の開花を当てる", "Umi Sango"),
    ("[@fox](https://x.com/fox) さんgroongaの紹介", "groongaの紹介", "fox"),
    ("@foxさんによる桜と枝のお話", "桜と枝のお話", "fox"),
    ("[@fox](https://x.com/fox) さんの手入れ講座", "手入れ講座", "fox"),
    ("桜の開花を当てる @_sakura_ さん", "桜の開花を当てる", "_sakura_"),
    ("■基調講演 - 桜の開花を当てる @fox", "桜の開花を当てる", "fox"),
    ("@foxさん対策", "@foxさん対策", ""),
    ("【招待セッション】桜の開花を当てる @fox", "桜の開花を当てる", "fox"),
    ("[仮] 桜の開花を当てる by @fox", "[仮] 桜の開花を当てる", "fox"),
    ("桜の開花を当てる @花咲か爺Xさん", "桜の開花を当てる", "花咲か爺X"),
    ("「桜の開花を当てる」(題名失念)", "桜の開花を当てる", ""),
    ("[桜の開花](https://a.example/) [こちら](https://x.com/sakura)", "桜の開花 こちら", ""),
]


@pytest.mark.parametrize(("heading", "title", "speakers"), FORMS)
def test_a_heading_names_who_spoke(heading: str, title: str, speakers: str) -> None:
    named = named_of(marked_of(heading))
    # Two people are parted by a blank here; 川田 寛 is one.
    names = [speaker.name for speaker in named.speakers]
    assert (named.title, " ".join(names)) == (title, speakers)


@pytest.mark.parametrize(
    "heading",
    [
        "Rubyの話",
        "Go言語で作るCLI - 実践編",
        "Docker入門 (前編)",
        "Vue.js / Nuxt.js を使った開発",
        "AWS Lambda@Edge の話",
        "「SREとは何か」を考える",
        "@IT の記事を読む",
        "「花見部」活動記録",
        "Day 1 (Sep 8)",
        "Redmine + Hudson の連携について",
        "子どもと #hanami",
        "枝ぶりを見る － ＠IT園芸研究所",
        "桜の手入れ / 18-E-1",
        "桜の手入れ / 追記",
        "桜の手入れの会 - connpass",
    ],
)
def test_a_title_without_a_speaker_names_nobody(heading: str) -> None:
    named = named_of(marked_of(heading))
    assert named.speakers == ()
    assert named.title == heading


def test_a_running_sentence_only_proposes_a_speaker() -> None:
    named = named_of("山田さんの発表")
    assert named.speakers == ()
    assert [speaker.name for speaker in named.proposed] == ["山田"]


@pytest.mark.parametrize(
    ("written", "name", "heard", "affiliation"),
    [
        ("山田 太郎さん(@yamada)", "山田 太郎", "@yamada", ""),
        ("えだ (枝野) さん", "枝野", "えだ", ""),
        ("縁側の会社のしおりさん", "しおり", "", "縁側の会社"),
        ("株式会社さくら 山田さん", "山田", "", "株式会社さくら"),
        ("SAKURA 山田さん", "山田", "", "SAKURA"),
        ("Sakura Garden の山田さん", "山田", "", "Sakura Garden"),
        ("さくら新聞の@yamadaさん", "yamada", "", "さくら新聞"),
        ("株式会社さくら @yamadaさん", "yamada", "", "株式会社さくら"),
        ("山田 太郎 (@yamada) さん 株式会社さくら", "山田 太郎", "@yamada", ""),
        ("山田 太郎 ( @yamada ) 桜ユーザ会", "山田 太郎", "@yamada", "桜ユーザ会"),
        ("桜と枝の手入れ役でもある山田さん", "山田", "", "桜と枝の手入れ役"),
        ("桜と枝の手入れ役である山田さん", "山田", "", "桜と枝の手入れ役"),
        ("桜木大 山田 翔大さん", "山田 翔大", "", "桜木大"),
        ("桜総研 山田さん", "山田", "", "桜総研"),
        ("Sakura.comラボ 山田さん", "山田", "", "Sakura.comラボ"),
        ("海で網を直した@yamada_さん", "yamada_", "", ""),
        ("山田 太郎 さん @yamada さん", "山田 太郎", "@yamada", ""),
        ("[@kz\\_ma](https://twitter.example/kz_ma)", "kz_ma", "", ""),
    ],
)
def test_courtesy_and_employers_are_no_part_of_a_name(
    written: str, name: str, heard: str, affiliation: str
) -> None:
    (speaker,) = people_of(marked_of(written))
    assert (speaker.name, speaker.heard, speaker.affiliation) == (name, heard, affiliation)


def test_a_company_alone_is_nobody() -> None:
    assert people_of("株式会社さくら") == ()


def test_a_tab_parts_a_title_from_who_spoke_where_several_headings_have_one() -> None:
    text = "## 桜の開花\tsakura\n\n花。\n\n## 枝の手入れ\tUmi Sango\n\n枝。\n\n## 土の話\tはな\n\n土。\n"
    children = outline_of(text, 0, 1, "markdown").children
    found = [
        (one.named.title, *(who.name for who in one.speakers))
        for one in candidates_of(children, Reader(text, ()))
    ]
    assert found == [("桜の開花", "sakura"), ("枝の手入れ", "Umi Sango"), ("土の話", "はな")]
    assert children[0].title == "桜の開花 sakura"


@pytest.mark.parametrize(
    "below",
    [
        "発表者: 山田さん\n\n花の話。",
        "* 発表者: `@yamada`_ 山田\n* 資料: http://a.example/",
        "**山田さん（[@y](https://twitter.example/y)）**\n\n花の話。",
        "- 山田さん\n- 花の話",
        "<p>山田さん</p><p>花の話。</p>",
        "山田さんの発表です。\n\n花の話。",
        "| 登壇者 | 山田さん |\n",
        "speaker:: [[山田]]\ntech:: [[花]]\n",
        "【発表者】\n山田\n\n桜。\n",
        "    株式会社さくら　山田さん (@yamada)\n\n花の話。",
        "桜の会社の山田さんのセッション。立ち見が出た。\n\n花の話。",
        "1つめは山田さんによる発表です。\n\n花の話。",
        "桜の会社で枝の手入れをしている山田さんのセッションでした。\n\n花の話。",
        "株式会社 Sakura Garden の山田さんのセッション。\n\n花の話。",
        "[山田](https://x.com/yamada) from Sakura came up next and gave a talk.",
    ],
)
def test_the_first_lines_name_who_spoke(below: str) -> None:
    assert [speaker.name for speaker in speakers_below(below, 0, len(below))] == ["山田"]


@pytest.mark.parametrize(
    ("credits", "speakers"),
    [
        (["Umi Sango"], ["Umi Sango"]),
        (["Umi Sango", "Hama Nagisa"], []),
        (["Sakura Technologies"], []),
        (["株式会社さくら"], []),
    ],
)
def test_whose_slides_are_shown_spoke(credits: list[str], speakers: list[str]) -> None:
    text = "花の話。\n\n" + "\n".join(
        '<div style="margin-bottom:5px"> <strong> <a href="//www.slideshare.net/u/hana">花</a> </strong> from'
        f' <strong><a href="//www.slideshare.net/u" target="_blank">{name}</a></strong> </div>'
        for name in credits
    )
    assert [speaker.name for speaker in speakers_below(text, 0, len(text))] == speakers


@pytest.mark.parametrize(
    "below",
    [
        "We met [Umi Sango](https://x.com/umi) and were told how to water trees.",
        "[follow us here](https://twitter.com/sakura)",
        "この夏[花見にも参加された](http://a.example/x) [sakura3](https://twitter.com/sakura3)さんの解析チームの話。",
        "- 発表\n  - 桜会の発表5回、花見3回は別に悪くない。",
    ],
)
def test_a_sentence_names_nobody(below: str) -> None:
    assert speakers_below(below, 0, len(below)) == ()


def test_a_quoted_tweet_names_nobody() -> None:
    text = '<blockquote class="twitter-tweet"><p>花</p>&mdash; 山田 (@yamada) 2015年2月1日</blockquote>\n花。'
    assert speakers_below(text, 0, len(text)) == ()


@pytest.mark.parametrize(
    ("source", "shown"),
    [
        ("**太字**と`コード`と[リンク](https://a.example/)", "太字とコードとリンク"),
        ("snake_case_name と kz\\_ma", "snake_case_name と kz_ma"),
        ("#ルノアール_sushi と 波_を", "#ルノアール_sushi と 波_を"),
        (
            "@_sakura_ と [@fox_](https://x.com/fox_) と [fox_](https://x.com/fox_)",
            "@_sakura_ と @fox_ と fox_",
        ),
        ("_強調_ と __とても強調__", "強調 と とても強調"),
        ("[[花の話]] と [[桜|さくら]] ![[hana.png]]", "花の話 と さくら"),
        ("画像![説明](a.png)なし <b>比べ</b>た&amp;見た", "画像なし 比べた&見た"),
        ("\\[[http://example.com/kvs:title=KVS の一覧]\\]", "KVS の一覧"),
        ("`翻訳 <https://a.example/>`_ と :doc:`手引き`", "翻訳 と 手引き"),
        ("題名 - \\<http://www.slideshare.net/a/b\\>", "題名 -"),
    ],
)
def test_what_a_reader_sees_of_a_line(source: str, shown: str) -> None:
    assert visible_of(source) == shown


@pytest.mark.parametrize(
    ("heading", "title", "names"),
    [
        ("Nami and Community @umi", "Nami and Community", ["umi"]),
        ("網の Ruby by @umi", "網の Ruby", ["umi"]),
        ("@umi & @iso The Net Story", "The Net Story", ["umi", "iso"]),
    ],
)
def test_letters_before_or_between_handles_belong_to_whom_they_should(
    heading: str, title: str, names: list[str]
) -> None:
    named = named_of(heading)
    assert (named.title, [who.name for who in named.speakers]) == (title, names)


def test_who_stands_behind_a_colon_spoke_where_most_others_have_handles() -> None:
    written = (
        "潮を測る @iso",
        "網を編む @hama",
        "貝を数える @umi",
        "波を知る実用レポート: 磯野渚",
        "浜の技術: 浜野汐",
    )
    found = talks("".join(f"## {one}\n\n話。\n\n" for one in written))
    assert [who.name for talk in found for who in talk.speakers] == ["iso", "hama", "umi", "磯野渚", "浜野汐"]


def test_a_place_behind_in_is_nobody_and_neither_is_what_somebody_did() -> None:
    places = "".join(f"## 磯カンファ in {place}\n\n話。\n\n" for place in ("北海道", "房総", "小山"))
    did = "".join(
        f"## {one}\n\n話。\n\n" for one in ("net-binding 試してた", "NetBook 読み進めた", "Tide 続けてた")
    )
    assert not any(talk.speakers for talk in (*talks(places), *talks(did)))


def test_a_style_is_known_by_names_in_headings_and_not_by_those_below() -> None:
    text = "".join(
        f"## {title}\n\n- スピーカー：{who}さん\n\n話。\n\n"
        for title, who in (
            ("Net - 網の枠組み", "磯"),
            ("Kai - 合成と効率", "浜"),
            ("Nami - 潮の型", "港"),
            *(("砂の話", "汐"), ("網の現在", "渚"), ("貝の歴史", "凪"), ("船の未来", "岬")),
        )
    )
    assert [who.name for talk in talks(text) for who in talk.speakers] == list("磯浜港汐渚凪岬")


@pytest.mark.parametrize("handle", ["@a ", "@a、 ", "@a さん "])
def test_a_heading_of_handles_that_leads_nowhere_is_read_at_once(handle: str) -> None:
    # Each blank between two of them was tried in two ways: so many would have taken for ever.
    assert named_of("題 " + 100 * handle + "\0")


def test_of_two_that_may_be_names_in_english_the_longer_is_a_title() -> None:
    text = "## Umi Sango — Big Tidal Charts\n\n## Iso Kelp — Ropes for sailors\n\n## Hama Foam — Thin Nets\n"
    found = [(one.title, [who.name for who in one.speakers]) for one in talks(text)]
    assert found[0] == ("Big Tidal Charts", ["Umi Sango"])


def test_an_at_name_may_own_a_talk_without_courtesy() -> None:
    found = talks("## @iso のLT\n\n潮。\n\n## @hama さんのLT\n\n網。\n")
    assert [[who.name for who in one.speakers] for one in found] == [["iso"], ["hama"]]


def test_nobody_is_called_all() -> None:
    text = (
        "| 時刻 | 題名 | 発表者 |\n|---|---|---|\n| 19:00 | 潮を測る | ALL |\n| 19:10 | 網を編む | 磯野 |\n"
    )
    assert all(who.name != "ALL" for one in talks(text) for who in one.speakers)
