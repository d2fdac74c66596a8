"""Topics: proposed by writers, decided by those who may."""

import datetime as dt
from collections.abc import Iterable

from django.db import transaction
from django.utils.translation import gettext as _

from masthead.accounts import queries as accounts_queries
from masthead.accounts.models import Account
from masthead.content import errors, states
from masthead.content.events import ContentEvent
from masthead.content.models import Topic
from masthead.content.queries import may_edit_topic, require_in_unit
from masthead.content.states import TopicState
from masthead.core import clock
from masthead.core.errors import BadInput
from masthead.org.models import Member, Unit
from masthead.trail import actions as trail
from masthead.trail.guards import guarded


@guarded("3.3.1")
@transaction.atomic
def propose_topic(
    *,
    title: str,
    theme: str,
    form: str,
    source: str,
    unit: Unit,
    owner: Member,
    planned_on: dt.date,
    by: Member,
    accounts: Iterable[Account] = (),
    at: dt.datetime | None = None,
) -> Topic:
    """Put a topic forward: theme, form, accounts, planned day and owner are named from the start.

    Clause: 3.3.1.  Raises: NotPermitted (unit or account out of scope).  Events: content:topic:proposed.
    """
    require_in_unit(by, "content.topic.propose", unit.pk)
    chosen = list(accounts)
    _require_accounts(by, chosen)
    topic = Topic.objects.create(
        title=title.strip(), theme=theme.strip(), form=form, source=source, unit=unit, owner=owner, planned_on=planned_on,
        proposed_by=by, proposed_at=at or clock.now(),
    )  # fmt: skip
    topic.accounts.set(chosen)
    trail.record(ContentEvent.TOPIC_PROPOSED, target=topic, by=by, after=_facts(topic, chosen))
    return topic


@guarded("3.3.1")
@transaction.atomic
def edit_topic(
    *,
    topic: Topic,
    title: str,
    theme: str,
    form: str,
    source: str,
    owner: Member,
    planned_on: dt.date,
    accounts: Iterable[Account],
    by: Member,
) -> Topic:
    """Change a topic that is still open; drafts already started keep their own accounts and window.

    Who owns a topic may write its drafts, so only the owner, the proposer and those who decide on topics change it.
    Clause: 3.3.1.  Raises: NotPermitted, RuleBroken for a dropped or finished topic.  Events: content:topic:edited.
    """
    require_in_unit(by, "content.topic.propose", topic.unit_id)
    held = Topic.objects.select_for_update().get(pk=topic.pk)
    if not may_edit_topic(by, held):
        raise errors.not_your_topic(held.owner.name)
    if held.state in (TopicState.DONE, TopicState.DROPPED):
        raise errors.not_writable(held.get_state_display())
    chosen, before = list(accounts), list(held.accounts.all())
    _require_accounts(by, [a for a in chosen if a not in before])
    old = _facts(held, before)
    held.title, held.theme, held.form, held.source = title.strip(), theme.strip(), form, source
    held.owner, held.planned_on = owner, planned_on
    held.save(update_fields=["title", "theme", "form", "source", "owner", "planned_on"])
    held.accounts.set(chosen)
    trail.record(ContentEvent.TOPIC_EDITED, target=held, by=by, before=old, after=_facts(held, chosen))
    return held


@guarded("3.3.1")
@transaction.atomic
def adopt_topic(*, topic: Topic, by: Member, at: dt.datetime | None = None) -> Topic:
    """Take a proposed topic into the plan: from now on it may be written.

    Clause: 3.3.1.  Raises: NotPermitted, RuleBroken, Stale.  Events: content:topic:adopted.
    """
    require_in_unit(by, "content.topic.decide", topic.unit_id)
    states.TOPIC.move(topic, to=TopicState.ADOPTED, decided_by=by, decided_at=at or clock.now(), reason="")
    trail.record(ContentEvent.TOPIC_ADOPTED, target=topic, by=by)
    return topic


@guarded("3.3.1")
@transaction.atomic
def drop_topic(*, topic: Topic, reason: str, by: Member, at: dt.datetime | None = None) -> Topic:
    """Give a topic up, with the reason.

    Clause: 3.3.1.  Raises: NotPermitted, BadInput without a reason, RuleBroken, Stale.  Events: content:topic:dropped.
    """
    require_in_unit(by, "content.topic.decide", topic.unit_id)
    words = reason.strip()
    if not words:
        raise BadInput(
            _("请写明放弃的理由。"), code="reason_missing", clause="3.3.1", fields={"reason": [_("请写明理由。")]}
        )
    states.TOPIC.move(topic, to=TopicState.DROPPED, decided_by=by, decided_at=at or clock.now(), reason=words[:500])
    trail.record(ContentEvent.TOPIC_DROPPED, target=topic, by=by, reason=words)
    return topic


@guarded("3.3.1")
@transaction.atomic
def finish_topic(*, topic: Topic, by: Member) -> Topic:
    """Close a topic whose contents are out.

    Clause: 3.3.1.  Raises: NotPermitted, RuleBroken, Stale.  Events: content:topic:finished.
    """
    require_in_unit(by, "content.topic.decide", topic.unit_id)
    states.TOPIC.move(topic, to=TopicState.DONE)
    trail.record(ContentEvent.TOPIC_FINISHED, target=topic, by=by)
    return topic


def _require_accounts(by: Member, accounts: list[Account]) -> None:
    """Nobody aims content at an account outside their own scope."""
    if not accounts:
        return
    visible = set(
        accounts_queries.accounts_visible_to(by).filter(pk__in=[a.pk for a in accounts]).values_list("pk", flat=True)
    )
    for account in accounts:
        if account.pk not in visible:
            raise errors.foreign_account(account.name)


def _facts(topic: Topic, accounts: list[Account]) -> dict[str, object]:
    return {
        "title": topic.title,
        "theme": topic.theme,
        "form": topic.form,
        "source": topic.source,
        "owner": topic.owner_id,
        "planned_on": topic.planned_on,
        "accounts": sorted(a.pk for a in accounts),
    }
