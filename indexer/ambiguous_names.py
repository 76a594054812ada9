"""Ambiguous names: technologies called by an ordinary word, and what beside it says that they are meant.

There are three kinds, by how much it takes. A letter (R) must be told by the grammar around it. A word of any
English title (Express, Go) must stand as a thing does: with a version, 「Goで」, "with Puma". A name that is
seldom a word (Rust, Unity) may also be the subject of a title, or stand in it beside another technology.
"""

import re

from msgspec import Struct

from search.text.lexicon_builtin import one_way_spellings

_LETTERS = frozenset({"C", "R", "V"})
_WORDS = """
    Alpine Amplify Astro Athena Atom Aurora Babel Backbone Beam Bedrock BIND Biome Bootstrap Bun Caddy
    Caffe Capybara Carthage Catalyst Celery Cline Composer Consul Cucumber Cursor Cypress Dart Dataflow
    Eclipse Elm Ember Envoy Excel Expo Express Flux Gatling Go Grunt Gulp Hack Helm Hive Illustrator
    Jasmine Jest Kinesis Lambda Llama Locust Loki Looker Luigi Mackerel Maya Mermaid Mistral Mocha Munin
    Nest Node Oracle Packer Parcel Pascal Passenger Phoenix Pinia Play Poetry Prefect Presto Processing
    Puma Pyramid Recoil Renovate Rollup Ruff Safari Salt Samba Scheme Scratch Sentry Shiny Sidekick
    Snowflake Sorbet Spanner Spring Squid Stan Stimulus Storm Stripe Transformer Transformers Turnip
    Unbound Unicorn Varnish Vault Whisper Yarn Zig
"""
_NAMES = """
    AMP Anaconda Apache AR ARM Blender Chef Chrome Claude Copilot Crystal Delphi Devin Electron Elixir
    Flask GAS Gemini Graphite Groovy Hanami Hugo Itamae Jaeger Jekyll Julia Mastra Moonshot Nim Pelican
    Playwright Polars Prisma Puppet Puppeteer RAG Raku Rust SAML Spark Sphinx Sudachi Swift Tomcat
    Tornado Trino Trio Unity Zappa
"""
_OF_AMAZON = frozenset({"Amplify", "Athena", "Aurora", "Bedrock", "Kinesis", "Lambda"})
_AMAZON = re.compile(r"(?<![A-Za-z])(?:AWS|Amazon)(?![A-Za-z])")
_KIND_OF_WORD = frozenset(_WORDS.split())
_KIND_OF_NAME = frozenset(_NAMES.split())

_VERSION = re.compile(
    r"[\s-]?v?\d+(?:\.\d+)+|\s?v?\d{1,2}(?![\d.A-Za-z月日年時分人件回個本社つ%％割代歳周番位冊点])"
)
_GRAMMAR = re.compile(
    r"\s?(?:で|を|の|と|から|へ|に|が|は|も|や|って|による|言語|製|版|入門|プログラミング|アプリ|フレームワーク"
    r"|ライブラリ|コミュニティ|実装|開発|移行|導入|活用|構築|運用|対応|エンジニア|コンパイラ|パッケージ|プラグイン)"
)
_OF_A_LETTER = re.compile(
    r"\s?(?:で(?!は?な|す|あ)|を|の|と|から|による|言語|製|版|入門|プログラ|コンパイラ|パッケージ)"
)
_BEFORE_A_LETTER = re.compile(r"[\sぁ-ん「『（(\[【、。:：]\Z")
_NOUN = re.compile(
    r"[ -](?:programming|language|lang|compilers?|developers?|frameworks?|apps?|applications?|apis?|sdk|ext"
    r"|extensions?|code|packages?|librar(?:y|ies)|servers?|clients?|bindings?|plugins?|runtime|ecosystem"
    r"|tutorial|cookbooks?|charts?|templates?|functions?|engine)\b",
    re.IGNORECASE,
)
_MEANS = re.compile(r"(?:\A|[^A-Za-z])(?:with|in|using|by|via|meets?)\s\Z", re.IGNORECASE)
_MAKER = re.compile(r"(?:\A|[^A-Za-z])(?:AWS|Amazon|Apache|Azure|Google|HashiCorp)\s\Z")
_TOWARDS = re.compile(
    r"(?:\A|[^A-Za-z])(?:to|for|of|on|from|about|why|and|or|vs\.?|learn(?:ing)?|writing|hello,?)\s\Z",
    re.IGNORECASE,
)
_PHRASE_BEFORE = re.compile(r"[A-Za-z0-9'’]+[ -]\Z")
_PHRASE_BEHIND = re.compile(r"[ -](?!(?:and|or|vs|with|on|in|for|to|as|is|at|from)\b)[A-Za-z]", re.IGNORECASE)
_NAME_BEHIND = re.compile(r"[ -][A-Z]")
_HEADING = re.compile(r"\s*(?:[:：|｜\]】」』)）]|[-–—]\s|\Z)")
_GLUED = re.compile(r"[ァ-ヺ一-龠]")
_OPENING = re.compile(r"(?:\A|[【「『\[(（:：|｜])\s*\Z")


class Setting(Struct, frozen=True):
    """What stands before and behind a name in a title."""

    before: str
    behind: str


def is_ambiguous(spelling: str) -> bool:
    """Say whether a spelling in a title may be an ordinary word."""
    return (
        spelling in _KIND_OF_WORD
        or spelling in _KIND_OF_NAME
        or spelling in _LETTERS
        or spelling in one_way_spellings()
    )


def is_meant(spelling: str, setting: Setting, has_company: bool) -> bool:
    """Say whether what stands around an ambiguous name says that the technology is meant.

    `has_company` says that another technology surely stands in the title.
    """
    if spelling in one_way_spellings():
        # シェフの and オーロラを are said of cooks and skies, too.
        return has_company
    if spelling in _LETTERS:
        return _is_letter_meant(setting)
    if spelling in _OF_AMAZON and _AMAZON.search(f"{setting.before} {setting.behind}"):
        return True
    return _stands_as_a_thing(setting) or (spelling in _KIND_OF_NAME and _is_subject(setting, has_company))


def is_part_of_phrase(setting: Setting) -> bool:
    """Say whether the Latin word before belongs to it: Speech Processing, Taylor Swift."""
    before = setting.before
    return bool(_PHRASE_BEFORE.search(before)) and not (_MEANS.search(before) or _TOWARDS.search(before))


def _is_letter_meant(setting: Setting) -> bool:
    """ビタミンC, プランA・B・C and Q&A end in a letter that is no language."""
    if setting.before and not _BEFORE_A_LETTER.search(setting.before):
        return False
    if _NOUN.match(setting.behind):
        return True
    if _PHRASE_BEFORE.search(setting.before):
        return bool(_MEANS.search(setting.before)) and not _PHRASE_BEHIND.match(setting.behind)
    return bool(_OF_A_LETTER.match(setting.behind))


def _stands_as_a_thing(setting: Setting) -> bool:
    if _NOUN.match(setting.behind):
        return not is_part_of_phrase(setting)
    if _PHRASE_BEHIND.match(setting.behind):
        return False
    if _MEANS.search(setting.before) or _MAKER.search(setting.before):
        return True
    said = _VERSION.match(setting.behind) or _GRAMMAR.match(setting.behind)
    return said is not None and not _PHRASE_BEFORE.search(setting.before)


def _is_subject(setting: Setting, has_company: bool) -> bool:
    if _GLUED.match(setting.behind) and not _PHRASE_BEFORE.search(setting.before):
        return True
    if has_company or (_MEANS.search(setting.before) and not _NAME_BEHIND.match(setting.behind)):
        return True
    if _TOWARDS.search(setting.before) and not _PHRASE_BEHIND.match(setting.behind):
        return True
    return bool(_OPENING.search(setting.before) and _HEADING.match(setting.behind))
