"""Owns the kinds of usage events that the library records."""

from portal.foundation.usage_kinds import declare_kind

ASSET_UPLOADED = declare_kind(
    "asset.uploaded",
    "Ein Bild wurde hochgeladen; der Wert ist seine Größe in Megapixeln.",
    "A picture was uploaded; the value is its size in megapixels.",
    value_unit="megapixels",
    attributes={"media_type": "kind of file by content", "had_location": "whether GPS was removed"},
)
ASSET_DOWNLOADED = declare_kind(
    "asset.downloaded", "Ein Bild wurde heruntergeladen.", "A picture was downloaded."
)
