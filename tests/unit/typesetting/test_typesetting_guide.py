"""Owns the fact that the guide's code runs and makes a PDF."""

import re
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[3]


def test_the_code_of_the_guide_makes_a_pdf(monkeypatch: pytest.MonkeyPatch) -> None:
    guide = (ROOT / "docs" / "typesetting.md").read_text(encoding="utf-8")
    code = re.search(r"```python\n(.*?)```", guide, re.S)
    assert code is not None
    monkeypatch.chdir(ROOT)
    names: dict[str, Any] = {}
    exec(code[1], names)  # noqa: S102 - our own guide
    assert names["pdf"].startswith(b"%PDF-")
    assert len(names["found"].facts) == 2
