"""Plain text to lines."""

import re

from masthead.rulebook.importing.lines import Line, Source

LINE_END = re.compile("\r\n|[\n\r\x0b\x85\u2028\u2029]")
FEW = 12


def read_plain(text: str) -> Source:
    """Lines with blank lines and page breaks remembered."""
    lines: list[Line] = []
    apart = edge = False
    for raw in LINE_END.split(text.replace("\x0c", "\n\x0c")):
        edge = edge or raw.startswith("\x0c")
        bare = raw.strip()
        if not bare:
            apart = True
            continue
        lines.append(Line(bare, apart=apart, edge=edge))
        apart = edge = False
    narrow = is_narrow(lines)
    return Source("txt", lines, wrapped=narrow or is_wrapped(lines), narrow=narrow)


def is_wrapped(lines: list[Line]) -> bool:
    """Are long paragraphs broken at a fixed width? Then many lines end mid-sentence at nearly the same length."""
    lengths = [len(line.text) for line in lines if len(line.text) > FEW and line.text[-1:] not in "。！？；：!?;:"]
    if len(lengths) < 3:
        return False
    widest = sorted(lengths)[-max(1, len(lengths) // 10)]
    return sum(1 for n in lengths if n >= widest * 0.85) >= max(2, len(lengths) // 4)


def is_narrow(lines: list[Line]) -> bool:
    """A column of few characters: no line is longer, and most of those that end mid-sentence fill it."""
    broken = [len(line.text) for line in lines if line.text[-1:] not in "。！？；：!?;:"]
    width = max(broken, default=0)
    full = sum(1 for n in broken if n >= width - 1)
    return (
        width >= FEW - 4 and full >= 4 and full * 5 >= len(broken) * 3 and all(len(x.text) <= width + 1 for x in lines)
    )
