"""Topics: put forward and changed."""

import datetime as dt
from collections.abc import Iterable, Mapping

from django.db import transaction
from django.db.models import Model

from masthead.accounts import queries as accounts_queries
from masthead.accounts.models import Account
from masthead.content import errors
from masthead.content.events import ContentEvent
from masthead.content.models import Topic, TopicVariant
from masthead.content.queries import may_edit_topic, require_in_unit
from masthead.content.states import TopicState
from masthead.core import clock
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
    planned_on: dt.date | None,
    by: Member,
    accounts: Iterable[Account] = (),
    planned_time: dt.time | None = None,
    forms_by_account: Mapping[int, str] | None = None,
    origin: Model | None = None,
    at: dt.datetime | None = None,
) -> Topic:
    """Put a topic forward: theme, form, accounts, planned day and owner; `origin` is the thing that it came from.

    `forms_by_account` {account: form} names the accounts that get another form than the topic's own. `origin` needs a name
    (str) and may have an address (get_absolute_url); it is kept by kind and id, so it may be of any room.
    Clause: 3.3.1.  Raises: NotPermitted (unit or account out of scope).  Events: content:topic:proposed.
    """
    require_in_unit(by, "content.topic.propose", unit.pk)
    chosen = list(accounts)
    _require_accounts(by, chosen)
    topic = Topic.objects.create(
        title=title.strip(), theme=theme.strip(), form=form, source=source, unit=unit, owner=owner, planned_on=planned_on,
        planned_time=planned_time, proposed_by=by, proposed_at=at or clock.now(), **_origin(origin),
    )  # fmt: skip
    _aim(topic, chosen, forms_by_account or {})
    data = {"origin": topic.origin_kind, "origin_id": topic.origin_id} if origin is not None else None
    trail.record(ContentEvent.TOPIC_PROPOSED, target=topic, by=by, after=_facts(topic, chosen), data=data)
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
    planned_on: dt.date | None,
    accounts: Iterable[Account],
    by: Member,
    planned_time: dt.time | None = None,
    forms_by_account: Mapping[int, str] | None = None,
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
    held.owner, held.planned_on, held.planned_time = owner, planned_on, planned_time
    held.save(update_fields=["title", "theme", "form", "source", "owner", "planned_on", "planned_time"])
    _aim(held, chosen, _kept_forms(held) if forms_by_account is None else forms_by_account)
    trail.record(ContentEvent.TOPIC_EDITED, target=held, by=by, before=old, after=_facts(held, chosen))
    held.refresh_from_db()
    return held


def _kept_forms(topic: Topic) -> dict[int, str]:
    return dict(topic.variants.values_list("account_id", "form"))


def _aim(topic: Topic, accounts: list[Account], forms: Mapping[int, str]) -> None:
    """Accounts, and a variant for each that takes another form than the topic's."""
    topic.accounts.set(accounts)
    TopicVariant.objects.filter(topic=topic).delete()
    TopicVariant.objects.bulk_create(
        TopicVariant(topic=topic, account=a, form=forms[a.pk])
        for a in accounts
        if forms.get(a.pk) and forms[a.pk] != topic.form
    )


def _origin(thing: Model | None) -> dict[str, object]:
    if thing is None:
        return {}
    address = getattr(thing, "get_absolute_url", None)
    return {
        "origin_kind": thing._meta.label_lower,
        "origin_id": thing.pk,
        "origin_name": str(thing)[:200],
        "origin_url": str(address())[:300] if address else "",
    }


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
        "planned_time": topic.planned_time.isoformat() if topic.planned_time else None,
        "accounts": sorted(a.pk for a in accounts),
        "forms": sorted(topic.variants.values_list("account_id", "form")),
    }
