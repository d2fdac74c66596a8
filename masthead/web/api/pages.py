"""The description as the reference page shows it: chapters, doors, fields."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from masthead.core.permissions import CAPABILITIES


@dataclass(frozen=True)
class Field:
    name: str
    kind: str
    required: bool


@dataclass(frozen=True)
class Door:
    name: str
    method: str
    path: str
    summary: str
    access: str
    parameters: list[Field]
    body: list[Field]
    answer: list[Field]
    statuses: list[str]


@dataclass(frozen=True)
class Chapter:
    name: str
    doors: list[Door] = field(default_factory=list)


def chapters_of(document: dict[str, Any]) -> list[Chapter]:
    """Doors by chapter, in the order of the description."""
    found: dict[str, Chapter] = {}
    for path, methods in document["paths"].items():
        for method, one in methods.items():
            name = one["tags"][0]
            found.setdefault(name, Chapter(name)).doors.append(_door(document, path, method, one))
    return list(found.values())


def _door(document: dict[str, Any], path: str, method: str, one: dict[str, Any]) -> Door:
    good = next(status for status in one["responses"] if status.startswith("2"))
    known = CAPABILITIES.get(one["x-capability"])
    return Door(
        name=one["operationId"],
        method=method.upper(),
        path=path,
        summary=one["summary"],
        access=str(known.label) if known else _("任何成员的密钥"),
        parameters=[Field(p["name"], _kind(document, p["schema"]), bool(p.get("required"))) for p in one["parameters"]],
        body=_fields(document, one.get("requestBody")),
        answer=_fields(document, one["responses"][good]),
        statuses=sorted(one["responses"]),
    )


def _resolved(document: dict[str, Any], schema: dict[str, Any]) -> dict[str, Any]:
    if "$ref" in schema:
        name = schema["$ref"].rsplit("/", 1)[-1]
        return dict(document["components"]["schemas"][name])
    return schema


def _fields(document: dict[str, Any], holder: dict[str, Any] | None) -> list[Field]:
    shapes = [c["schema"] for c in (holder or {}).get("content", {}).values() if "schema" in c]
    if not shapes:
        return []
    return list(_listed(document, _resolved(document, shapes[0]), "", levels=2))


def _listed(document: dict[str, Any], schema: dict[str, Any], before: str, *, levels: int) -> Iterator[Field]:
    """Fields of a shape, those of the shapes inside it below them as `items[].title`."""
    needed = set(schema.get("required", []))
    for name, one in schema.get("properties", {}).items():
        many = one.get("type") == "array"
        inner = _resolved(document, one.get("items", {}) if many else one)
        opened = levels > 1 and "properties" in inner
        if many or not opened:
            yield Field(f"{before}{name}", _kind(document, one), name in needed)
        if opened:
            yield from _listed(document, inner, f"{before}{name}{'[]' if many else ''}.", levels=levels - 1)


def _kind(document: dict[str, Any], schema: dict[str, Any]) -> str:
    """A field's kind in one line: string(≤120), integer[], A | B …"""
    if options := schema.get("anyOf") or schema.get("allOf"):
        return " | ".join(_kind(document, option) for option in options)
    if "$ref" in schema:
        inner = _resolved(document, schema)
        return (
            " / ".join(map(str, inner["enum"]))
            if "enum" in inner
            else schema["$ref"].rsplit("/", 1)[-1].removesuffix("Out")
        )
    if schema.get("type") == "array":
        return f"{_kind(document, schema.get('items', {})).removesuffix('Out')}[]"
    kind = str(schema.get("format") or schema.get("type") or "any")
    bounds = [f"≤{schema[n]}" for n in ("maxLength", "maximum", "maxItems") if n in schema and schema[n] < 2**53]
    return f"{kind} {' '.join(bounds)}".strip()
