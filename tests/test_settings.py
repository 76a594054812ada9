"""Which settings are taken from the environment."""

from pathlib import Path

import pytest

from search.errors import SettingsError
from search.settings import Settings


def test_without_variables_the_defaults_hold() -> None:
    assert Settings.from_env({}) == Settings()


def test_every_variable_is_read() -> None:
    settings = Settings.from_env(
        {
            "KIKIGAKI_CORPUS": "notes",
            "KIKIGAKI_INDEX": "ix",
            "KIKIGAKI_HOST": "0.0.0.0",
            "KIKIGAKI_PORT": "8080",
            "KIKIGAKI_PUBLIC_URL": "https://notes.example.jp/",
        }
    )
    assert settings == Settings(Path("notes"), Path("ix"), "0.0.0.0", 8080, "https://notes.example.jp")


@pytest.mark.parametrize(
    ("variable", "value"),
    [
        ("KIKIGAKI_PORT", "http"),
        ("KIKIGAKI_PORT", "0"),
        ("KIKIGAKI_PORT", "70000"),
        ("KIKIGAKI_PORT", "８０８０"),
        ("KIKIGAKI_PORT", "9" * 5000),
        ("KIKIGAKI_HOST", "local host"),
        ("KIKIGAKI_HOST", "localhost\n"),
        ("KIKIGAKI_ACCESS_LOG", "yes"),
        ("KIKIGAKI_PUBLIC_URL", "notes.example.jp"),
        ("KIKIGAKI_PUBLIC_URL", "javascript:alert(1)"),
        ("KIKIGAKI_PUBLIC_URL", "https://example.jp/?a=b"),
        ("KIKIGAKI_PUBLIC_URL", "https://example.jp/#a"),
        ("KIKIGAKI_PUBLIC_URL", "https://example.jp/?"),
        ("KIKIGAKI_PUBLIC_URL", "http://[::1"),
        ("KIKIGAKI_PUBLIC_URL", "http://[localhost]"),
        ("KIKIGAKI_PUBLIC_URL", "http://::1"),
        ("KIKIGAKI_PUBLIC_URL", "https:///notes"),
        ("KIKIGAKI_PUBLIC_URL", "https://:8000"),
        ("KIKIGAKI_PUBLIC_URL", "https://example.jp:port"),
        ("KIKIGAKI_PUBLIC_URL", "https://example.jp:0"),
        ("KIKIGAKI_PUBLIC_URL", "https://example.jp:99999"),
        ("KIKIGAKI_PUBLIC_URL", "https://example..jp"),
        ("KIKIGAKI_PUBLIC_URL", "https://-example.jp"),
        ("KIKIGAKI_PUBLIC_URL", f"https://{'a' * 64}.jp"),
        ("KIKIGAKI_PUBLIC_URL", "https://me:secret@example.jp"),
        ("KIKIGAKI_PUBLIC_URL", "https://me@example.jp"),
        ("KIKIGAKI_PUBLIC_URL", "https://exa mple.jp"),
        ("KIKIGAKI_PUBLIC_URL", " https://example.jp"),
        ("KIKIGAKI_PUBLIC_URL", "https://example.jp/a b"),
        ("KIKIGAKI_PUBLIC_URL", "https://example.jp/\nx"),
        ("KIKIGAKI_PUBLIC_URL", "https://example.jp\r\n"),
        ("KIKIGAKI_PUBLIC_URL", "https://example.jp/\t"),
        ("KIKIGAKI_PUBLIC_URL", "https://example.jp/\u202e"),
        ("KIKIGAKI_PUBLIC_URL", "https://<script>.jp"),
        ("KIKIGAKI_PUBLIC_URL", "https://example.jp/<script>"),
        ("KIKIGAKI_PUBLIC_URL", 'https://example.jp/"x'),
        ("KIKIGAKI_PUBLIC_URL", "https://example.jp\\@evil.example"),
        ("KIKIGAKI_PUBLIC_URL", "https://example.jp/../x"),
        ("KIKIGAKI_PUBLIC_URL", "https://" + "x" * 100_000),
    ],
)
def test_a_value_that_cannot_be_used_is_named(variable: str, value: str) -> None:
    with pytest.raises(SettingsError, match=variable) as raised:
        Settings.from_env({variable: value})
    # One line that a terminal can show, without a password.
    assert str(raised.value).isprintable() and len(str(raised.value)) < 300
    assert "secret" not in str(raised.value)


def test_what_was_written_in_japanese_is_shown_as_such() -> None:
    with pytest.raises(SettingsError, match="not '８０８０番'"):
        Settings.from_env({"KIKIGAKI_PORT": "８０８０番"})
    with pytest.raises(SettingsError, match=r"not 'https://…@メモ\.jp/a b'"):
        Settings.from_env({"KIKIGAKI_PUBLIC_URL": "https://me:secret@メモ.jp/a b"})


@pytest.mark.parametrize(
    ("written", "public_url"),
    [
        ("https://notes.example.jp///", "https://notes.example.jp"),
        ("HTTPS://Notes.Example.JP:8443/notes/", "https://notes.example.jp:8443/notes"),
        ("https://聞き書き.jp/メモ", "https://xn--w8ja8903bbiv.jp/%E3%83%A1%E3%83%A2"),
        ("http://[0:0::1]:8000", "http://[::1]:8000"),
        ("http://127.0.0.1", "http://127.0.0.1"),
        ("https://notes.example.jp./a%20b", "https://notes.example.jp/a%20b"),
    ],
)
def test_a_public_address_is_kept_as_links_need_it(written: str, public_url: str) -> None:
    assert Settings.from_env({"KIKIGAKI_PUBLIC_URL": written}).public_url == public_url


def written(folder: Path, text: str, name: str = "kikigaki.toml") -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / name).write_text(text, encoding="utf-8")
    return folder


EVERY_LINE = """
# 勉強会
corpus = "notes"
index = "ix"
host = "0.0.0.0"
port = 8080
public_url = "https://example.jp"
posts = "all"
title = "夜の勉強会"
tagline = "聞いた話を、書いたままに"
base = "/notes/"
language = "en"
"""


def test_every_setting_can_stand_in_a_file_beside_the_notes(tmp_path: Path) -> None:
    folder = written(tmp_path, EVERY_LINE)
    assert Settings.of_folder(folder, {}) == Settings(
        folder / "notes",
        folder / "ix",
        "0.0.0.0",
        8080,
        "https://example.jp/notes",
        "all",
        title="夜の勉強会",
        tagline="聞いた話を、書いたままに",
        base="/notes",
        language="en",
    )


def test_a_variable_wins_over_the_file(tmp_path: Path) -> None:
    folder = written(tmp_path, EVERY_LINE)
    env = {"KIKIGAKI_PORT": "9000", "KIKIGAKI_TITLE": "昼の勉強会", "KIKIGAKI_INDEX": "elsewhere"}
    settings = Settings.of_folder(folder, env)
    assert (settings.port, settings.title, settings.index) == (9000, "昼の勉強会", Path("elsewhere"))
    assert settings.tagline == "聞いた話を、書いたままに"


def test_the_file_is_found_beside_the_notes_above_them_and_where_one_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    written(tmp_path, 'corpus = "notes"\ntitle = "夜"\n')
    notes = tmp_path / "notes"
    notes.mkdir()
    assert Settings.of_folder(notes, {}).title == "夜"
    assert Settings.from_env({"KIKIGAKI_CORPUS": str(notes)}).index == tmp_path / ".kikigaki"
    # A file above that has other notes has nothing to say of these.
    (tmp_path / "others").mkdir()
    assert Settings.of_folder(tmp_path / "others", {}).title == ""
    monkeypatch.chdir(tmp_path)
    assert Settings.from_env({}).corpus.resolve() == notes
    assert (
        Settings.from_env(
            {"KIKIGAKI_SETTINGS": str(written(notes, 'title = "朝"\n') / "kikigaki.toml")}
        ).title
        == "朝"
    )


@pytest.mark.parametrize("text", ["", "\n", "# title = '夜'\n", 'title = "夜"\n'])
def test_the_folder_of_a_file_holds_its_notes_whatever_the_file_says(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, text: str
) -> None:
    monkeypatch.chdir(written(tmp_path, text))
    settings = Settings.from_env({})
    assert (settings.corpus.resolve(), settings.index) == (tmp_path.resolve(), Path(".kikigaki"))
    monkeypatch.chdir("/")
    beside = tmp_path / ".kikigaki"
    assert Settings.of_folder(tmp_path, {}).index == beside
    assert Settings.from_env({"KIKIGAKI_CORPUS": str(tmp_path)}).index == beside


@pytest.mark.parametrize("text", ["# 夜\n", 'title = "夜"\n', 'corpus = "notes"\n'])
def test_a_folder_that_is_named_is_served_whichever_file_is_named_beside(tmp_path: Path, text: str) -> None:
    elsewhere = written(tmp_path / "etc", text) / "kikigaki.toml"
    blog = tmp_path / "blog"
    blog.mkdir()
    settings = Settings.of_folder(blog, {"KIKIGAKI_SETTINGS": str(elsewhere)})
    assert (settings.corpus, settings.index) == (blog, blog / ".kikigaki")


def test_a_folder_is_its_own_corpus_and_keeps_its_own_index(tmp_path: Path) -> None:
    settings = Settings.of_folder(tmp_path, {"KIKIGAKI_CORPUS": "another"})
    assert (settings.corpus, settings.index) == (tmp_path, tmp_path / ".kikigaki")
    assert Settings.from_env({"KIKIGAKI_CORPUS": str(tmp_path)}).index == Path(".kikigaki")


@pytest.mark.parametrize(
    ("text", "line", "told"),
    [
        ('title = "a"\nprot = 8000\n', 2, "write port"),
        ('titel = "a"\n', 1, "write title"),
        ("[server]\nport = 8000\n", 1, "the settings are"),
        ("\n\nport = 0\n", 3, "from 1 to 65535"),
        ('port = "http"\n', 1, "from 1 to 65535"),
        ("port = true\n", 1, "in quotes"),
        ("title = 2015-01-14\n", 1, "in quotes"),
        ('title = ["a"]\n', 1, "in quotes"),
        ('title = "a\n', 1, "title ="),
        ('# 夜\ntitle = "a"\ntitle = "b"\n', 3, "title ="),
        ("title = 夜\n", 1, "title ="),
        ('title = """\na\n b"""\n', 1, "one line"),
        ('base = "notes"\n', 1, "like /notes/"),
        ('base = "/a/../b"\n', 1, "like /notes/"),
        ('base = "//evil.example"\n', 1, "like /notes/"),
        ('language = "fr"\n', 1, "ja or en"),
        ('posts = "some"\n', 1, "reports or all"),
        ('public_url = "https://user@example.jp"\n', 1, "notes.example.jp"),
    ],
)
def test_what_a_file_cannot_say_is_told_with_line_and_cure(
    tmp_path: Path, text: str, line: int, told: str
) -> None:
    folder = written(tmp_path, text)
    with pytest.raises(SettingsError) as error:
        Settings.of_folder(folder, {})
    assert str(error.value).startswith(f"{folder}/kikigaki.toml:{line}: ") and told in str(error.value)


def test_a_file_that_is_no_text_or_not_there_is_named(tmp_path: Path) -> None:
    (tmp_path / "kikigaki.toml").write_bytes("title = '夜'".encode("euc-jp"))
    with pytest.raises(SettingsError, match=r"kikigaki\.toml.*UTF-8"):
        Settings.of_folder(tmp_path, {})
    with pytest.raises(SettingsError, match="KIKIGAKI_SETTINGS"):
        Settings.from_env({"KIKIGAKI_SETTINGS": str(tmp_path / "none.toml")})
    (tmp_path / "kikigaki.toml").unlink()
    (tmp_path / "kikigaki.toml").mkdir()
    with pytest.raises(SettingsError, match="cannot be read"):
        Settings.of_folder(tmp_path, {})


@pytest.mark.parametrize(
    ("url", "base", "expected"),
    [
        ("https://example.jp", "/notes/", ("https://example.jp/notes", "/notes")),
        ("https://example.jp/notes/", "", ("https://example.jp/notes", "/notes")),
        ("https://example.jp/notes", "/notes", ("https://example.jp/notes", "/notes")),
        ("", "/a/b/", ("", "/a/b")),
        ("", "/メモ/", ("", "/%E3%83%A1%E3%83%A2")),
        (
            "https://example.jp/メモ",
            "/メモ",
            ("https://example.jp/%E3%83%A1%E3%83%A2", "/%E3%83%A1%E3%83%A2"),
        ),
        ("", "/", ("", "")),
    ],
)
def test_the_path_of_the_site_is_said_once(url: str, base: str, expected: tuple[str, str]) -> None:
    settings = Settings.from_env({"KIKIGAKI_PUBLIC_URL": url, "KIKIGAKI_BASE": base})
    assert (settings.public_url, settings.base) == expected


def test_two_paths_of_one_site_are_an_error() -> None:
    with pytest.raises(SettingsError, match="KIKIGAKI_PUBLIC_URL"):
        Settings.from_env({"KIKIGAKI_PUBLIC_URL": "https://example.jp/a", "KIKIGAKI_BASE": "/b"})


def test_a_child_process_reads_the_same_settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    written(tmp_path, 'title = "また別の"\ntagline = "どこかの"\n')
    monkeypatch.chdir(tmp_path)
    settings = Settings.of_folder(written(tmp_path / "blog", EVERY_LINE.replace("tagline", "# tagline")), {})
    assert Settings.from_env(settings.environment()) == settings


@pytest.mark.parametrize(
    ("slip", "meant"),
    [
        ("KIKIGAKI_PROT", "KIKIGAKI_PORT"),
        ("KIKIGAKI_PUBLIC_URI", "KIKIGAKI_PUBLIC_URL"),
        # What belongs to the cluster, by the second half of its name.
        ("KIKIGAKI_REPLICAS", "KIKIGAKI_OPENSEARCH_REPLICAS"),
        ("KIKIGAKI_URL", "KIKIGAKI_PUBLIC_URL / KIKIGAKI_OPENSEARCH_URL"),
        ("KIKIGAKI_OPENSEARCH_PASSWORD", "KIKIGAKI_OPENSEARCH_URL"),
    ],
)
def test_a_slip_in_the_name_of_a_variable_is_told(tmp_path: Path, slip: str, meant: str) -> None:
    for read in (Settings.from_env, lambda env: Settings.of_folder(tmp_path, env)):
        with pytest.raises(SettingsError, match=f"{slip}.*write {meant}$"):
            read({slip: "8000"})


def test_a_variable_that_is_like_none_of_ours_is_somebody_elses() -> None:
    assert Settings.from_env({"KIKIGAKI_X": "1", "KIKIGAKI_IMAGE": "kikigaki:1"}) == Settings.from_env({})


def test_a_variable_that_changes_nothing_is_told_once(caplog: pytest.LogCaptureFixture) -> None:
    # Kubernetes says where a service is that is called kikigaki.
    env = {"KIKIGAKI_CACHE_SIZE": "s3cret", "KIKIGAKI_SERVICE_HOST": "10.0.0.1", "KIKIGAKI_PORT_80_TCP": "1"}
    for _ in range(2):
        Settings.from_env(env)
    assert [record.getMessage() for record in caplog.records] == [
        "KIKIGAKI_CACHE_SIZE is no setting of Kikigaki, and changes nothing"
    ]
