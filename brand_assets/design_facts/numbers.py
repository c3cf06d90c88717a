"""Owns how a number stands in a sentence, in German and in English."""


def figure(value: float, language: str, digits: int = 0) -> str:
    """Return a number as its reader writes it, with a true minus: 1.234,5 or 1,234.5."""
    text = f"{value:,.{digits}f}".replace("-", "−")
    if language == "en":
        return text
    return text.translate(str.maketrans(",.", ".,"))
