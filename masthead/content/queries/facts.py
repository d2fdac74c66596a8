"""What a condition of the review flow may ask of a draft."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from masthead.approvals.blueprint import FactKind
from masthead.content.models import Draft, TopicForm, TopicSource

FACT_KINDS: dict[str, FactKind] = {
    "form": FactKind(_("内容形式"), "choice", tuple((str(form.value), form.label) for form in TopicForm)),
    "source": FactKind(_("选题来源"), "choice", tuple((str(source.value), source.label) for source in TopicSource)),
    "accounts": FactKind(_("目标账号数"), "number", unit=_("个")),
}


def condition_facts(draft: Draft) -> dict[str, Any]:
    """The values of FACT_KINDS; one query for the accounts and one for the topic unless it is loaded."""
    return {"form": draft.topic.form, "source": draft.topic.source, "accounts": draft.accounts.count()}
