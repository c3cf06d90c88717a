"""The page about roles says what the rules say."""

from pathlib import Path

from regions.accounts.roles_page import roles_page

PAGE = Path(__file__).parents[3] / "docs" / "roles.md"


def test_the_page_about_roles_is_the_one_that_the_rules_make() -> None:
    assert PAGE.read_text(encoding="utf-8") == roles_page()
