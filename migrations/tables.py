"""Owns the list of what has tables: it imports every `models` module of the product."""

import importlib

from portal.foundation.slices import import_modules

FOUNDATION = ("portal.foundation.audit", "portal.foundation.usage")


def import_models() -> None:
    """Import all modules with tables, so that the metadata is complete."""
    for name in FOUNDATION:
        importlib.import_module(name)
    import_modules("models")
