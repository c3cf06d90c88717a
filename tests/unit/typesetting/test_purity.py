"""Owns the fact that typesetting is pure: it needs no web, database or network library.

Under that block it also runs the guide's ten lines, paints what came out and looks it over.
"""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[3]

BLOCKED = ("flask", "sqlalchemy", "wtforms", "celery", "boto3", "requests", "urllib3", "alembic")
CODE = f"""
import importlib, pkgutil, sys
for name in {BLOCKED!r}:
    sys.modules[name] = None
import socket
def refuse(*_a, **_k):
    raise AssertionError("typesetting opened a socket")
socket.socket.connect = refuse
import brand_assets.typesetting as package
for module in pkgutil.walk_packages(package.__path__, package.__name__ + "."):
    importlib.import_module(module.name)
from brand_assets.kit import folders, rules
import re
from pathlib import Path
guide = Path("docs/typesetting.md").read_text(encoding="utf-8")
names = {{}}
exec(re.search(r"```python\\n(.*?)```", guide, re.S)[1], names)
from brand_assets.typesetting.pixels import render_jpeg
from brand_assets.typesetting.preflight import check_pdf
assert names["pdf"].startswith(b"%PDF-")
assert render_jpeg(names["pdf"], 100).startswith(b"\\xff\\xd8")
assert check_pdf(names["pdf"], "x4") == []
asked = [name for name in {BLOCKED!r} if sys.modules.get(name) is not None]
print("pure", asked)
"""


def test_typesetting_loads_sets_and_writes_without_web_and_database() -> None:
    found = subprocess.run(
        [sys.executable, "-c", CODE], capture_output=True, text=True, check=False, cwd=ROOT
    )
    assert found.stdout.strip() == "pure []", found.stderr
