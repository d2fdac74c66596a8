"""Which files the rules read. Only what git would keep: no build results, no data, no packages."""

import ast
import functools
import subprocess
from pathlib import Path

from tests_arch.findings import ROOT


@functools.cache
def project_files() -> tuple[str, ...]:
    """Paths of the project, kept or about to be."""
    listing = subprocess.run(
        ["git", "ls-files", "-co", "--exclude-standard"], cwd=ROOT, capture_output=True, text=True, check=True
    )
    return tuple(sorted(name for name in listing.stdout.splitlines() if (ROOT / name).is_file()))


@functools.cache
def text(name: str) -> str:
    """The file's text."""
    return (ROOT / name).read_text(encoding="utf-8")


@functools.cache
def tree(name: str) -> ast.Module:
    """The file's syntax tree."""
    return ast.parse(text(name), filename=name)


def python_files(*roots: str) -> list[str]:
    """Python files below these roots."""
    return [name for name in project_files() if name.endswith(".py") and name.startswith(roots)]


def templates() -> list[str]:
    """Templates of the house and of the sandbox."""
    return [name for name in project_files() if name.endswith(".html") and "/templates/" in name]


def parts(name: str) -> tuple[str, ...]:
    """Folders and file name without its ending."""
    return Path(name).with_suffix("").parts


def is_test(name: str) -> bool:
    """Tests, their builders and fixtures."""
    return bool({"tests", "testing", "conftest", "tests_arch"} & set(parts(name))) or name.startswith("bench/")


def is_written_by_django(name: str) -> bool:
    """Migrations."""
    return "migrations" in parts(name)


def room(name: str) -> str:
    """`masthead/content/actions/drafts.py` → `actions`; `masthead/core/files/views.py` → `views`."""
    inner = parts(name)[2:]
    known = {"actions", "queries", "views", "forms", "tasks", "urls", "models", "registrations", "api", "management"}
    return next((part for part in inner if part in known), inner[0] if inner else "")
