"""Owns the name under which routes declare who may use them (see `regions.scoping.guard`)."""

from regions.scoping.guard import (
    Access,
    current_actor,
    declared_access,
    find_actor,
    public,
    requires,
    signed_in,
)

__all__ = [
    "Access",
    "current_actor",
    "declared_access",
    "find_actor",
    "public",
    "requires",
    "signed_in",
]
