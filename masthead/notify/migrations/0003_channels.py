"""Channels, preferences and the delivery log."""

from typing import ClassVar

from django.db import migrations
from django.db.migrations.operations.base import Operation


class Migration(migrations.Migration):
    dependencies: ClassVar[list[tuple[str, str]]] = [("notify", "0002_unread_first")]
    operations: ClassVar[list[Operation]] = []
