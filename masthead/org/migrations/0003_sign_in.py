"""Providers of sign-in and what belongs to them."""

from typing import ClassVar

from django.db import migrations
from django.db.migrations.operations.base import Operation


class Migration(migrations.Migration):
    dependencies: ClassVar[list[tuple[str, str]]] = [("org", "0002_organisation")]
    operations: ClassVar[list[Operation]] = []
