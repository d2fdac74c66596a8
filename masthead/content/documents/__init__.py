"""Documents in and out: cleaning of article HTML, Word import, the inline-styled form that platforms keep.

Pure functions: they read bytes and text, write no table and know no member.
"""

from masthead.content.documents.claims import FoundClaim, find_claims, fingerprint_of
from masthead.content.documents.html import asset_hashes, clean_html, first_words, plain_text
from masthead.content.documents.labels import label_lines, labelled_html, labelled_text
from masthead.content.documents.markdown import import_markdown
from masthead.content.documents.pasting import pasted_html
from masthead.content.documents.reading import import_document
from masthead.content.documents.styling import inlined_html
from masthead.content.documents.word import ImportedDocument, import_docx

__all__ = [
    "FoundClaim",
    "ImportedDocument",
    "asset_hashes",
    "clean_html",
    "find_claims",
    "fingerprint_of",
    "first_words",
    "import_docx",
    "import_document",
    "import_markdown",
    "pasted_html",
    "inlined_html",
    "label_lines",
    "labelled_html",
    "labelled_text",
    "plain_text",
]
