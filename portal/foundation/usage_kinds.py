"""Owns the registry of usage event kinds: each slice declares its own, in both languages."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class UsageKind:
    """One kind of usage event: what it means, the unit of its value, its attributes by name."""

    key: str
    description_de: str
    description_en: str
    value_unit: str | None = None
    attributes: Mapping[str, str] = field(default_factory=dict)


_kinds: dict[str, UsageKind] = {}


def declare_kind(
    key: str,
    description_de: str,
    description_en: str,
    value_unit: str | None = None,
    attributes: Mapping[str, str] | None = None,
) -> UsageKind:
    """Declare a kind of usage event; `attributes` maps each allowed name to its description."""
    kind = UsageKind(key, description_de, description_en, value_unit, dict(attributes or {}))
    if _kinds.get(key, kind) != kind:
        raise ValueError(f"The usage kind {key} is declared twice and differently")
    _kinds[key] = kind
    return kind


def declared_kinds() -> tuple[UsageKind, ...]:
    """Return all declared kinds, by key."""
    return tuple(_kinds[key] for key in sorted(_kinds))
