"""Clause 3.3.3: on time, never twice, none lost."""

import datetime as dt
from collections.abc import Iterator

from django.db.models import Count
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from masthead.core import clock, figures
from masthead.publishing.limits import limits
from masthead.publishing.models import Proof, Publication
from masthead.publishing.probes.brakes import paused_when_due, pauses_within, waiting_by_brakes
from masthead.publishing.probes.population import KIND, PORTION, verdict, was_due, went_out
from masthead.publishing.probes.seeds import seed_proof, seed_publication
from masthead.publishing.states import OPEN, PublicationState
from masthead.trail.probes import Verdict, Window, probe

S = PublicationState


def _late() -> tuple[str, int]:
    """A post that went out an hour after its time."""
    return KIND, seed_publication(late_minutes=60).pk


def _twin() -> tuple[str, int]:
    """The same version out twice on one account: one row was voided by hand, both carry a remote article."""
    first = seed_publication()
    return KIND, seed_publication(twin_of=first).pk


def _stuck() -> tuple[str, int]:
    """A post that was due two hours ago and lies in the queue."""
    return KIND, seed_publication(state=S.SCHEDULED, late_minutes=120).pk


def _unseen() -> tuple[str, int]:
    """A proof of two days ago that nobody looked at."""
    return KIND, seed_proof(hours=48).pk


@probe(
    "3.3.3.on_time",
    clause="3.3.3",
    title=gettext_lazy("按计划时间发布"),
    why=gettext_lazy("误时或没有发出的内容会错过节点，也打乱各账号的发布节奏。"),
    seed=_late,
)
def on_time(window: Window) -> Iterator[Verdict]:
    """Everything due: taken by the platform within five minutes, by a person within half an hour. Cancelled and unripe ones are exempt."""
    figures_in_force, pauses = limits(), pauses_within(window)
    for portion in was_due(window):
        for row in portion:
            if by := paused_when_due(row, pauses):
                yield verdict(row, passed=None, reason=_("到期时已暂停发布（%(what)s）") % {"what": by})
                continue
            yield _punctual(row, figures_in_force.by_hand_seconds if row.by_hand else figures_in_force.on_time_seconds)


def _punctual(row: Publication, figure: float) -> Verdict:
    if row.accepted_at and row.state not in (S.FAILED, S.CANCELLED):
        late = max(0.0, (row.accepted_at - row.due_at).total_seconds())
        said = _("准时") if late <= figure else _("晚了 %(span)s") % {"span": figures.duration_text(int(late))}
        return verdict(row, passed=late <= figure, reason=said, late_seconds=int(late))
    if row.state == S.CANCELLED:
        return verdict(row, passed=None, reason=_("已取消"))
    if row.state in OPEN and (clock.now() - row.due_at).total_seconds() <= figure:
        return verdict(row, passed=None, reason=_("还没有到期"))
    return verdict(
        row, passed=False, reason=_("没有发出：%(why)s") % {"why": row.failure_message or row.get_state_display()}
    )


@probe(
    "3.3.3.once",
    clause="3.3.3",
    title=gettext_lazy("同一版本在同一账号只发一次"),
    why=gettext_lazy("重复发布打扰读者，也会被平台判为滥发。一次也不允许。"),
    seed=_twin,
    red_line=True,
    weight=5,
)
def once(window: Window) -> Iterator[Verdict]:
    """Every content that went out: no second one of the same version on the account, no second with the same remote number."""
    for portion in went_out(window):
        hashes = _repeated("content_hash", portion)
        numbers = _repeated("remote_key", portion)
        for row in portion:
            twice = (row.account_id, row.content_hash) in hashes or (row.account_id, row.remote_key) in numbers
            reason = _("同一版本在该账号发出了不止一次") if twice else _("只发出一次")
            yield verdict(row, passed=not twice, reason=reason)


def _repeated(column: str, portion: list[Publication]) -> set[tuple[int, str]]:
    """(account, value) that more than one publication with an acceptance carries."""
    values = {getattr(row, column) for row in portion} - {""}
    rows = Publication.objects.filter(**{f"{column}__in": values}, accepted_at__isnull=False)
    counted = rows.order_by().values_list("account_id", column).annotate(n=Count("pk")).filter(n__gt=1)
    return {(account, value) for account, value, _n in counted}


@probe(
    "3.3.3.not_lost",
    clause="3.3.3",
    title=gettext_lazy("没有卡住或丢失的发布任务"),
    why=gettext_lazy("到期一小时还没有结论的任务，等于悄悄丢了一篇内容。"),
    seed=_stuck,
    red_line=True,
    weight=4,
)
def not_lost(window: Window) -> Iterator[Verdict]:
    """Everything due: after an hour it has an end (out, refused with a reason, or taken back by a person)."""
    edge = clock.now() - dt.timedelta(seconds=limits().stuck_seconds)
    waiting = waiting_by_brakes()
    for portion in was_due(window):
        for row in portion:
            stuck = row.pk not in waiting and _is_stuck(row, edge)
            reason = (
                _("到期超过一小时仍是「%(s)s」") % {"s": row.get_state_display()} if stuck else row.get_state_display()
            )
            yield verdict(row, passed=not stuck, reason=str(reason), state=row.state)


def _is_stuck(row: Publication, edge: dt.datetime) -> bool:
    """A task in a person's hands, or before a person's decision, has until its window ends; a proof that waits is the next probe's business."""
    if row.state == S.PROOF:
        return False
    return row.state in OPEN and (row.window_end if row.state in (S.HANDED, S.HELD) else row.due_at) < edge


@probe(
    "3.3.3.second_look",
    clause="3.3.3",
    title=gettext_lazy("人工发布的凭证由另一人在一天内复核"),
    why=gettext_lazy("没有第二个人看过的截图不是证据；拖得越久，越难核对当时发了什么。"),
    seed=_unseen,
    weight=3,
)
def second_look(window: Window) -> Iterator[Verdict]:
    """Every proof given in the window: looked at by somebody else, within a day. Those younger than a day are exempt."""
    rows = Proof.objects.filter(given_at__gte=window.start, given_at__lt=window.end)
    for proof in rows.select_related("publication__account").order_by("pk").iterator(chunk_size=PORTION):
        yield _seen(proof, dt.timedelta(seconds=limits().second_look_seconds))


def _seen(proof: Proof, most: dt.timedelta) -> Verdict:
    end = proof.looked_at or clock.now()
    waited, seconds_waited = end - proof.given_at, int((end - proof.given_at).total_seconds())
    span = figures.duration_text(seconds_waited)
    if proof.looked_by_id == proof.given_by_id:
        return verdict(proof.publication, passed=False, reason=_("复核的是提交人自己"))
    if waited > most:
        words = _("凭证等了 %(span)s 还没有复核") if proof.looked_at is None else _("凭证过了 %(span)s 才复核")
        return verdict(proof.publication, passed=False, reason=words % {"span": span}, waited_seconds=seconds_waited)
    if proof.looked_at is None:
        return verdict(proof.publication, passed=None, reason=_("等待复核，还不到一天"))
    return verdict(
        proof.publication, passed=True, reason=_("%(span)s 内复核") % {"span": span}, waited_seconds=seconds_waited
    )
