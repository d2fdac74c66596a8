"""What Django and allauth say themselves."""

from pathlib import Path

import allauth
import django

from tools.messages import read_entries

PLACES = (
    (django, "conf/locale/en"),
    (django, "contrib/auth/locale/en"),
    (allauth, "locale/zh_Hans"),
)


def framework_messages() -> set[str]:
    """Every message of theirs that can be translated."""
    found: set[str] = set()
    for package, folder in PLACES:
        assert package.__file__
        file = Path(package.__file__).parent / folder / "LC_MESSAGES" / "django.po"
        found |= {entry.singular for entry in read_entries(file.read_text(encoding="utf-8"))}
    return found
