"""Owns scope: tree paths, who reaches them, and queries cut to them. Lowest slice of regions."""

from regions.scoping.filters import TREE_PATH, below, visible, visible_suppliers, within
from regions.scoping.rules import Scope, path_below

__all__ = ["TREE_PATH", "Scope", "below", "path_below", "visible", "visible_suppliers", "within"]
