"""How a publication comes to rest: unknown, failed, blocked, expired, published; each with an event and word to its people."""

import datetime as dt
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from masthead.accounts import actions as accounts_actions
from masthead.core.errors import FaultKind, PlatformFault
from masthead.notify import actions as notify_actions
from masthead.publishing.events import PublishingEvent
from masthead.publishing.models import Publication
from masthead.publishing.pacing import look_after, next_look, next_try
from masthead.publishing.queries.gates import Gate
from masthead.publishing.states import PublicationState
from masthead.trail import actions as trail
from masthead.trail.guards import guarded

FREE: dict[str, Any] = {"claimed_by": "", "lease_until": None, "remind_at": None}


def people_of(publication: Publication, *more: int | None) -> list[int]:
    """Who is told: the scheduler and the author."""
    return [pk for pk in dict.fromkeys([publication.scheduled_by_id, publication.draft.author_id, *more]) if pk]


def _tell(publication: Publication, kind: str, title: str, body: str) -> None:
    notify_actions.tell(
        kind=f"publishing.{kind}",
        members=people_of(publication),
        title=title,
        url=publication.get_absolute_url(),
        body=body,
        clause="3.3.3",
    )


def _names(publication: Publication) -> dict[str, str]:
    return {"title": publication.title, "account": publication.account.name}


@guarded("3.3.3")
@transaction.atomic
def mark_unknown(*, publication: Publication, still: QuerySet[Publication], at: dt.datetime, why: str = "") -> int:
    """The last call began and nobody knows how it ended: from now on only a look-up or a person decides; nothing is repeated.

    Clause: 3.3.3.  Events: publishing:publication:outcome_unknown.
    """
    changed = still.update(
        state=PublicationState.UNKNOWN, unknown_since=at, looks=0, no_count=0, asked_at=None,
        failure_kind=FaultKind.UNKNOWN_OUTCOME.value, failure_message=why, **next_try(at + look_after(0), at=at), **FREE,
    )  # fmt: skip
    if changed:
        trail.record(
            PublishingEvent.OUTCOME_UNKNOWN, target=publication, version=publication.content_hash, reason=why, at=at
        )
    return changed


@guarded("3.3.3")
@transaction.atomic
def close_unsent(
    *,
    publication: Publication,
    still: QuerySet[Publication],
    kind: str,
    at: dt.datetime,
    message: str = "",
    advice: str = "",
) -> int:
    """It surely is not out and the engine gives up: failed, with a readable reason and what to do next.

    Clause: 3.3.3.  Events: publishing:publication:failed.
    """
    message = message or _("处理程序多次中断，任务没有发出。")
    changed = still.update(
        state=PublicationState.FAILED,
        failure_kind=kind,
        failure_message=message,
        failure_advice=advice,
        ended_at=at,
        **FREE,
    )
    if changed:
        trail.record(
            PublishingEvent.FAILED,
            target=publication,
            version=publication.content_hash,
            reason=message,
            data={"kind": kind},
            at=at,
        )
        _tell(publication, "failed", _("「%(title)s」在%(account)s发布失败") % _names(publication), message)
    return changed


@guarded("3.2.2")
@transaction.atomic
def close_by_credential(
    *, publication: Publication, still: QuerySet[Publication], fault: PlatformFault, at: dt.datetime
) -> int:
    """The platform does not accept our credential: failed, the account's connection is marked, one notice per incident.

    Clause: 3.2.2.  Events: publishing:publication:failed.
    Races: the account row is locked, so of several publications that fail together the first one tells.
    """
    message = str(fault.message)
    changed = still.update(
        state=PublicationState.FAILED, failure_kind=FaultKind.CREDENTIAL.value, failure_message=message,
        failure_advice=str(fault.advice) or _("请账号管理员检查连接，恢复后在此重新发送。"), ended_at=at, **FREE,
    )  # fmt: skip
    if changed:
        data = {"kind": FaultKind.CREDENTIAL.value, "platform_code": fault.platform_code}
        trail.record(
            PublishingEvent.FAILED,
            target=publication,
            version=publication.content_hash,
            reason=message,
            data=data,
            at=at,
        )
        note_connection(publication=publication, fault=fault, at=at)
    return changed


@guarded("3.2.2")
@transaction.atomic
def note_connection(*, publication: Publication, fault: PlatformFault, at: dt.datetime) -> None:
    """Mark the account's connection as failing; only the first of an incident tells the publication's people.

    Clause: 3.2.2.  Events: accounts:connection:lost (by `accounts`, which tells the custodians).
    """
    if accounts_actions.note_connection_fault(account_id=publication.account_id, fault=fault, at=at):
        _tell(
            publication,
            "credential",
            _("账号「%(account)s」的平台凭据失效，发布已停止") % _names(publication),
            str(fault.message),
        )


@guarded("3.3.2")
@transaction.atomic
def close_gate(*, publication: Publication, still: QuerySet[Publication], gate: Gate, at: dt.datetime) -> int:
    """A gate is closed in the moment of sending: blocked, or expired when the window has passed. Nothing went out.

    Clause: 3.3.2.  Events: publishing:publication:blocked, publishing:publication:expired.
    """
    state = PublicationState.EXPIRED if gate.over else PublicationState.BLOCKED
    changed = still.update(
        state=state,
        failure_kind=gate.code,
        failure_message=gate.message,
        failure_advice=gate.advice,
        ended_at=at,
        **FREE,
    )
    if changed:
        event = PublishingEvent.EXPIRED if gate.over else PublishingEvent.BLOCKED
        trail.record(
            event,
            target=publication,
            version=publication.content_hash,
            reason=gate.message,
            data={"gate": gate.code},
            at=at,
        )
        title = (
            _("「%(title)s」没有在%(account)s发布：已过期")
            if gate.over
            else _("「%(title)s」没有在%(account)s发布：已拦截")
        )
        _tell(publication, "blocked", title % _names(publication), f"{gate.message}{gate.advice}")
    return changed


@guarded("3.3.3")
@transaction.atomic(savepoint=False)
def close_published(
    *,
    publication: Publication,
    still: QuerySet[Publication],
    at: dt.datetime,
    columns: dict[str, Any],
    url: str,
    source: str,
) -> int:
    """Seen at the platform: published, with id and address kept; the account counts it. `columns`: what the platform told, see reference_columns.

    Clause: 3.3.3.  Events: publishing:publication:published.
    """
    changed = still.update(
        state=PublicationState.PUBLISHED, published_at=at, ended_at=at, article_url=url[:1000],
        accepted_at=publication.accepted_at or at, failure_kind="", failure_message="", failure_advice="",
        next_verify_at=next_look(0, at), **columns, **FREE,
    )  # fmt: skip
    if changed:
        data = {"url": url[:300], "source": source}
        trail.record(PublishingEvent.PUBLISHED, target=publication, version=publication.content_hash, data=data, at=at)
        accounts_actions.note_published(account_id=publication.account_id, at=at)
        _tell(publication, "published", _("「%(title)s」已在%(account)s发布") % _names(publication), "")
    return changed
