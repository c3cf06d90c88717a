"""Owns column types that tables of several packages share."""

from enum import StrEnum

from sqlalchemy import Enum


def text_enum(values: type[StrEnum], length: int = 30) -> Enum:
    """Return a column type that stores a StrEnum's value as text and gives back the member."""
    return Enum(
        values,
        native_enum=False,
        create_constraint=False,
        length=length,
        values_callable=lambda members: [member.value for member in members],
    )
