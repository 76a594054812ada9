"""The settings of a cluster: which are taken, and that nobody is shown the password in one."""

import logging
from pathlib import Path

import pytest

from search.errors import KikigakiError, SettingsError
from search.index import open_index
from search.settings import Settings

NODES = "https://me:s3cret%2Fword@a.example.jp:9200, https://me:s3cret%2Fword@b.example.jp:9200/"
ENGINE = {"KIKIGAKI_ENGINE": "opensearch", "KIKIGAKI_OPENSEARCH_URL": NODES}


def test_two_variables_name_a_cluster_and_the_rest_has_defaults_that_work() -> None:
    settings = Settings.from_env(ENGINE)
    assert settings.engine == "opensearch"
    assert settings.opensearch_url.split(",") == [
        "https://me:s3cret%2Fword@a.example.jp:9200",
        "https://me:s3cret%2Fword@b.example.jp:9200",
    ]
    assert (settings.opensearch_prefix, settings.opensearch_shards) == ("kikigaki", 1)
    assert (settings.opensearch_replicas, settings.opensearch_timeout) == (1, 2.0)


def test_the_file_names_a_cluster_too_and_certificates_beside_itself(tmp_path: Path) -> None:
    lines = (
        'engine = "opensearch"',
        'opensearch_url = "http://localhost:9200"',
        'opensearch_prefix = "notes"',
        "opensearch_shards = 3",
        "opensearch_replicas = 0",
        "opensearch_timeout = 0.5",
        'opensearch_ca = "ca.pem"',
    )
    (tmp_path / "kikigaki.toml").write_text("\n".join(lines), encoding="utf-8")
    settings = Settings.of_folder(tmp_path, {})
    assert (settings.engine, settings.opensearch_prefix) == ("opensearch", "notes")
    assert (settings.opensearch_shards, settings.opensearch_replicas) == (3, 0)
    assert (settings.opensearch_timeout, settings.opensearch_ca) == (0.5, tmp_path / "ca.pem")


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("ENGINE", "solr"),
        ("OPENSEARCH_URL", "localhost:9200"),
        ("OPENSEARCH_URL", "ftp://localhost"),
        ("OPENSEARCH_URL", "http://"),
        ("OPENSEARCH_URL", "http://localhost:9200,http://localhost:99999"),
        ("OPENSEARCH_URL", "http://localhost:9200/path"),
        ("OPENSEARCH_URL", "http://me:s3cret/word@localhost:9200"),
        ("OPENSEARCH_URL", "http://me:s3cret@word@localhost:9200"),
        ("OPENSEARCH_URL", "http://me:s3cret#word@localhost:9200"),
        ("OPENSEARCH_URL", "http://me:s3cret word@localhost:9200"),
        ("OPENSEARCH_PREFIX", "Notes"),
        ("OPENSEARCH_PREFIX", "_all"),
        ("OPENSEARCH_PREFIX", "notes*"),
        ("OPENSEARCH_PREFIX", "notes,others"),
        ("OPENSEARCH_PREFIX", "notes-2015"),
        ("OPENSEARCH_SHARDS", "0"),
        ("OPENSEARCH_SHARDS", "３"),
        ("OPENSEARCH_REPLICAS", "-1"),
        ("OPENSEARCH_TIMEOUT", "0"),
        ("OPENSEARCH_TIMEOUT", "soon"),
    ],
)
def test_what_cannot_be_used_is_named_and_a_password_is_not(name: str, value: str) -> None:
    with pytest.raises(SettingsError, match=f"KIKIGAKI_{name}") as raised:
        Settings.from_env({**ENGINE, f"KIKIGAKI_{name}": value})
    assert "cret" not in str(raised.value)


def test_a_cluster_without_a_node_is_no_setting() -> None:
    with pytest.raises(SettingsError, match="KIKIGAKI_OPENSEARCH_URL"):
        Settings.from_env({"KIKIGAKI_ENGINE": "opensearch"})


def test_certificates_that_are_not_there_are_named(tmp_path: Path) -> None:
    settings = Settings.from_env({**ENGINE, "KIKIGAKI_OPENSEARCH_CA": str(tmp_path / "ca.pem")})
    with pytest.raises(SettingsError, match="KIKIGAKI_OPENSEARCH_CA"):
        open_index(settings)


def test_a_password_is_in_no_message_and_no_line_of_a_log(caplog: pytest.LogCaptureFixture) -> None:
    pytest.importorskip("opensearchpy")
    settings = Settings.from_env({**ENGINE, "KIKIGAKI_OPENSEARCH_URL": "http://me:s3cret@127.0.0.1:9"})
    assert "cret" not in repr(settings)
    caplog.set_level(logging.DEBUG)
    with pytest.raises(KikigakiError) as raised:
        open_index(settings).status()
    error: BaseException | None = raised.value
    while error is not None:
        assert "cret" not in f"{error!s}{error!r}"
        error = error.__cause__ or error.__context__
    assert caplog.records and "cret" not in caplog.text


def test_a_child_process_is_told_of_the_cluster() -> None:
    settings = Settings.from_env({**ENGINE, "KIKIGAKI_OPENSEARCH_SHARDS": "3"})
    told = Settings.from_env(settings.environment())
    assert (told.engine, told.opensearch_url) == ("opensearch", settings.opensearch_url)
    assert (told.opensearch_shards, told.opensearch_ca) == (3, None)
