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
