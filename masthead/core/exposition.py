"""Figures for monitoring in the text format that Prometheus and OpenMetrics scrapers read (version 0.0.4). No state, no library."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"
Value = float | int


@dataclass(frozen=True)
class Gauge:
    """One figure that goes up and down; `samples` = [(labels, value)]."""

    name: str
    told: str
    samples: Sequence[tuple[Mapping[str, str], Value]] = ()


def gauge(name: str, told: str, value: Value) -> Gauge:
    """A figure without labels."""
    return Gauge(name, told, [({}, value)])


def exposed(gauges: Iterable[Gauge]) -> str:
    """All of them as one document."""
    return "".join(line + "\n" for one in gauges for line in _lines(one))


def _lines(one: Gauge) -> Iterator[str]:
    yield f"# HELP {one.name} {_escaped(one.told)}"
    yield f"# TYPE {one.name} gauge"
    for labels, value in one.samples:
        told = ",".join(f'{name}="{_escaped(text, quotes=True)}"' for name, text in sorted(labels.items()))
        yield f"{one.name}{{{told}}} {value}" if told else f"{one.name} {value}"


def _escaped(text: str, *, quotes: bool = False) -> str:
    text = text.replace("\\", "\\\\").replace("\n", "\\n")
    return text.replace('"', '\\"') if quotes else text
