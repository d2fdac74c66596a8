"""Keys of people and services for the REST API."""

from typing import ClassVar

from django.db import migrations
from django.db.migrations.operations.base import Operation


class Migration(migrations.Migration):
    dependencies: ClassVar[list[tuple[str, str]]] = [("org", "0003_sign_in")]
    operations: ClassVar[list[Operation]] = []
