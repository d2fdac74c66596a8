"""Collects what people read, from Python and templates, into the catalogues; no gettext needed.

python -m tools.extract_messages            merge into masthead/locale/en/LC_MESSAGES/django.po
python -m tools.extract_messages --check    only say whether the catalogue is behind the sources
"""

import ast
import re
import sys
import tomllib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from django.template.base import Lexer, Token, TokenType
from django.utils.text import smart_split
from django.utils.translation import trim_whitespace

from tools.messages import LOCALES, Entry, read_entries, written

ROOT = Path(__file__).resolve().parents[1]
CATALOGUE = LOCALES / "en" / "LC_MESSAGES" / "django.po"
FUNCTIONS = {  # which arguments are the context, the message and its plural
    "gettext": (None, 0, None),
    "gettext_lazy": (None, 0, None),
    "gettext_noop": (None, 0, None),
    "ngettext": (None, 0, 1),
    "ngettext_lazy": (None, 0, 1),
    "pgettext": (0, 1, None),
    "pgettext_lazy": (0, 1, None),
    "npgettext": (0, 1, 2),
    "npgettext_lazy": (0, 1, 2),
}
HOME = "django.utils.translation"
QUOTED = re.compile(r"""^(?P<quote>["'])(?P<text>.*?)(?P=quote)""", re.DOTALL)
UNDERSCORED = re.compile(r"""\b_\((?P<quote>["'])(?P<text>.*?)(?P=quote)\)""", re.DOTALL)
CHINESE = re.compile(r"[\u3400-\u9fff]")
SCRIPT_WORDS = re.compile(r"//[^\n]*|/\*.*?\*/|(?P<text>`[^`]*`|\"[^\"\n]*\"|'[^'\n]*')", re.DOTALL)


@dataclass(frozen=True, order=True)
class Message:
    """What is looked up: the text, its context and its plural."""

    text: str
    plural: str = ""
    context: str = ""


@dataclass
class Block:
    """A {% blocktranslate %} being read."""

    trimmed: bool
    context: str
    parts: list[str]
    plural: list[str] | None = None

    def add(self, piece: str) -> None:
        """One piece of text to the form that is being read."""
        (self.parts if self.plural is None else self.plural).append(piece)

    def message(self) -> Message:
        """As BlockTranslateNode looks it up."""
        forms = ["".join(part) for part in (self.parts, self.plural or [])]
        text, plural = [trim_whitespace(form) for form in forms] if self.trimmed else forms
        return Message(text, plural, self.context)


def source_files() -> Iterator[Path]:
    """Python and templates of the product; tests and what Django wrote show nothing to anybody."""
    for file in sorted((ROOT / "masthead").rglob("*")):
        if file.suffix in READERS and not {"tests", "migrations", "node_modules"} & set(file.parts):
            yield file


def names_of_gettext(tree: ast.Module) -> dict[str, str]:
    """Local name → function of django.utils.translation, aliases included."""
    return {
        name.asname or name.name: name.name
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and node.module == HOME
        for name in node.names
        if name.name in FUNCTIONS
    }


def literal(node: ast.expr) -> str | None:
    """The text of a literal, also of two that are added."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add):
        left, right = literal(node.left), literal(node.right)
        return left + right if left is not None and right is not None else None
    return None


def python_messages(source: str) -> Iterator[Message]:
    """Every call of a gettext function with literal arguments."""
    tree = ast.parse(source)
    names = names_of_gettext(tree)
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call):
            continue
        if isinstance(node.func, ast.Name):
            function = names.get(node.func.id, "")
        else:
            function = node.func.attr if isinstance(node.func, ast.Attribute) else ""
        if function not in FUNCTIONS:
            continue
        places = FUNCTIONS[function]
        texts = [literal(node.args[at]) if at is not None and at < len(node.args) else "" for at in places]
        context, text, plural = texts
        if text and context is not None and plural is not None:
            yield Message(text, plural, context)


def unquoted(text: str) -> str:
    """The literal at the beginning, or nothing."""
    found = QUOTED.match(text)
    return found["text"] if found else ""


def context_of(words: list[str]) -> str:
    """What follows `context` in a tag."""
    return unquoted(words[words.index("context") + 1]) if "context" in words[:-1] else ""


def template_messages(source: str) -> Iterator[Message]:
    """Every {% translate %}, {% blocktranslate %} and _("…") of a template, as Django will look it up."""
    block: Block | None = None
    for token in Lexer(source).tokenize():
        words = list(smart_split(token.contents)) if token.token_type == TokenType.BLOCK else []
        name = words[0] if words else ""
        if block is not None:
            if name in {"endblocktranslate", "endblocktrans"}:
                yield block.message()
                block = None
            elif name == "plural":
                block.plural = []
            else:
                block.add(piece_of(token))
        elif name in {"blocktranslate", "blocktrans"}:
            block = Block("trimmed" in words, context_of(words), [])
        else:
            yield from inline_messages(token, words)


def piece_of(token: Token) -> str:
    """A piece inside a block: text with its percent signs doubled, or a placeholder."""
    if token.token_type == TokenType.VAR:
        return f"%({token.contents})s"
    return str(token.contents).replace("%", "%%") if token.token_type == TokenType.TEXT else ""


def inline_messages(token: Token, words: list[str]) -> Iterator[Message]:
    """Messages of one tag or variable outside of blocks."""
    if token.token_type not in {TokenType.BLOCK, TokenType.VAR}:
        return
    if words[:1] in (["translate"], ["trans"]) and len(words) > 1 and unquoted(words[1]):
        yield Message(unquoted(words[1]).replace("%", "%%"), "", context_of(words))
    for found in UNDERSCORED.finditer(token.contents):
        yield Message(found["text"].replace("%", "%%"))


def table_messages(source: str) -> Iterator[Message]:
    """Every Chinese value of a table that we ship (platform names, limits, reasons); it is translated when it is shown."""
    waiting: list[object] = [tomllib.loads(source)]
    while waiting:
        value = waiting.pop()
        if isinstance(value, str) and CHINESE.search(value):
            yield Message(value)
        elif isinstance(value, (dict, list)):
            waiting += value.values() if isinstance(value, dict) else value


def collect() -> dict[Message, set[str]]:
    """Every message with the files that say it."""
    found: dict[Message, set[str]] = {}
    for file in source_files():
        for message in READERS[file.suffix](file.read_text(encoding="utf-8")):
            found.setdefault(message, set()).add(str(file.relative_to(ROOT)))
    return found


def words_in_scripts() -> Iterator[str]:
    """Chinese in our JavaScript: it belongs into data attributes, where it can be translated."""
    for file in sorted((ROOT / "masthead").glob("*/assets/**/*.js")):
        for match in SCRIPT_WORDS.finditer(file.read_text(encoding="utf-8")):
            if match["text"] and CHINESE.search(match["text"]):
                yield f"{file.relative_to(ROOT)}: {match['text']}"


READERS: dict[str, Callable[[str], Iterator[Message]]] = {
    ".py": python_messages,
    ".html": template_messages,
    ".txt": template_messages,
    ".toml": table_messages,
}


def entry_for(message: Message, files: Iterable[str], known: dict[str, Entry]) -> Entry:
    """The message with the translation that it had."""
    parts = {"msgctxt": message.context} if message.context else {}
    parts["msgid"] = message.text
    forms = ["msgstr"]
    if message.plural:
        parts["msgid_plural"], forms = message.plural, ["msgstr[0]", "msgstr[1]"]
    entry = Entry(parts=parts, references=sorted(files))
    had = known.get(entry.key)
    for form in forms:
        parts[form] = had.parts.get(form, "") if had else ""
    entry.fuzzy = had.fuzzy if had else False
    return entry


def merged(text: str, found: dict[Message, set[str]]) -> str:
    """The catalogue with what the sources say now: translations stay, what nobody says any more goes."""
    known = {entry.key: entry for entry in read_entries(text)}
    header = known.get("") or Entry(parts={"msgid": "", "msgstr": "Content-Type: text/plain; charset=UTF-8\n"})
    entries = [entry_for(message, found[message], known) for message in sorted(found)]
    return written([header, *entries])


def main(arguments: list[str]) -> int:
    found = collect()
    before = CATALOGUE.read_text(encoding="utf-8") if CATALOGUE.exists() else ""
    after = merged(before, found)
    for words in words_in_scripts():
        print(f"in a script: {words}")
    if "--check" in arguments:
        print("up to date" if before == after else "behind the sources: python -m tools.extract_messages")
        return 0 if before == after else 1
    CATALOGUE.parent.mkdir(parents=True, exist_ok=True)
    CATALOGUE.write_text(after, encoding="utf-8")
    missing = sum(1 for entry in read_entries(after) if entry.key and not entry.is_translated)
    print(f"{CATALOGUE.relative_to(ROOT)}: {len(found)} messages, {missing} without a translation")
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
