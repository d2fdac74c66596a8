"""Cards of the workbench: what waits for a writer."""

from django.urls import reverse
from django.utils.translation import gettext as _

from masthead.content.models import Draft
from masthead.content.queries.drafts import drafts_of_author
from masthead.content.states import DraftState
from masthead.core.workbench import Card, CardItem
from masthead.org.models import Member

SHOWN, COUNTED = 5, 50


def _items(drafts: list[Draft]) -> list[CardItem]:
    return [
        CardItem(
            d.title,
            d.get_absolute_url(),
            sub=d.topic.title if d.topic.title != d.title else "",
            when=d.updated_at,
            state=d.state,
            state_label=d.get_state_display(),
        )
        for d in drafts[:SHOWN]
    ]


def my_drafts(member: Member) -> Card:
    """Drafts that the member writes or has handed to review; one query."""
    found = drafts_of_author(member, states=[DraftState.DRAFT, DraftState.IN_REVIEW], most=COUNTED)
    return Card(
        _("我的稿件"), len(found), _items(found), url=f"{reverse('content:drafts')}?author={member.pk}", icon="file-text",
        empty=_("没有在写的稿件。"),
    )  # fmt: skip


def returned_to_me(member: Member) -> Card | None:
    """Drafts that came back for another pass; silent when there are none. One query."""
    found = drafts_of_author(member, states=[DraftState.RETURNED], most=COUNTED)
    if not found:
        return None
    url = f"{reverse('content:drafts')}?author={member.pk}&state=returned"
    return Card(_("退回给我的"), len(found), _items(found), url=url, icon="arrow-back-up")
