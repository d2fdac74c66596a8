"""Ugly texts with the places that a careful person reads in them: `tests/ugly/`, one document a file, what is expected below a line of equals signs.

`# number|title` chapter, `## number|title` section, `- number|text` clause, `! text` furniture that must be named, `? reason` a doubt that must
be raised. Every plain text is read again with Windows line ends, in GB 18030, and with stray spaces, to the same result.
"""

from pathlib import Path
from typing import Any

import pytest

from masthead.rulebook.importing.tests.conftest import furniture, reading, reasons

FILES = sorted((Path(__file__).parent / "ugly").iterdir())


def _expected(rows: list[str]) -> tuple[list[Any], list[str], list[str]]:
    chapters: list[Any] = []
    named: list[str] = []
    doubts: list[str] = []
    for row in rows:
        sign, _space, rest = (row[:2], "", row[2:].strip()) if row.startswith("##") else row.partition(" ")
        sign, rest = ("#", row[1:].strip()) if row.startswith("#") and not row.startswith("##") else (sign, rest)
        number, _bar, text = rest.replace("\\n", "\n").replace("\\t", "\t").partition("|")
        if sign == "#":
            chapters.append((number, text, []))
        elif sign == "##":
            chapters[-1][2].append((number, text, []))
        elif sign == "-":
            chapters[-1][2][-1][2].append((number, text))
        else:
            (named if sign == "!" else doubts).append(number)
    return chapters, named, doubts


def _read(found: Any) -> list[Any]:
    return [
        (
            c["number"],
            c["title"],
            [(s["number"], s["title"], [(k["number"], k["text"]) for k in s["clauses"]]) for s in c["sections"]],
        )
        for c in found.as_json()["chapters"]
    ]


def _document(path: Path) -> tuple[str, list[str]]:
    document, _line, rest = path.read_text(encoding="utf-8").partition("\n====\n")
    return document, [row for row in rest.split("\n") if row]


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_an_ugly_text_is_read_as_a_careful_person_reads_it(path):
    document, rows = _document(path)
    chapters, named, doubts = _expected(rows)
    found = reading(document, path.name)

    assert _read(found) == chapters
    assert [text for text in named if text not in furniture(found)] == []
    assert [reason for reason in doubts if reason not in reasons(found)] == []


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_line_ends_encodings_and_stray_spaces_change_nothing(path):
    document, rows = _document(path)
    windows = document.replace("\n", "\r\n")
    spaced = "\n".join(f"{row}  " for row in document.split("\n"))

    for data in (b"\xef\xbb\xbf" + windows.encode(), windows.encode("gb18030"), spaced.encode()):
        assert _read(reading(data, path.name)) == _expected(rows)[0]
