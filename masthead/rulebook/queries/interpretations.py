"""Questions about the meaning of the text and their answers (clause 8.1)."""

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from masthead.core.errors import NotThere
from masthead.rulebook.models import Interpretation


def interpretations() -> QuerySet[Interpretation]:
    """All of them with their people."""
    return Interpretation.objects.select_related("asked_by", "answered_by", "version")


def answers_about(clause_key: str) -> list[Interpretation]:
    """The answered ones of a clause, newest first; one query."""
    return list(interpretations().filter(clause_key=clause_key, answered_at__isnull=False).order_by("-id"))


def get_interpretation(pk: int) -> Interpretation:
    """One question. Raises NotThere."""
    found = interpretations().filter(pk=pk).first()
    if found is None:
        raise NotThere(_("没有这条解释。"), code="interpretation_not_there", clause="8.1")
    return found
