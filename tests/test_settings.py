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
        ("KIKIGAKI_PUBLIC_URL", "notes.example.jp"),
        ("KIKIGAKI_PUBLIC_URL", "javascript:alert(1)"),
        ("KIKIGAKI_PUBLIC_URL", "https://example.jp/?a=b"),
    ],
)
def test_a_value_that_cannot_be_used_is_named(variable: str, value: str) -> None:
    with pytest.raises(SettingsError, match=variable):
        Settings.from_env({variable: value})
