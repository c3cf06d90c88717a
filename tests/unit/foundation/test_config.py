"""Settings: typed, complete, refused where unsafe, and documented."""

from pathlib import Path

import pytest

from portal.foundation.config import DEMO_SECRET, PREFIX, Settings, read_settings
from portal.foundation.errors import Misconfigured

SECRET = "s" * 40
DOCS = Path(__file__).parents[3] / "docs" / "settings.md"


def test_without_a_secret_it_refuses_and_says_how_to_make_one() -> None:
    with pytest.raises(Misconfigured, match=r"HEIMSPIEL_SECRET_KEY .*secrets\.token_urlsafe"):
        read_settings({})


@pytest.mark.parametrize("secret", ["short", DEMO_SECRET, " " * 40])
def test_a_weak_secret_is_refused(secret: str) -> None:
    with pytest.raises(Misconfigured, match="HEIMSPIEL_SECRET_KEY"):
        read_settings({"HEIMSPIEL_SECRET_KEY": secret})


def test_the_demo_needs_nothing() -> None:
    settings = read_settings({"HEIMSPIEL_DEMO": "1"})
    assert settings.secret_key == DEMO_SECRET
    assert settings.database_url == "sqlite:///var/heimspiel.sqlite"
    assert settings.is_embedded


def test_secrets_do_not_show() -> None:
    environment = {"HEIMSPIEL_SECRET_KEY": SECRET, "DATABASE_URL": "postgresql://u:hunter2@h/d"}
    settings = read_settings(environment)
    assert SECRET not in repr(settings)
    assert "hunter2" not in repr(settings)


def test_a_misspelt_setting_is_named() -> None:
    with pytest.raises(Misconfigured, match="HEIMSPIEL_DATABSE_URL"):
        read_settings({"HEIMSPIEL_DEMO": "1", "HEIMSPIEL_DATABSE_URL": "x"})


def test_a_wrong_value_is_named() -> None:
    with pytest.raises(Misconfigured, match="HEIMSPIEL_JOB_THREADS"):
        read_settings({"HEIMSPIEL_DEMO": "1", "HEIMSPIEL_JOB_THREADS": "many"})


@pytest.mark.parametrize("url", ["postgres://u@h/d", "postgresql://u@h/d"])
def test_postgresql_gets_its_driver(url: str) -> None:
    settings = read_settings({"HEIMSPIEL_DEMO": "1", "DATABASE_URL": url})
    assert settings.database_url == "postgresql+psycopg://u@h/d"


def test_what_is_derived_follows_what_is_set() -> None:
    settings = read_settings(
        {
            "HEIMSPIEL_SECRET_KEY": SECRET,
            "HEIMSPIEL_BASE_URL": "https://ads.example.com/",
            "HEIMSPIEL_DATA_DIR": "/srv/data",
            "HEIMSPIEL_LANGUAGES": "en, de",
        }
    )
    assert settings.base_url == "https://ads.example.com"
    assert settings.short_link_base == "https://ads.example.com/l"
    assert settings.database_url == "sqlite:////srv/data/heimspiel.sqlite"
    assert settings.default_language == "en"
    assert settings.is_https


def test_the_docs_list_each_setting_with_its_default_and_meaning() -> None:
    rows = [line for line in DOCS.read_text().splitlines() if line.startswith("| `")]
    assert rows == list(settings_rows())


def settings_rows() -> list[str]:
    """The table as it must stand in the docs."""
    rows = []
    for name, field in Settings.model_fields.items():
        default = field.default
        text = ", ".join(default) if isinstance(default, tuple) else str(default or "")
        shown = f"`{text}`" if text else ""
        rows.append(f"| `{PREFIX}{name.upper()}` | {shown} | {field.description} |")
    return rows
