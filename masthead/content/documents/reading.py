"""One door for documents that become articles: the kind is told by content, never by name."""

from masthead.content.documents.markdown import import_markdown
from masthead.content.documents.word import ImportedDocument, import_docx
from masthead.core.files import sniff
from masthead.core.files.uses import TEXT


def import_document(data: bytes) -> ImportedDocument:
    """Read a Word (.docx), Markdown or text file. Raises BadInput in words for anything else."""
    return import_markdown(data) if sniff.sniff(data) == TEXT else import_docx(data)
