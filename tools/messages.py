"""Compiles the translations (.po → .mo) without gettext, which a bare machine does not have.

python -m tools.messages            compile every catalogue below masthead/locale/
python -m tools.messages --check    say which entries have no translation or lost a placeholder
"""

import ast
import re
import struct
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

LOCALES = Path(__file__).resolve().parents[1] / "masthead" / "locale"
KEYWORD = re.compile(r'^(msgctxt|msgid|msgid_plural|msgstr|msgstr\[(\d+)\])\s+(".*")$')
PLACEHOLDER = re.compile(r"%\(\w+\)[sdr]|%[sd]|\{\w*\}")
MAGIC = 0x950412DE


@dataclass
class Entry:
    """One message; `parts` by keyword."""

    parts: dict[str, str] = field(default_factory=dict)
    fuzzy: bool = False
    references: list[str] = field(default_factory=list)

    @property
    def key(self) -> str:
        """How gettext looks it up."""
        context = f"{self.parts['msgctxt']}\x04" if "msgctxt" in self.parts else ""
        plural = f"\0{self.parts['msgid_plural']}" if "msgid_plural" in self.parts else ""
        return f"{context}{self.parts.get('msgid', '')}{plural}"

    @property
    def singular(self) -> str:
        """The message as the sources write it."""
        return self.parts.get("msgid", "")

    @property
    def text(self) -> str:
        """The translation; plural forms divided by NUL."""
        if "msgstr" in self.parts:
            return self.parts["msgstr"]
        forms = sorted((key for key in self.parts if key.startswith("msgstr[")), key=lambda key: int(key[7:-1]))
        return "\0".join(self.parts[key] for key in forms)

    @property
    def is_translated(self) -> bool:
        """Every form has a text that a translator stands by."""
        return not self.fuzzy and all(self.text.split("\0"))


def read_entries(text: str) -> Iterator[Entry]:
    """The messages of a catalogue, obsolete ones left out."""
    entry, current = Entry(), ""
    for raw in [*text.splitlines(), ""]:
        line = raw.strip()
        keyword = KEYWORD.match(line)
        starts_anew = (
            keyword and keyword[1] in {"msgctxt", "msgid"} and any(k.startswith("msgstr") for k in entry.parts)
        )
        if (not line or starts_anew) and entry.parts:
            yield entry
            entry, current = Entry(), ""
        if line.startswith("#,"):
            entry.fuzzy = "fuzzy" in line
        elif line.startswith("#:"):
            entry.references += line[2:].split()
        elif keyword:
            current = keyword[1]
            entry.parts[current] = ast.literal_eval(keyword[3])
        elif line.startswith('"') and current:
            entry.parts[current] += ast.literal_eval(line)


def quoted(text: str) -> str:
    """A text as a catalogue writes it; one of several lines begins below its keyword."""
    for plain, escaped in (("\\", "\\\\"), ('"', '\\"'), ("\t", "\\t"), ("\n", "\\n")):
        text = text.replace(plain, escaped)
    lines = text.replace("\\n", "\\n\0").strip("\0").split("\0")
    return "\n".join(f'"{line}"' for line in (lines if len(lines) == 1 else ["", *lines]))


def written(entries: Iterable[Entry]) -> str:
    """The catalogue as text; references name files, not lines, so that it changes only when words change."""
    blocks = []
    for entry in entries:
        lines = [f"#: {name}" for name in entry.references] + (["#, fuzzy"] if entry.fuzzy else [])
        lines += [f"{keyword} {quoted(text)}" for keyword, text in entry.parts.items()]
        blocks.append("\n".join(lines) + "\n")
    return "\n".join(blocks)


def compiled(entries: list[Entry]) -> bytes:
    """The binary catalogue: header, sorted keys, texts."""
    pairs = {entry.key: entry.text for entry in entries if entry.text and (not entry.fuzzy or not entry.key)}
    ids, texts, places = b"", b"", []
    for key in sorted(pairs):
        one, other = key.encode(), pairs[key].encode()
        places.append((len(one), len(ids), len(other), len(texts)))
        ids, texts = ids + one + b"\0", texts + other + b"\0"
    keys_at, count = 7 * 4, len(places)
    ids_at = keys_at + 16 * count
    texts_at = ids_at + len(ids)
    table = [n for length, at, _, _ in places for n in (length, ids_at + at)]
    table += [n for _, _, length, at in places for n in (length, texts_at + at)]
    header = struct.pack("<7I", MAGIC, 0, count, keys_at, keys_at + 8 * count, 0, ids_at)
    return header + struct.pack(f"<{len(table)}I", *table) + ids + texts


def placeholders(text: str) -> list[str]:
    """What the program fills in, in an order that words cannot change."""
    return sorted(PLACEHOLDER.findall(text))


def faults(entries: list[Entry]) -> Iterator[str]:
    """Entries without a translation, and translations that lost or invented a placeholder."""
    seen: set[str] = set()
    for entry in entries:
        if not entry.key:
            continue
        if entry.key in seen:
            yield f"twice: {entry.key!r}"
        seen.add(entry.key)
        if not entry.is_translated:
            yield f"not translated: {entry.key!r}"
        elif any(placeholders(form) != placeholders(entry.singular) for form in entry.text.split("\0")):
            yield f"placeholders differ: {entry.key!r} → {entry.text!r}"


def main(arguments: list[str]) -> int:
    problems = 0
    for source in sorted(LOCALES.glob("*/LC_MESSAGES/*.po")):
        entries = list(read_entries(source.read_text(encoding="utf-8")))
        if "--check" in arguments:
            for fault in faults(entries):
                print(f"{source}: {fault}")
                problems += 1
        else:
            source.with_suffix(".mo").write_bytes(compiled(entries))
            print(f"{source.with_suffix('.mo').relative_to(LOCALES.parents[1])}: {len(entries)} messages")
    return 1 if problems else 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
