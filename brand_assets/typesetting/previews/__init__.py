"""Owns pictures of ads while they are typed: only what changed is painted again."""

from brand_assets.typesetting.previews.previewer import Previewer

__all__ = ["Previewer"]
