"""The one kind of registry: a typed dict that refuses duplicates and knows where each entry came from."""

import sys
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Generic, TypeVar

T = TypeVar("T")


@dataclass(frozen=True)
class Origin:
    """File and line of a registration, shown under `/_map/`."""

    module: str
    line: int


class Registry(Generic[T]):
    """Named entries, filled while apps load. Asking for an unknown name raises KeyError that lists what is known."""

    all: "list[Registry[object]]" = []

    def __init__(self, name: str) -> None:
        self.name = name
        self._entries: dict[str, T] = {}
        self._origins: dict[str, Origin] = {}
        Registry.all.append(self)  # type: ignore[arg-type]

    def add(self, key: str, entry: T, *, depth: int = 2) -> T:
        """Register once. `depth` is how many frames up the registering module stands. Raises ValueError on a duplicate."""
        if key in self._entries:
            raise ValueError(f"{self.name}: «{key}» is registered already in {self._origins[key].module}")
        frame = sys._getframe(depth)  # noqa: SLF001  the registering line is what /_map/ shows
        self._entries[key] = entry
        self._origins[key] = Origin(frame.f_globals.get("__name__", "?"), frame.f_lineno)
        return entry

    def __getitem__(self, key: str) -> T:
        try:
            return self._entries[key]
        except KeyError:
            raise KeyError(
                f"{self.name}: nothing registered as «{key}»; known: {', '.join(sorted(self._entries))}"
            ) from None

    def __contains__(self, key: object) -> bool:
        return key in self._entries

    def __iter__(self) -> Iterator[str]:
        return iter(self._entries)

    def __len__(self) -> int:
        return len(self._entries)

    def items(self) -> list[tuple[str, T]]:
        return list(self._entries.items())

    def values(self) -> list[T]:
        return list(self._entries.values())

    def get(self, key: str) -> T | None:
        return self._entries.get(key)

    def origin(self, key: str) -> Origin:
        return self._origins[key]
