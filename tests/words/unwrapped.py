"""Chinese in templates that no tag translates."""

import re

from django.template.base import Lexer, TokenType

from tools.extract_messages import CHINESE, ROOT, UNDERSCORED, source_files

BLOCKS = {"blocktranslate", "blocktrans", "comment"}
SPECIMENS = "masthead/web/templates/web/gallery/"  # the demo company's own texts, shown to developers
FOREIGN = re.compile(r"<(\w+)\b[^<>]*\slang=\"[^\"]+\"[^<>]*>[^<]*</\1>")


def unwrapped() -> list[str]:
    """File and text of each."""
    found = []
    for file in source_files():
        name = str(file.relative_to(ROOT))
        if file.suffix == ".html" and not name.startswith(SPECIMENS):
            found += [f"{name}: {text}" for text in bare(FOREIGN.sub("", file.read_text(encoding="utf-8")))]
    return found


def bare(source: str) -> list[str]:
    """The pieces of one template."""
    found, inside = [], False
    for token in Lexer(source).tokenize():
        word = token.contents.split(" ")[0] if token.token_type == TokenType.BLOCK else ""
        if word in BLOCKS:
            inside = True
        elif word.removeprefix("end") in BLOCKS:
            inside = False
        elif not inside and token.token_type != TokenType.COMMENT:
            rest = UNDERSCORED.sub("", token.contents)
            rest = re.sub(r'"[^"]*"', "", rest, count=1) if word in {"translate", "trans"} else rest
            found += [rest.strip()[:80]] if CHINESE.search(rest) else []
    return found
