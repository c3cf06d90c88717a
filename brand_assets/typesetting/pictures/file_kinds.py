"""Owns how supplied files are told apart, by their content and not by their names."""

_PDF = b"%PDF-"
_HEAD = 1024
"""A PDF may begin with other bytes, but its mark stands among the first."""
_MARK = b"\xef\xbb\xbf"


def is_pdf(data: bytes) -> bool:
    """Whether a file is a PDF."""
    return _PDF in data[:_HEAD]


def is_artwork(data: bytes) -> bool:
    """Whether a file is a PDF or a drawing; everything else is taken for a photo."""
    return is_pdf(data) or data[:_HEAD].removeprefix(_MARK).lstrip().startswith(b"<")
