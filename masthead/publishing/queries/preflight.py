"""Looking over a publication ahead of its time: what would stop it, in words, with what to do. Looks only; nothing is kept here."""

import copy
import datetime as dt
from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict, dataclass, field
from typing import Any

from django.db.models import F, Q, QuerySet
from django.utils.translation import gettext as _

from masthead.accounts.states import ConnectionState
from masthead.content import queries as content_queries
from masthead.content.queries.checks import Report
from masthead.core import clock, figures
from masthead.core.errors import DomainError
from masthead.core.files import queries as files
from masthead.publishing.limits import limits, seconds
from masthead.publishing.models import PreflightCheck, Publication
from masthead.publishing.queries.calendar_rows import live_between
from masthead.publishing.queries.calendar_warnings import most_a_day
from masthead.publishing.queries.gates import Gate, account_gate, draft_gate
from masthead.publishing.states import TO_COME, PreflightResult

MOST_TOLD = 3


@dataclass(frozen=True)
class PreflightFinding:
    """One thing that stands in the way. `firm` False = it may pass by itself (a platform that does not answer just now)."""

    code: str
    message: str
    advice: str
    firm: bool = True

    def as_json(self) -> dict[str, Any]:
        return asdict(self)


@dataclass(frozen=True)
class Asked:
    """What is known of the account's connection after the question of this run. `certain` False = the platform gave no answer."""

    ok: bool
    certain: bool = True
    message: str = ""
    advice: str = ""


@dataclass
class Look:
    """One publication under examination. `reports` keeps what the rules say of a draft for its other accounts."""

    publication: Publication
    at: dt.datetime
    asked: Asked | None = None
    reports: dict[int, Report] = field(default_factory=dict)


def result_of(findings: Iterable[PreflightFinding]) -> PreflightResult:
    """The worst of them in one word."""
    firm = [one.firm for one in findings]
    if not firm:
        return PreflightResult.OK
    return PreflightResult.BAD if any(firm) else PreflightResult.WARN


def preflights_due(at: dt.datetime, most: int) -> list[tuple[Publication, int]]:
    """(publication, minutes ahead) that should be looked over now, the nearest first; one query over an index range of `due_at`.

    A step is due once for each planned time; while something is found, the newest step is due again and again.
    """
    figures_in_force = limits()
    steps = sorted(figures_in_force.preflight_minutes)
    ahead = at + dt.timedelta(minutes=steps[-1])
    rows = Publication.objects.filter(state__in=sorted(TO_COME), due_at__gt=at, due_at__lte=ahead)
    ours = Q(preflight__due_at=F("due_at"))
    open_steps = Q(preflight=None) | ~ours
    for minutes in steps:
        open_steps |= Q(due_at__lte=at + dt.timedelta(minutes=minutes), preflight__minutes__gt=minutes)
    again = ours & ~Q(preflight__result=PreflightResult.OK)
    again &= Q(preflight__at__lte=at - seconds(figures_in_force.preflight_again_seconds))
    found = rows.filter(open_steps | again).select_related(
        "account__platform", "draft", "revision__cover", "revision__video", "preflight"
    )
    return [(row, _step(row, at, steps)) for row in found.order_by("due_at", "pk")[:most]]


def _step(publication: Publication, at: dt.datetime, steps: list[int]) -> int:
    left = publication.due_at - at
    return next(minutes for minutes in steps if left <= dt.timedelta(minutes=minutes))


def findings_of(look: Look) -> list[PreflightFinding]:
    """Everything that would stop it, were its time now."""
    return [finding for part in PARTS for finding in part(look)]


def _closed(code: str) -> PreflightFinding:
    gate = Gate(code)
    return PreflightFinding(code, gate.message, gate.advice)


def _account(look: Look) -> Iterator[PreflightFinding]:
    if code := account_gate(look.publication.account):
        yield _closed(code)


def _approval(look: Look) -> Iterator[PreflightFinding]:
    """The seal is computed anew as the gate before the last call does; rights are judged for the day on which it goes out."""
    publication = look.publication
    code = draft_gate(publication.draft, publication.content_hash)
    if not code:
        then = copy.copy(publication.draft)
        then.window_start = publication.due_at
        code = "rights_over" if content_queries.rights_issues(then) else ""
    if code:
        yield _closed(code)


def _words(look: Look) -> Iterator[PreflightFinding]:
    """The rules in force today and the platform's limits, with every picture and film read from the storage."""
    publication = look.publication
    try:
        report = look.reports.get(publication.revision_id) or _report(publication)
    except DomainError as fault:
        advice = str(fault.advice) or _("请在素材页或稿件页重新上传缺失的文件，再重新审核；来不及时请取消这次发布。")
        yield PreflightFinding("media_missing", str(fault.message), advice)
        return
    look.reports[publication.revision_id] = report
    blocking = [note for note in report.notes if note.severity == "block" and not note.said]
    rules = [note.message for note in blocking if note.rule and note.account_id in (0, publication.account_id)]
    formats = [note.message for note in blocking if not note.rule and note.account_id == publication.account_id]
    if rules:
        advice = _("审核之后规则有变化。请修改后重新审核，或在稿件页申请例外；来不及时请取消这次发布。")
        yield PreflightFinding("rules", _("按现行规则不能发布：%(what)s") % {"what": _some(rules)}, advice)
    if formats:
        advice = _("请按平台限制修改并重新审核；来不及时请取消这次发布。")
        yield PreflightFinding("format", _("不符合平台限制：%(what)s") % {"what": _some(formats)}, advice)


def _some(messages: list[str]) -> str:
    told = list(dict.fromkeys(messages))
    more = len(told) - MOST_TOLD
    tail = _("等 %(n)d 处") % {"n": len(told)} if more > 0 else ""
    return _("；").join(told[:MOST_TOLD]) + tail


def _report(publication: Publication) -> Report:
    if publication.revision.video is not None:
        next(iter(files.read_pieces(publication.revision.video, 0, 1)), b"")
    return content_queries.report_on(publication.draft, publication.revision)


def _quota(look: Look) -> Iterator[PreflightFinding]:
    """What the platform takes from one account on one day, where anybody has stated it."""
    publication = look.publication
    most = most_a_day([publication.account_id]).get(publication.account_id)
    if not most:
        return
    start, end = clock.day_bounds(clock.china(publication.due_at).date())
    before = Q(due_at__lt=publication.due_at) | Q(due_at=publication.due_at, pk__lt=publication.pk)
    taken = live_between(start, end).filter(before, account=publication.account_id).count()
    if taken >= most:
        message = _("该账号当天已排 %(n)d 条，平台每天最多 %(most)d 条。") % {"n": taken, "most": most}
        yield PreflightFinding("quota", message, _("请改到其他日子，或取消当天较早的一条。"))


def _connection(look: Look) -> Iterator[PreflightFinding]:
    """Only for what the system sends: is the token good now, and still at the planned time?"""
    publication, asked = look.publication, look.asked
    account = publication.account
    if asked is None:
        return
    if account.grant_expires_at and account.grant_expires_at <= publication.due_at:
        when = figures.moment_text(clock.china(account.grant_expires_at))
        message = _("平台授权将于 %(when)s 到期，早于计划时间。") % {"when": when}
        yield PreflightFinding("grant_ends", message, _("请账号管理员在账号页点「重新授权」。"))
    if asked.ok:
        return
    if not asked.certain:
        message = _("现在连不上平台：%(why)s") % {"why": asked.message}
        advice = asked.advice or _("系统会继续重试；到计划时间仍连不上时，会按退避时间再试，不会重复发布。")
        yield PreflightFinding("platform_unreachable", message, advice, firm=False)
        return
    advice = asked.advice or _("请账号管理员在账号页测试连接，按提示恢复。")
    yield PreflightFinding("token", _("账号凭据不可用：%(why)s") % {"why": asked.message}, advice)


PARTS: tuple[Callable[[Look], Iterator[PreflightFinding]], ...] = (_account, _approval, _words, _quota, _connection)


def known_connection(publication: Publication) -> Asked:
    """What the register says without asking the platform."""
    account = publication.account
    ok = account.connection_state == ConnectionState.OK
    message = account.connection_note or account.get_connection_state_display()
    return Asked(ok, message="" if ok else str(message), advice="" if ok else account.connection_advice)


def is_fresh(publication: Publication, at: dt.datetime) -> bool:
    """Was the connection found good so lately that the platform need not be asked again?"""
    account = publication.account
    tested = account.connection_checked_at
    lately = tested is not None and tested >= at - seconds(limits().preflight_fresh_seconds)
    return lately and account.connection_state == ConnectionState.OK


def preflights_of(publication: Publication) -> QuerySet[PreflightCheck]:
    """Every look at a publication, newest first."""
    return PreflightCheck.objects.filter(publication=publication).order_by("-first_at", "-pk")


def preflight_troubles(at: dt.datetime) -> QuerySet[Publication]:
    """What is still to come and has a finding that nobody has mended."""
    rows = Publication.objects.filter(state__in=sorted(TO_COME), due_at__gt=at, preflight__due_at=F("due_at"))
    return rows.exclude(preflight__result=PreflightResult.OK)
