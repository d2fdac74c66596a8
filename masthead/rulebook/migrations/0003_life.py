"""Amendments, readings and board snapshots."""

from typing import ClassVar

from django.db import migrations
from django.db.migrations.operations.base import Operation


class Migration(migrations.Migration):
    dependencies: ClassVar[list[tuple[str, str]]] = [("rulebook", "0002_import")]
    operations: ClassVar[list[Operation]] = []
