"""What this chapter declares to the floors below."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from masthead.core.workbench import Card, CardItem, card
from masthead.notify import queries
from masthead.org.models import Member

CARD_ROWS = 5


def unread_card(member: Member) -> Card:
    """Unread notices on the workbench, beside the to-dos: what they announce is counted there. Two queries."""
    rows = list(queries.notices_of(member, unread=True)[:CARD_ROWS])
    items = [CardItem(n.title, reverse("notify:open", args=[n.pk]), n.sender_name, n.created_at) for n in rows]
    count = queries.unread_count(member) if len(rows) == CARD_ROWS else len(rows)
    return Card(
        _("未读通知"),
        count,
        items,
        url=reverse("notify:notices"),
        empty=_("没有未读的通知。"),
        kind="schedule",
        icon="bell",
    )


card("notify.unread", unread_card, order=80)
