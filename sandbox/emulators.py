"""The emulators beside WeChat's. Each folder of the sandbox with an `emulator.py` that names `EMULATOR` is one; nothing else lists them."""

from __future__ import annotations

import importlib
import pkgutil
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from starlette.routing import BaseRoute, Route

from sandbox.gateway import Platform, endpoint_for
from sandbox.settings import AppIn
from sandbox.world import World

METHODS = ["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD"]


@dataclass(frozen=True)
class Seen:
    """One post as a reader sees it. `comments` are (who, what); `pictures` are addresses below the sandbox; `state` '' = visible."""

    key: str
    title: str
    text: str
    at: float
    pictures: list[str] = field(default_factory=list)
    video: str = ""
    comments: list[tuple[str, str]] = field(default_factory=list)
    state: str = ""
    url: str = ""


class Emulator(Platform, Protocol):
    """What the sandbox needs of an emulator; it lies below `/<name>/`, the calls below `/<name>/{path}`."""

    label: str  # the platform's name, in Chinese

    def posts(self, world: World, app: AppIn) -> list[Seen]:
        """What the account's readers see, newest first; posts under audit too, with their state."""

    def pages(self, world: World) -> list[BaseRoute]:
        """Pages for people (an authorisation page, files) and odd routes, tried before the calls."""

    def tick(self, world: World) -> None:
        """Called some twenty times a second: settle audits, queue callbacks. Cheap when nothing is due."""


def all_emulators() -> list[Emulator]:
    """Every emulator found, by folder name."""
    root = Path(__file__).parent
    names = sorted(found.name for found in pkgutil.iter_modules([str(root)]) if found.ispkg)
    found = [n for n in names if (root / n / "emulator.py").exists()]
    modules = [importlib.import_module(f"sandbox.{name}.emulator") for name in found]
    return [module.EMULATOR for module in modules if hasattr(module, "EMULATOR")]


def routes_of(world: World, emulator: Emulator) -> list[BaseRoute]:
    """Its pages first, then every call."""
    calls = Route(f"/{emulator.name}/{{path:path}}", endpoint_for(world, emulator), methods=METHODS)
    return [*emulator.pages(world), calls]
