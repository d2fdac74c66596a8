"""The forms of the pages serve the doors too: one wording for one mistake."""

from typing import Any

from django.forms import BaseForm
from django.utils.translation import gettext as _

from masthead.core.errors import BadInput


def checked(form: BaseForm) -> dict[str, Any]:
    """The form's clean values. Raises BadInput naming the fields."""
    if form.is_valid():
        return dict(form.cleaned_data)
    fields = {name: [str(word) for word in words] for name, words in form.errors.items()}
    raise BadInput(_("提交的内容有误，请改正标出的字段。"), code="form", fields=fields)
