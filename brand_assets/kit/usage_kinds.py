"""Owns the kinds of usage events that brand kits record."""

from portal.foundation.usage_kinds import declare_kind

KIT_PUBLISHED = declare_kind(
    "kit.published",
    "Eine Version des Markenpakets wurde veröffentlicht; der Wert ist ihre Nummer.",
    "A version of the brand kit was published; the value is its number.",
    value_unit="number",
    attributes={"kit": "key of the kit"},
)
KIT_FILE_DOWNLOADED = declare_kind(
    "kit.file_downloaded",
    "Eine Datei des Markenpakets wurde heruntergeladen.",
    "A file of the brand kit was downloaded.",
    attributes={"kit": "key of the kit", "file": "path of the file inside the kit"},
)
