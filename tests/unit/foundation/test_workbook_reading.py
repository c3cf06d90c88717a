"""Holds how workbooks are read: as people write them, and whatever else is sent instead."""

import io
import zipfile

import pytest

from portal.foundation.errors import Invalid
from portal.foundation.workbook_reading import as_lines, read_xlsx
from portal.foundation.workbooks import write_xlsx

MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
LINKS = "http://schemas.openxmlformats.org/package/2006/relationships"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def book(sheet: str, **others: str) -> bytes:
    """Return a workbook as spreadsheets write it: shared texts, styles, a sheet of another name."""
    parts = {
        "xl/workbook.xml": f'<workbook {MAIN} xmlns:r="{OFFICE}"><workbookPr/>'
        '<sheets><sheet name="A" sheetId="4" r:id="rId7"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{LINKS}">'
        '<Relationship Id="rId7" Target="worksheets/sheet4.xml"/></Relationships>',
        "xl/sharedStrings.xml": f"<sst {MAIN}><si><t>Überschrift</t></si>"
        "<si><r><t>Rosen</t></r><r><t> blühen</t></r><rPh><t>x</t></rPh></si></sst>",
        "xl/styles.xml": f'<styleSheet {MAIN}><numFmts><numFmt numFmtId="170" '
        'formatCode="dd\\.mm\\.yyyy"/><numFmt numFmtId="171" formatCode="0.00&quot;days&quot;"/>'
        '</numFmts><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="170"/>'
        '<xf numFmtId="171"/><xf numFmtId="20"/></cellXfs></styleSheet>',
        "xl/worksheets/sheet4.xml": f"<worksheet {MAIN}><sheetData>{sheet}</sheetData></worksheet>",
    }
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as made:
        for name, part in (parts | others).items():
            made.writestr(name, part)
    return target.getvalue()


def read(data: bytes) -> list[list[str]]:
    return read_xlsx(data, most_rows=20, most_columns=10)


def test_what_is_written_is_read_again() -> None:
    rows = [["Nummer", "Text"], ["0006", 'zwei\nZeilen, "so"'], ["0034", "=1+1"]]
    with write_xlsx("Werte", rows) as file:
        assert read(file.read()) == rows


def test_cells_of_spreadsheets_are_read_as_they_show() -> None:
    sheet = (
        '<row r="1"><c r="A1" t="s"><v>0</v></c><c r="C1" t="s"><v>1</v></c></row>'
        '<row r="3"><c r="A3"><v>2.9900000000000002</v></c><c r="B3" s="1"><v>46522</v></c>'
        '<c r="C3" s="2"><v>46522</v></c><c r="D3" s="3"><v>7</v></c>'
        '<c r="E3" s="4"><v>0.4375</v></c><c r="F3" t="str"><f>A1</f><v>ab</v></c>'
        '<c r="G3" s="2"><v>46522.4375</v></c></row>'
    )
    assert read(book(sheet)) == [
        ["Überschrift", "", "Rosen blühen"],
        [],
        ["2.99", "2027-05-15", "2027-05-15", "7", "10:30", "ab", "2027-05-15 10:30"],
    ]


def test_only_so_much_of_a_sheet_is_read() -> None:
    rows = "".join(
        f'<row r="{n}"><c r="A{n}"><v>{n}</v></c><c r="Z{n}"><v>1</v></c></row>'
        for n in (1, 20, 21, 900_000)
    )
    found = read(book(rows))
    assert (len(found), found[0], found[19]) == (20, ["1"], ["20"])


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"PK\x03\x04 and nothing more",
        book('<row r="0"><c r="A1"><v>1</v></c></row>'),
        book('<row r="1"><c r="1A"><v>1</v></c></row>'),
        book('<row r="1"><c r="A1" t="s"><v>99</v></c></row>'),
        book('<row r="1"><c r="A1" s="1"><v>1e300</v></c></row>'),
        book("", **{"xl/workbook.xml": "<workbook>"}),
        book("", **{"xl/workbook.xml": '<!DOCTYPE a [<!ENTITY b "c">]><workbook>&b;</workbook>'}),
        book("", **{"xl/sharedStrings.xml": "<sst>" + " " * 17_000_000 + "</sst>"}),
    ],
)
def test_anything_else_is_refused(data: bytes) -> None:
    with pytest.raises(Invalid):
        read(data)


def test_lines_are_what_spreadsheets_copy() -> None:
    assert as_lines([["a\tb", 'c"d'], ["e", ""]]) == '"a\tb"\t"c""d"\ne\t'
