"""Settings, schedule, registries and lock files agree with the code."""

import configparser
import re
from pathlib import Path

import pytest
from celery import current_app
from django.apps import apps
from django.conf import settings

from masthead.config.schedule import SCHEDULE
from masthead.core.registry import Registry
from tests_arch import rules
from tests_arch.findings import ROOT
from tests_arch.sources import is_test, project_files, python_files, text, tree
from tools.floors import read_floors

HOST = re.compile(r"https?://[^\s\"']+")
LOCKS = ("requirements.lock", "requirements-dev.lock", "requirements-node.lock", "package-lock.json")


def keys_read() -> set[str]:
    """Keys that the settings read."""
    settings_files = [name for name in python_files("masthead/config/") if not is_test(name)]
    files = [name for name in settings_files if not name.endswith("config/env.py")]
    return {key for name in files for key in rules.environment_keys(tree(name))}


def test_env_example_lists_exactly_the_keys_read() -> None:
    listed = set(re.findall(r"^#?([A-Z][A-Z0-9_]+)=", text(".env.example"), re.MULTILINE))

    assert listed == keys_read(), (
        f"\n.env.example lacks {sorted(keys_read() - listed)} and has {sorted(listed - keys_read())} too many."
        "\nWhy: whoever runs a server reads that file and nothing else (HOUSE rule 38)."
    )


def test_only_the_typed_module_reads_the_environment() -> None:
    product = [name for name in python_files("masthead/") if not is_test(name)]
    readers = [name for name in product if re.search(r"os\.(environ|getenv)", text(name))]
    known = {f"masthead/config/{name}.py" for name in ("env", "wsgi")}

    assert set(readers) <= known, f"use masthead.config.env in settings, settings elsewhere: {set(readers) - known}"


def test_every_scheduled_task_exists() -> None:
    current_app.loader.import_default_modules()
    missing = sorted({task for task, _when in SCHEDULE.values()} - set(current_app.tasks))

    assert not missing, f"config/schedule.py names tasks that no tasks.py registers: {missing}"


def test_every_chapter_with_tables_is_installed() -> None:
    installed = {config.name for config in apps.get_app_configs()}
    with_tables = {f"masthead.{Path(name).parts[1]}" for name in python_files("masthead/") if name.endswith("/apps.py")}

    assert with_tables <= installed, f"not in INSTALLED_APPS: {sorted(with_tables - installed)}"


def test_every_chapter_has_its_floor() -> None:
    folders = {path.parent.name for path in (ROOT / "masthead").glob("*/__init__.py")}

    assert folders == set(read_floors()), (
        "a folder of masthead/ and .importlinter disagree: a chapter must choose its floor"
    )


def test_chapters_are_checked_inside() -> None:
    parser = configparser.ConfigParser()
    parser.read(ROOT / ".importlinter", encoding="utf-8")
    checked = {
        line.strip() for line in parser["importlinter:contract:rooms"]["containers"].splitlines() if line.strip()
    }
    with_rooms = {
        f"masthead.{Path(name).parts[1]}" for name in python_files("masthead/") if name.endswith("/models.py")
    }
    above = with_rooms - {"masthead.core", "masthead.web"}

    assert above <= checked, f"add to `rooms` in .importlinter: {sorted(above - checked)}"


def test_registry_entries_come_from_registrations() -> None:
    entries = [(registry.name, key, registry.origin(key)) for registry in Registry.all for key in registry]
    homes = (
        "registrations",
        "tasks",
        "actions",
        "probes",
        "connector",
        "checks",
        "uses",
        "sources",
        "connectors",
        "dev",
    )
    strays = [
        f"{name}: {key} in {at.module}:{at.line}"
        for name, key, at in entries
        if ".tests." not in at.module and not any(h in at.module for h in homes)
    ]

    assert entries, "no registry has an entry: are the apps loaded?"
    assert not strays, "\n".join(["registered outside registrations.py (HOUSE §2.2):", *strays])


@pytest.mark.parametrize("name", LOCKS)
def test_lock_files_name_no_registry(name: str) -> None:
    content = text(name)

    assert '"resolved"' not in content, "package-lock.json: .npmrc must hold omit-lockfile-registry-resolved=true"
    if name.endswith(".lock"):
        assert not HOST.findall(content), "compile with --no-emit-index-url: ./dev lock"


def test_python_locks_hold_a_hash_for_every_package() -> None:
    for name in LOCKS[:3]:
        pins = re.findall(r"^\S+==.*?(?=^\S|\Z)", text(name), re.MULTILINE | re.DOTALL)
        bare = [pin.split()[0] for pin in pins if "--hash=sha256:" not in pin]

        assert pins and not bare, f"{name}: without a hash: {bare}"


def test_no_file_is_meant_for_another_installer() -> None:
    strange = {"uv.lock", "pylock.toml", "Makefile", "setup.py", "yarn.lock", "pnpm-lock.yaml"} & set(project_files())

    assert not strange, f"one way to install (STACK §1): remove {sorted(strange)}"


def test_the_content_policy_has_no_holes() -> None:
    directives = settings.CONTENT_SECURITY_POLICY["DIRECTIVES"]
    words = {word for sources in directives.values() for word in sources}

    assert not {"'unsafe-inline'", "'unsafe-eval'", "*", "http:", "https:"} & words
    assert {"default-src", "object-src", "base-uri", "form-action", "frame-ancestors"} <= set(directives)
