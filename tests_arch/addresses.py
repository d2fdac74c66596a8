"""The URL map, flattened."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver


@dataclass(frozen=True)
class Address:
    """One address: its name with namespaces, its route, its view."""

    name: str
    route: str
    view: Callable[..., Any]

    @property
    def home(self) -> str:
        """Where the view is written."""
        return f"{self.view.__module__}.{getattr(self.view, '__name__', type(self.view).__name__)}"


def walk(resolver: URLResolver | None = None, route: str = "", space: str = "") -> Iterator[Address]:
    """Every address of the house."""
    for entry in (resolver or get_resolver()).url_patterns:
        here = f"{route}{entry.pattern}"
        if isinstance(entry, URLResolver):
            yield from walk(entry, here, f"{space}{entry.namespace}:" if entry.namespace else space)
        elif doors := getattr(entry.callback, "masthead_doors", None):  # one address of the API, a view a method
            yield from (Address(f"{space}{door.name}", here, door.function) for door in doors)
        elif isinstance(entry, URLPattern):
            yield Address(f"{space}{entry.name}" if entry.name else "", here, entry.callback)


def names() -> set[str]:
    """Names that `reverse` knows."""
    return {address.name for address in walk() if address.name}
