"""Cards of the workbench: what waits for a writer."""

from django.urls import reverse
from django.utils.translation import gettext as _

from masthead.content.models import Draft
from masthead.content.queries.drafts import drafts_of_author
from masthead.content.states import DraftState
from masthead.core import context
from masthead.core.workbench import Card, CardItem
from masthead.org.models import Member

SHOWN, COUNTED = 5, 50
WRITING = [DraftState.DRAFT, DraftState.IN_REVIEW]


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


def _own(member: Member) -> list[Draft]:
    """The latest drafts of either card, of every state; one query for both."""
    return context.once(
        member, "content.cards", lambda: drafts_of_author(member, [DraftState.RETURNED, *WRITING], most=COUNTED)
    )


def my_drafts(member: Member) -> Card:
    """Drafts that the member writes or has handed to review; one query with `returned_to_me`."""
    found = [draft for draft in _own(member) if draft.state in WRITING][:COUNTED]
    return Card(
        _("我的稿件"), len(found), _items(found), url=f"{reverse('content:drafts')}?author={member.pk}", icon="file-text",
        empty=_("没有在写的稿件。"),
    )  # fmt: skip


def returned_to_me(member: Member) -> Card | None:
    """Drafts that came back for another pass; silent when there are none. One query with `my_drafts`."""
    found = [draft for draft in _own(member) if draft.state == DraftState.RETURNED]
    if not found:
        return None
    url = f"{reverse('content:drafts')}?author={member.pk}&state=returned"
    return Card(_("退回给我的"), len(found), _items(found), url=url, icon="arrow-back-up")
