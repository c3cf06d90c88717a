"""Owns the fact that typesetting is pure: it needs no web, database or network library."""

import subprocess
import sys

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
print("pure")
"""


def test_typesetting_loads_without_web_and_database() -> None:
    found = subprocess.run(
        [sys.executable, "-c", CODE], capture_output=True, text=True, check=False
    )
    assert found.stdout.strip() == "pure", found.stderr
