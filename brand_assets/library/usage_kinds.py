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
    "asset.downloaded",
    "Ein Bild wurde heruntergeladen; der Wert ist seine Größe in Bytes.",
    "A picture was downloaded; the value is its size in bytes.",
    value_unit="bytes",
    attributes={"form": "web or press"},
)
ASSET_REPLACED = declare_kind(
    "asset.replaced",
    "Ein Bild wurde durch eine neue Fassung ersetzt; der Wert ist deren Nummer.",
    "A picture was replaced by a new version; the value is its number.",
    value_unit="version",
)
ASSET_TAKEN_OVER = declare_kind(
    "asset.taken_over",
    "Die Zentrale hat das Bild eines Partners übernommen.",
    "Head office has taken over a partner's picture.",
)
