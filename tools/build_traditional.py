"""Writes masthead/compliance/data/traditional.txt: traditional characters and the simplified ones they stand for, from zhconv's table.

    python -m tools.build_traditional

Characters of the simplified standard set (GB 2312) stay what they are: 著, 乾 and 於 are written in simplified texts, too.
"""

from pathlib import Path

from zhconv.zhconv import getdict

TARGET = Path(__file__).parent.parent / "masthead/compliance/data/traditional.txt"


def is_standard(character: str) -> bool:
    try:
        character.encode("gb2312")
    except UnicodeEncodeError:
        return False
    return True


def main() -> None:
    pairs = getdict("zh-cn")
    singles = sorted((a, b) for a, b in pairs.items() if len(a) == 1 == len(b) and not is_standard(a))
    TARGET.write_text("".join(f"{a}{b}\n" for a, b in singles), encoding="utf-8")
    print(f"{len(singles)} characters")


if __name__ == "__main__":
    main()
