"""The visible marks that follow from what is declared of a draft."""

from masthead.content.documents import label_lines
from masthead.content.models import Declared, Draft


def labels_of(draft: Draft) -> list[str]:
    """The marks that a reader must see on this content; no query."""
    said = Declared.of(draft.declared)
    return label_lines(is_ai_made=said.is_ai_made, ai_parts=said.ai_parts, is_advertising=said.is_advertising)
