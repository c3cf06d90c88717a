"""Owns form fields that take less than those of the library: numbers that are some."""

from typing import Any

from wtforms import DecimalField


class FiniteDecimalField(DecimalField):
    """A decimal number; "NaN" and "Infinity", which Python takes for numbers, are none."""

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Read what was entered; raises ValueError."""
        super().process_formdata(valuelist)
        if self.data is not None and not self.data.is_finite():
            self.data = None
            raise ValueError(self.gettext("Not a valid decimal value."))
