"""Documents in and out: cleaning of article HTML, Word import, the inline-styled form that platforms keep.

Pure functions: they read bytes and text, write no table and know no member.
"""

from masthead.content.documents.html import asset_hashes, clean_html, first_words, plain_text
from masthead.content.documents.styling import inlined_html
from masthead.content.documents.variants import (
    clean_settings,
    clean_tags,
    clean_variants,
    mark_of,
    pictures_named,
)
from masthead.content.documents.word import ImportedDocument, import_docx

__all__ = [
    "ImportedDocument",
    "asset_hashes",
    "clean_html",
    "clean_settings",
    "clean_tags",
    "clean_variants",
    "first_words",
    "import_docx",
    "inlined_html",
    "mark_of",
    "pictures_named",
    "plain_text",
]
