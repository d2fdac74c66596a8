"""`/_map/`: every registry with its entries, file and line; every address with the access it declares."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, URLResolver, get_resolver

from masthead.core.permissions import Access, requires
from masthead.core.registry import Origin, Registry


@dataclass(frozen=True)
class Row:
    key: str
    origin: Origin


@dataclass(frozen=True)
class Address:
    """One address: its pattern, its name, and what it demands (None = nothing declared: the architecture tests forbid it)."""

    pattern: str
    name: str
    access: Access | None


def addresses(resolver: URLResolver | None = None, prefix: str = "", space: str = "") -> list[Address]:
    """Every address of the project, in order of the URL map."""
    found: list[Address] = []
    for entry in (resolver or get_resolver()).url_patterns:
        pattern = f"{prefix}{entry.pattern}"
        if isinstance(entry, URLResolver):
            inner = f"{space}{entry.namespace}:" if entry.namespace else space
            found += addresses(entry, pattern, inner)
        elif isinstance(entry, URLPattern):
            access: Any = getattr(entry.callback, "masthead_access", None)
            found.append(Address(pattern, f"{space}{entry.name or ''}", access))
    return found


@requires("web.map")
def house(request: HttpRequest) -> HttpResponse:
    """The map of the house, for those who build and keep it."""
    registries = [(r.name, [Row(key, r.origin(key)) for key in r]) for r in sorted(Registry.all, key=lambda r: r.name)]
    return render(request, "web/house.html", {"registries": registries, "addresses": addresses()})
