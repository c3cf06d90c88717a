"""Owns workbooks (XLSX) of one sheet, in which text is text and never a formula."""

import re
import zipfile
from collections.abc import Iterable, Sequence
from tempfile import SpooledTemporaryFile
from typing import IO
from xml.sax.saxutils import escape

from portal.foundation.spreadsheets import Cell

XLSX_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_IN_MEMORY = 4 * 1024 * 1024
_MOST_CHARS = 32_767
"""What a cell of a spreadsheet holds at most."""
# What XML 1.0 cannot say at all.
_UNSAYABLE = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_KINDS = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_PARTS = {
    "[Content_Types].xml": f'<Types xmlns="{_PACKAGE}/content-types">'
    '<Default Extension="rels" '
    'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    f'<Override PartName="/xl/workbook.xml" ContentType="{_KINDS}.sheet.main+xml"/>'
    f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{_KINDS}.worksheet+xml"/>'
    f'<Override PartName="/xl/styles.xml" ContentType="{_KINDS}.styles+xml"/></Types>',
    "_rels/.rels": f'<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="rId1" '
    f'Type="{_OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
    "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{_PACKAGE}/relationships">'
    f'<Relationship Id="rId1" Type="{_OFFICE}/worksheet" Target="worksheets/sheet1.xml"/>'
    f'<Relationship Id="rId2" Type="{_OFFICE}/styles" Target="styles.xml"/></Relationships>',
    "xl/styles.xml": f'<styleSheet xmlns="{_MAIN}"><fonts count="2">'
    '<font><sz val="11"/><name val="Calibri"/></font>'
    '<font><b/><sz val="11"/><name val="Calibri"/></font></fonts>'
    '<fills count="2"><fill><patternFill patternType="none"/></fill>'
    '<fill><patternFill patternType="gray125"/></fill></fills>'
    '<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>'
    '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>'
    '<cellXfs count="2"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>'
    '<xf numFmtId="0" fontId="1" fillId="0" borderId="0" xfId="0" applyFont="1"/></cellXfs>'
    "</styleSheet>",
}


def write_xlsx(title: str, rows: Iterable[Sequence[Cell]]) -> IO[bytes]:
    """Return rows as a workbook of one sheet, the first row its head; text stays text.

    It is written row by row, and to disk once it is large.
    """
    target = SpooledTemporaryFile(max_size=_IN_MEMORY)  # noqa: SIM115 - the caller closes it
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as book:
        for name, part in _PARTS.items():
            book.writestr(name, _XML + part)
        book.writestr("xl/workbook.xml", _workbook(title))
        with book.open("xl/worksheets/sheet1.xml", "w") as sheet:
            sheet.write(
                f'{_XML}<worksheet xmlns="{_MAIN}"><sheetViews><sheetView '
                'workbookViewId="0"><pane ySplit="1" topLeftCell="A2" '
                'state="frozen"/></sheetView></sheetViews><sheetData>'.encode()
            )
            for number, row in enumerate(rows):
                sheet.write(_xlsx_row(row, is_head=number == 0).encode())
            sheet.write(b"</sheetData></worksheet>")
    target.seek(0)
    return target


def _workbook(title: str) -> str:
    named = escape(re.sub(r"[\[\]:*?/\\]", " ", title)[:31].strip() or "1", {'"': "&quot;"})
    return (
        f'{_XML}<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}"><sheets>'
        f'<sheet name="{named}" sheetId="1" r:id="rId1"/></sheets></workbook>'
    )


def _xlsx_row(row: Sequence[Cell], *, is_head: bool) -> str:
    style = ' s="1"' if is_head else ""
    return "<row>" + "".join(_xlsx_cell(one, style) for one in row) + "</row>"


def _xlsx_cell(value: Cell, style: str) -> str:
    if not isinstance(value, str):
        return f"<c{style}><v>{value}</v></c>"
    said = escape(_UNSAYABLE.sub("\ufffd", value)[:_MOST_CHARS])
    return f'<c{style} t="inlineStr"><is><t xml:space="preserve">{said}</t></is></c>'
