"""The floors of the house, read from `.importlinter`; `./dev graph` writes them to docs/floors.md."""

import ast
import configparser
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PAGE = ROOT / "docs" / "floors.md"


def read_floors(config: Path = ROOT / ".importlinter") -> dict[str, int]:
    """Chapter → floor, 1 at the ground; chapters on one line share a floor."""
    parser = configparser.ConfigParser()
    parser.read(config, encoding="utf-8")
    lines = [line.strip() for line in parser["importlinter:contract:chapters"]["layers"].splitlines() if line.strip()]
    floors = enumerate(reversed(lines), start=1)
    return {chapter.strip(" ()"): floor for floor, line in floors for chapter in line.split("|")}


def first_line(chapter: str) -> str:
    """What the chapter says about itself."""
    source = ROOT / "masthead" / chapter / "__init__.py"
    text = ast.get_docstring(ast.parse(source.read_text(encoding="utf-8"))) if source.exists() else ""
    return (text or "").split("\n")[0]


def render() -> str:
    """The page: the house from the roof down."""
    floors = read_floors()
    rows = [
        f"| {floor} | `{chapter}` | {first_line(chapter)} |"
        for chapter, floor in sorted(floors.items(), key=lambda pair: (-pair[1], pair[0]))
    ]
    head = (
        "# The floors\n\nWritten by `./dev graph` from `.importlinter`; do not edit. A chapter may import anything below it, "
        "never a neighbour on its floor and never anything above.\n\n| floor | chapter | what it says about itself |\n|---|---|---|\n"
    )
    return head + "\n".join(rows) + "\n"


def main(arguments: list[str]) -> int:
    if "--check" in arguments:
        fresh = PAGE.exists() and PAGE.read_text(encoding="utf-8") == render()
        print("docs/floors.md is current" if fresh else "docs/floors.md is out of date: run ./dev graph")
        return 0 if fresh else 1
    PAGE.parent.mkdir(exist_ok=True)
    PAGE.write_text(render(), encoding="utf-8")
    print(f"wrote {PAGE.relative_to(ROOT)}")
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
