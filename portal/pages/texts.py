"""Owns how values read on a page: language, money, numbers, days and times."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from babel.dates import format_date, format_time
from babel.numbers import format_currency, format_decimal
from babel.support import NullTranslations
from flask import Flask, request, session
from flask_babel import Babel, Domain, get_locale, get_timezone

from portal.foundation import translations
from portal.foundation.config import settings
from portal.foundation.money import Money
from regions.accounts.guard import find_actor


class CatalogueDomain(Domain):  # type: ignore[misc] # Flask-Babel ships no types
    """Flask-Babel's texts, taken from the catalogue in memory instead of compiled files."""

    def get_translations(self) -> NullTranslations:
        """Return the texts in the language of this request."""
        return translations.translations(language())


def register_texts(app: Flask) -> None:
    """Set up languages, zones and the filters that templates use."""
    babel = Babel()
    babel.init_app(
        app,
        default_locale=settings().default_language,
        default_timezone=settings().time_zone,
        locale_selector=_choose_language,
    )
    babel.domain_instance = CatalogueDomain()
    filters = {"money": money, "number": number, "day": day, "day_short": day_short}
    app.jinja_env.filters.update(filters, moment=moment, initials=initials)


def _choose_language() -> str:
    """Return the account's language, else this session's, the browser's, the first offered."""
    offered = settings().languages
    actor = find_actor()
    chosen = actor.language if actor else session.get("language")
    if chosen in offered:
        return str(chosen)
    return request.accept_languages.best_match(offered) or settings().default_language


def language() -> str:
    """Return the language of this request, such as "de"."""
    locale = get_locale()
    return locale.language if locale else settings().default_language


def money(amount: Money) -> str:
    """Return an amount as its reader writes it, such as 274,00 €, never broken over two lines."""
    return format_currency(amount.amount, amount.currency, locale=language()).replace(" ", "\u00a0")


def number(value: float, digits: int | None = None) -> str:
    """Return a number with its separators; `digits` fixes the decimal places."""
    form = None if digits is None else f"#,##0.{'0' * digits}".rstrip(".")
    return format_decimal(value, format=form, locale=language())


def day(value: date) -> str:
    """Return a day in words, such as 21. November 2026."""
    return format_date(_local(value), format="long", locale=language())


def day_short(value: date) -> str:
    """Return a day in short, such as 21.11.2026."""
    return format_date(_local(value), format="medium", locale=language())


def moment(value: datetime, zone: str | None = None) -> str:
    """Return day and time in a zone; None: the zone of this request."""
    local = value.astimezone(ZoneInfo(zone) if zone else get_timezone())
    return f"{day_short(local.date())}, {format_time(local, format='short', locale=language())}"


def initials(name: str) -> str:
    """Return the first letters of the first and the last word of a name."""
    words = name.split()
    return "".join(word[0] for word in (words[0], *words[1:][-1:])).upper() if words else "?"


def _local(value: date) -> date:
    return value.astimezone(get_timezone()) if isinstance(value, datetime) else value
