"""What a reading says, short enough to compare."""

from typing import Any

from masthead.rulebook.importing.reading import Reading, read


def reading(text: str | bytes, name: str = "制度.txt") -> Reading:
    """The text read; nothing of it may be lost."""
    found = read(text.encode() if isinstance(text, str) else text, name)
    assert found.lost == ""
    return found


def outline(found: Reading) -> list[Any]:
    """[number title, [section, clause, clause …] …] for each chapter."""
    return [
        [
            f"{c['number']} {c['title']}".strip(),
            *([f"{s['number']} {s['title']}".strip(), *(k["number"] for k in s["clauses"])] for s in c["sections"]),
        ]
        for c in found.as_json()["chapters"]
    ]


def tree(found: Reading) -> list[Any]:
    """As the outline, with the text of every clause."""
    return [
        [
            f"{c['number']} {c['title']}".strip(),
            *(
                [f"{s['number']} {s['title']}".strip(), *(f"{k['number']} {k['text']}" for k in s["clauses"])]
                for s in c["sections"]
            ),
        ]
        for c in found.as_json()["chapters"]
    ]


def clauses(found: Reading) -> dict[str, str]:
    return {k["number"]: k["text"] for c in found.as_json()["chapters"] for s in c["sections"] for k in s["clauses"]}


def furniture(found: Reading) -> list[str]:
    return [f["text"] for f in found.as_json()["furniture"]]


def reasons(found: Reading) -> str:
    return "；".join(d["reason"] for d in found.as_json()["doubtful"])
