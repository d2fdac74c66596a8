"""What import contracts cannot see: foreign keys written as text, reverse accessors, tables without their migration."""

from django.apps import apps
from django.db.migrations.autodetector import MigrationAutodetector
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.state import ProjectState
from django.db.models import PROTECT, Field, Model
from django.utils import translation

from tests_arch.findings import Finding, judge
from tools.floors import PAGE, read_floors, render

FLOORS = read_floors()


def relations() -> list[tuple[type[Model], Field, type[Model]]]:
    """(model, field, target) for each foreign key and many-to-many of a chapter to a model of another chapter."""
    found = []
    for model in apps.get_models():
        for field in model._meta.get_fields():
            target = field.related_model
            if not isinstance(field, Field) or not isinstance(target, type) or model._meta.app_label not in FLOORS:
                continue
            there = target._meta.app_label
            if there in FLOORS and there != model._meta.app_label:
                found.append((model, field, target))
    return found


def where(model: type[Model], field: Field, seen: str) -> Finding:
    """The finding of one field."""
    return Finding(model.__module__.replace(".", "/") + ".py", 1, f"{model.__name__}.{field.name}", seen)


def test_foreign_keys_point_down() -> None:
    found = [
        where(model, field, f"{model._meta.label} → {target._meta.label} points up or sideways")
        for model, field, target in relations()
        if FLOORS[target._meta.app_label] >= FLOORS[model._meta.app_label]
    ]
    judge(
        "keys-point-down",
        found,
        why="a foreign key is an import that no import contract sees (HOUSE §1.7).",
        instead="turn it round: the upper chapter keeps the key to the lower one.",
    )


def test_foreign_keys_hide_their_reverse_side() -> None:
    found = [
        where(model, field, f"{model._meta.label}.{field.name}: related_name={field.remote_field.related_name!r}")
        for model, field, _target in relations()
        if not (field.remote_field.related_name or "").endswith("+")
    ]
    judge(
        "keys-hide-their-reverse",
        found,
        why="a reverse accessor lets a lower chapter read an upper one (HOUSE rule 16).",
        instead='related_name="+"; look it up from above with Exists(OuterRef(…)).',
    )


def test_foreign_keys_protect() -> None:
    deletes = [(model, field, getattr(field.remote_field, "on_delete", None)) for model, field, _target in relations()]
    found = [
        where(model, field, f"{model._meta.label}.{field.name}: on_delete={on_delete.__name__}")
        for model, field, on_delete in deletes
        if on_delete not in {None, PROTECT}  # None: many-to-many, whose rows are not evidence
    ]
    judge(
        "keys-protect",
        found,
        why="evidence never cascades away (HOUSE rule 16).",
        instead="on_delete=PROTECT; end a thing by a state or a date, do not delete it.",
    )


def test_no_migration_is_missing() -> None:
    loader = MigrationLoader(None, ignore_no_migrations=True)
    with translation.override(None):  # migrations keep words as they stand in the source
        detector = MigrationAutodetector(loader.project_state(), ProjectState.from_apps(apps))
        all_changes = detector.changes(graph=loader.graph)
    changes = {label: found for label, found in all_changes.items() if label in FLOORS}
    missing = [
        f"{label}: {operation.describe()}"
        for label, found in changes.items()
        for m in found
        for operation in m.operations
    ]

    assert not loader.detect_conflicts(), f"two heads, merge or renumber one: {loader.detect_conflicts()}"
    assert not missing, "\n".join(["the models are ahead of the tables; do: manage.py makemigrations", *missing])


def test_the_floor_plan_in_the_docs_is_current() -> None:
    current = PAGE.exists() and PAGE.read_text(encoding="utf-8") == render()

    assert current, "docs/floors.md differs from .importlinter. Do: ./dev graph"
