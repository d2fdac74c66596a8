"""Cards that the shell itself puts on the workbench."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from masthead.core.onboarding import open_steps
from masthead.core.workbench import Card, CardItem


def onboarding_card(_member: Any) -> Card | None:
    """What a new company still has to set up; silent once everything is done. One query a step."""
    steps, total = open_steps()
    if not steps:
        return None
    items = [CardItem(str(step.label), reverse(step.url_name), sub=str(step.why)) for step in steps]
    title = _("开始使用：还差 %(left)d 步（共 %(total)d 步）") % {"left": len(steps), "total": total}
    return Card(title=title, count=len(steps), items=items, icon="rocket")
