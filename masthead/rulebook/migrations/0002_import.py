"""Imports of policy texts."""

from typing import ClassVar

from django.db import migrations
from django.db.migrations.operations.base import Operation


class Migration(migrations.Migration):
    dependencies: ClassVar[list[tuple[str, str]]] = [("rulebook", "0001_initial")]
    operations: ClassVar[list[Operation]] = []
