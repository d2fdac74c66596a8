"""The auditor's pack 审计资料包: an archive that opens and proves itself without this system."""

from masthead.rulebook.pack import archive, pages
from masthead.rulebook.pack.archive import build

__all__ = ["archive", "build", "pages"]
