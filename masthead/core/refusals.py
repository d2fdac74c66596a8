"""A refusal beside the field that it is about, so that nothing typed is lost: the one way in which all rooms show it."""

from typing import TypeVar

from django.forms import BaseForm

from masthead.core.errors import BadInput, DomainError

FormT = TypeVar("FormT", bound=BaseForm)


def in_words(refused: DomainError) -> str:
    """What was refused and what to do next, as one text."""
    message, advice = str(refused.message), str(refused.advice or "")
    return f"{message}{'' if message.endswith('。') else ' '}{advice}".strip()


def beside_fields(form: FormT, refused: DomainError, *, field: str = "") -> FormT:
    """Words for fields of the form stand there; what names no field stands at `field`, else above the form. The form itself is returned."""
    fields = refused.fields if isinstance(refused, BadInput) else {}
    for name, lines in (fields or {field: [in_words(refused)]}).items():
        form.add_error(name if name in form.fields else None, lines)
    return form
