"""Embedded metadata: read from uploads, written into what is handed out."""

from brand_assets.library.embedded.reading import read_embedded, tells_location
from brand_assets.library.embedded.writing import write

__all__ = ["read_embedded", "tells_location", "write"]
