"""Absences, office hours and the fuller organisation."""

from typing import ClassVar

from django.db import migrations
from django.db.migrations.operations.base import Operation


class Migration(migrations.Migration):
    dependencies: ClassVar[list[tuple[str, str]]] = [("org", "0001_initial")]
    operations: ClassVar[list[Operation]] = []
