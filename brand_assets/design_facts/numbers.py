"""Owns how a number stands in a sentence, in German and in English."""


def figure(value: float, language: str, digits: int = 0) -> str:
    """Return a number as its reader writes it, with a true minus: 1.234,5 or 1,234.5."""
    text = f"{value:,.{digits}f}".replace("-", "−")
    if language == "en":
        return text
    return text.translate(str.maketrans(",.", ".,"))


def euros(cents: int, language: str) -> str:
    """Return an amount of euros as it stands in a sentence: "4,99 €" with a narrow space."""
    amount = figure(cents / 100, language, 2)
    return f"€{amount}" if language == "en" else f"{amount}\u202f€"
