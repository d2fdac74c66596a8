"""The shipped review flows in words."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from masthead.approvals import queries as approvals
from masthead.approvals.blueprint import describe
from masthead.approvals.queries import Directory
from masthead.content.flow_set import LAWYER, later_steps, review_steps
from masthead.content.queries.facts import FACT_KINDS
from masthead.org import queries as org


def shipped_flows() -> dict[str, Any]:
    """What an administrator reads before adopting them."""
    names, vacant = Directory(), not org.holders_of_role(LAWYER["role"])
    flows = [
        {
            "name": name,
            "steps": [{"name": s["name"], "words": describe(s, names=names, facts=FACT_KINDS)} for s in steps],
            "version": approvals.version_in_force(key),
        }
        for name, key, steps in (
            (_("内容分级审核"), "content.draft", review_steps()),
            (_("紧急通道事后复核"), "content.afterwards", later_steps()),
        )
    ]
    return {"flows": flows, "vacant": vacant, "crumbs": [{"label": _("审批流程"), "href": reverse("approvals:flows")}]}
