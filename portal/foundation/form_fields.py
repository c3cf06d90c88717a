"""Owns form fields of figures, which are shown and read as the language of the page writes them."""

from decimal import Decimal
from typing import Any

from flask_babel import get_locale, gettext
from wtforms import Field
from wtforms.form import BaseForm
from wtforms.validators import StopValidation
from wtforms.widgets import TextInput

from portal.foundation.figures import Unreadable, read_figure, write_figure


class FigureField(Field):
    """A figure with a fixed number of decimals: 1.250,00 on a German page, 1,250.00 on an English.

    `empty_is` is what an empty field means; it is shown as empty. None asks for a figure.
    """

    widget = TextInput()

    def __init__(self, *args: Any, places: int = 2, empty_is: int | None = None, **kw: Any) -> None:
        keys = "decimal" if places else "numeric"
        kw["render_kw"] = {"inputmode": keys, "autocomplete": "off"} | kw.get("render_kw", {})
        super().__init__(*args, **kw)
        self.places = places
        self.empty_is = empty_is

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        if self.data is None or self.data == self.empty_is:
            return ""
        return write_figure(Decimal(str(self.data)), _language(), self.places)

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Read what was entered; raises ValueError with what to write instead."""
        if not valuelist:
            return
        typed = str(valuelist[0])[:40].strip()
        if not typed:
            self.data = None if self.empty_is is None else Decimal(self.empty_is)
            return
        try:
            self.data = read_figure(typed, _language(), self.places)
        except Unreadable as problem:
            self.data = None
            raise ValueError(gettext(problem.message, **problem.params)) from None

    def pre_validate(self, form: BaseForm) -> None:
        """Leave it at what is wrong with the figure itself: nothing else can be said of none."""
        if self.process_errors:
            raise StopValidation


def _language() -> str:
    locale = get_locale()
    return locale.language if locale else "de"
