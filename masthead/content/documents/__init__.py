"""Documents in and out: cleaning of article HTML, Word import, the inline-styled form that platforms keep.

Pure functions: they read bytes and text, write no table and know no member.
"""

from masthead.content.documents.anchors import Anchor, Found, Hold, anchor_in, find_again
from masthead.content.documents.claims import FoundClaim, find_claims, fingerprint_of
from masthead.content.documents.html import asset_hashes, clean_html, first_words, plain_text
from masthead.content.documents.labels import label_lines, labelled_html, labelled_text
from masthead.content.documents.markdown import import_markdown
from masthead.content.documents.marking import Mark, marked_article, marked_line
from masthead.content.documents.pasting import pasted_html
from masthead.content.documents.places import NotOneRun, placed, replaced
from masthead.content.documents.reading import import_document
from masthead.content.documents.styling import inlined_html
from masthead.content.documents.variants import clean_settings, clean_tags, clean_variants, mark_of, pictures_named
from masthead.content.documents.word import ImportedDocument, import_docx

__all__ = [
    "Anchor",
    "Found",
    "FoundClaim",
    "Hold",
    "ImportedDocument",
    "Mark",
    "NotOneRun",
    "anchor_in",
    "asset_hashes",
    "clean_html",
    "clean_settings",
    "clean_tags",
    "clean_variants",
    "find_again",
    "find_claims",
    "fingerprint_of",
    "first_words",
    "import_document",
    "import_docx",
    "import_markdown",
    "inlined_html",
    "label_lines",
    "labelled_html",
    "labelled_text",
    "mark_of",
    "marked_article",
    "marked_line",
    "pasted_html",
    "pictures_named",
    "placed",
    "plain_text",
    "replaced",
]
