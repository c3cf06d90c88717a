"""Owns how modules of one role are found in all slices, such as every `models` or `jobs`."""

import importlib
import pkgutil
from collections.abc import Iterator

PACKAGES = ("portal", "regions", "brand_assets", "campaigns")


def import_modules(role: str) -> tuple[str, ...]:
    """Import every module (or package) of this name below the packages; return what was found."""
    found = tuple(modules_of(role))
    for name in found:
        importlib.import_module(name)
    return found


def modules_of(role: str) -> Iterator[str]:
    """Yield the full name of every module of a role."""
    for package in PACKAGES:
        path = importlib.import_module(package).__path__
        for module in pkgutil.walk_packages(path, package + "."):
            if module.name.rpartition(".")[2] == role:
                yield module.name
