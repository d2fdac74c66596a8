"""Tables as files: reading xlsx and csv that strangers made, writing xlsx that Excel takes for text and never for formulas."""

import csv
import datetime as dt
import io
import re
import zipfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

import xlsxwriter  # type: ignore[import-untyped]
from django.utils.translation import gettext as _
from python_calamine import CalamineError, CalamineWorkbook

from masthead.core.errors import BadInput
from masthead.core.files import texts
from masthead.core.files.inspection import inspect
from masthead.core.files.uses import MEGABYTE, TEXT, XLSX, FileUse

TABLE = FileUse(
    "org.table", "", types=frozenset({XLSX, TEXT}), most_bytes=10 * MEGABYTE, may_read=lambda _user, _file: False
)
"""Read once and not kept: no `may_read` ever lets anybody."""
MOST_ROWS, MOST_COLUMNS, MOST_CELL = 10_000, 40, 500
FORMULA = re.compile(r'<(?:\w+:)?c\b[^>]*?\br="([A-Z]{1,3}\d{1,7})"[^>]*>\s*<(?:\w+:)?f[\s/>]')
EXCEL_EPOCH = dt.date(1899, 12, 30)
FIRST_SERIAL, LAST_SERIAL = 20_000, 80_000  # 1954 to 2119: a date that lost its format


@dataclass
class Table:
    """Rows of cells as Python values, trailing blanks cut off. `formulas` and `merged` are (row, column) counted from 0."""

    rows: list[list[Any]]
    formulas: set[tuple[int, int]] = field(default_factory=set)
    merged: set[tuple[int, int]] = field(default_factory=set)


def read_table(data: bytes, name: str) -> Table:
    """The first sheet of a workbook, or a csv in UTF-8, GB18030 or UTF-16. Raises BadInput with what to do next."""
    found = inspect(data, name, TABLE)
    table = _from_workbook(data, name) if found.mime == XLSX else _from_text(data)
    table.rows = [_trimmed(row) for row in table.rows]
    while table.rows and not table.rows[-1]:
        table.rows.pop()
    if len(table.rows) > MOST_ROWS + 1:
        raise _too_large()
    if any(len(row) > MOST_COLUMNS for row in table.rows):
        raise _too_large()
    return table


def plain(value: Any) -> str:
    """A cell as text: whole numbers without a point, dates as 2026-11-26, hidden blanks removed."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return _("是") if value else _("否")
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, dt.datetime):
        return f"{value:%Y-%m-%d}"
    text = str(value).replace("\u00a0", " ").replace("\u3000", " ")
    return re.sub("[\u200b-\u200f\u202a-\u202e\ufeff]", "", text).strip()[: MOST_CELL + 1]


def as_date(value: Any) -> dt.date | None:
    """A date however Excel kept it: a date, a moment, a bare number, or text. Raises ValueError for anything else."""
    if isinstance(value, dt.datetime):
        return value.date()
    if isinstance(value, dt.date):
        return value
    if isinstance(value, int | float) and not isinstance(value, bool):
        return _from_serial(float(value))
    text = plain(value)
    if not text:
        return None
    if re.fullmatch(r"\d{5}(\.\d+)?", text):
        return _from_serial(float(text))
    digits = re.fullmatch(r"(\d{4})\D{0,2}?(\d{1,2})\D(\d{1,2})\D?|(\d{4})(\d{2})(\d{2})", text)
    if digits is None:
        raise ValueError(text)
    return dt.date(*(int(part) for part in digits.groups() if part))


def looks_like_formula(text: str) -> bool:
    """Would a spreadsheet take this text for a formula when it is exported again? A number with a sign is none."""
    return text[:1] in ("=", "+", "-", "@", "\t", "\r") and not re.fullmatch(r"[+-][\d\- ]*", text)


def write_table(
    title: str, heading: Sequence[str], rows: Iterable[Sequence[Any]], *, notes: Sequence[str] = ()
) -> bytes:
    """A workbook with one sheet (and one of notes): texts stay texts, the heading stays in view."""
    target = io.BytesIO()
    book = xlsxwriter.Workbook(
        target, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    )
    bold = book.add_format({"bold": True, "bg_color": "#E9EDF8", "border": 1, "border_color": "#CFC9BE"})
    day, text = book.add_format({"num_format": "yyyy-mm-dd"}), book.add_format({"num_format": "@"})
    sheet = book.add_worksheet(title[:31])
    widths = [len(name) for name in heading]
    sheet.write_row(0, 0, heading, bold)
    for number, row in enumerate(rows, 1):
        for column, value in enumerate(row):
            widths[column] = min(max(widths[column], len(str(value))), 40)
            if isinstance(value, dt.date):
                sheet.write_datetime(number, column, dt.datetime.combine(value, dt.time()), day)
            else:
                sheet.write_string(number, column, str(value), text)
    for column, width in enumerate(widths):
        sheet.set_column(column, column, 2 * width + 3, text)
    sheet.freeze_panes(1, 0)
    if notes:
        leaf = book.add_worksheet(_("填写说明"))
        leaf.set_column(0, 0, 90)
        leaf.write_column(0, 0, list(notes), text)
    book.close()
    return target.getvalue()


def _from_workbook(data: bytes, name: str) -> Table:
    try:
        with CalamineWorkbook.from_filelike(io.BytesIO(data)) as book:
            sheet = book.get_sheet_by_index(0)
            if sheet.total_height > MOST_ROWS * 20 or sheet.total_width > MOST_COLUMNS * 20:
                raise _too_large()
            rows = sheet.to_python(skip_empty_area=False)
            merged = {
                (row, column)
                for (top, left), (bottom, right) in sheet.merged_cell_ranges or []
                for row in range(top, min(bottom, MOST_ROWS) + 1)
                for column in range(left, min(right, MOST_COLUMNS) + 1)
            }
    except (CalamineError, IndexError, ValueError, OSError) as error:
        raise BadInput(
            _("文件「%(name)s」打不开。") % {"name": name[:80]},
            code="table_broken",
            advice=_("请用 Excel 或 WPS 另存为 .xlsx 后再上传。"),
        ) from error
    return Table(rows, _formulas_in(data), merged)


def _formulas_in(data: bytes) -> set[tuple[int, int]]:
    """Cells of the first sheet that hold a formula: the reader gives only what was last computed, which nobody checked."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        names = sorted(n for n in archive.namelist() if re.fullmatch(r"xl/worksheets/sheet\d+\.xml", n))
        if not names:
            return set()
        text = archive.read(min(names, key=lambda n: int(re.sub(r"\D", "", n)))).decode("utf-8", "replace")
    return {_address(found) for found in FORMULA.findall(text)}


def _address(name: str) -> tuple[int, int]:
    """B3 → (2, 1)."""
    column = 0
    for letter in re.sub(r"\d", "", name):
        column = column * 26 + ord(letter) - 64
    return int(re.sub(r"\D", "", name)) - 1, column - 1


def _from_text(data: bytes) -> Table:
    text = texts.decoded(data) or ""
    first = text.partition("\n")[0]
    delimiter = max(("\t", ";", ","), key=first.count)
    try:
        rows: list[list[Any]] = []
        for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter):
            rows.append(list(row))
            if len(rows) > MOST_ROWS + 1 and any(row):
                raise _too_large()
    except csv.Error as error:
        raise BadInput(
            _("CSV 格式不对：%(why)s。") % {"why": error},
            code="table_broken",
            advice=_("请检查引号是否成对，或另存为 .xlsx。"),
        ) from error
    return Table(rows)


def _trimmed(row: Sequence[Any]) -> list[Any]:
    cells = list(row)
    while cells and not plain(cells[-1]):
        cells.pop()
    return cells


def _from_serial(number: float) -> dt.date:
    if not FIRST_SERIAL <= number <= LAST_SERIAL:
        raise ValueError(number)
    return EXCEL_EPOCH + dt.timedelta(days=int(number))


def _too_large() -> BadInput:
    return BadInput(
        _("表格过大：最多 %(rows)d 行、%(columns)d 列。") % {"rows": MOST_ROWS, "columns": MOST_COLUMNS},
        code="table_too_large",
        advice=_("请拆成几个文件，或删除多余的空行空列后再上传。"),
    )
