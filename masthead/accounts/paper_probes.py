"""Clauses 3.2.1 and 3.2.3: certifications run, ends of life are approved, hand-overs finish, papers are there and opened for a reason."""

import datetime as dt
from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _

from masthead.accounts import queries
from masthead.accounts.events import AccountEvent
from masthead.accounts.models import (
    Account,
    AccountDocument,
    AccountRequest,
    Cause,
    Certification,
    DocumentAccess,
    Duty,
    Handover,
    HandoverItem,
)
from masthead.accounts.probes import KIND, seeded_account
from masthead.accounts.states import (
    SENSITIVE_DOCUMENTS,
    AccountStatus,
    CertificationKind,
    CertificationState,
    DocumentKind,
    HandoverState,
    RequestState,
)
from masthead.core import clock
from masthead.core.models import StoredFile
from masthead.org.models import Member
from masthead.trail.models import Event, Outcome
from masthead.trail.probes import Verdict, Window, probe

DAY = dt.timedelta(days=1)
CLOSING = (AccountStatus.PAUSED, AccountStatus.CLOSED)


def seed_expired_certification() -> tuple[str, int]:
    """An account whose certification ran out yesterday."""
    account, today = seeded_account(), clock.today()
    Certification.objects.create(
        account=account, state=CertificationState.VALID, kind=CertificationKind.COMPANY, certified_on=today - 366 * DAY,
        expires_on=today - DAY, recorded_at=clock.now(),
    )  # fmt: skip
    return KIND, account.pk


@probe(
    "accounts.certification_valid",
    clause="3.2.1",
    title=_("登记了认证的账号，认证都在有效期内"),
    why=_("认证过期会失去蓝 V、接口权限和读者信任，补办往往要几周。"),
    seed=seed_expired_certification,
    window_days=1,
)
def certification_valid(window: Window) -> Iterator[Verdict]:  # noqa: ARG001  a state of today, whatever the window
    """Accounts in use whose newest certification was granted."""
    accounts = list(queries.accounts_in_use())
    newest = queries.certifications_by_account(accounts)
    for account in accounts:
        row = newest.get(account.pk)
        if row is None or row.state == CertificationState.PENDING:
            continue
        good = queries.certification_is_valid(row)
        reason = _("认证在有效期内") if good else _("认证已过期或未通过，需要续认证")
        facts = {"expires_on": str(row.expires_on or "")}
        yield Verdict(KIND, account.pk, account.name, good, reason, account.get_absolute_url(), facts)


def seed_opened_without_approval() -> tuple[str, int]:
    """A new account that somebody put into use past its approval."""
    account = seeded_account()
    Account.objects.filter(pk=account.pk).update(is_new=True, status=AccountStatus.ACTIVE)
    return KIND, account.pk


@probe(
    "accounts.life_is_approved",
    clause="3.2.1",
    title=_("新开、停更和注销都经过审批"),
    why=_("账号随意开关，会留下无人管理的空壳，也会让读者找不到官方声音。"),
    seed=seed_opened_without_approval,
    window_days=30,
)
def life_is_approved(window: Window) -> Iterator[Verdict]:
    """New accounts that left 申请, and accounts that were stopped or closed in the window."""
    approved = set(
        AccountRequest.objects.filter(state=RequestState.APPROVED).values_list("account_id", "to_status").distinct()
    )
    moved = Event.objects.filter(
        name=AccountEvent.STATUS_CHANGED, outcome=Outcome.DONE, at__gte=window.start, at__lt=window.end
    ).values_list("target_id", "data")
    stopped = {pk for pk, data in moved if data.get("to") in CLOSING and data.get("from") != AccountStatus.APPLIED}
    for account in Account.objects.order_by("pk"):
        new = account.is_new and account.status not in (AccountStatus.APPLIED, AccountStatus.CLOSED)
        if not new and account.pk not in stopped:
            continue
        wanted = AccountStatus.REGISTERED if new else account.status
        good = (account.pk, str(wanted)) in approved or (not new and account.status not in CLOSING)
        reason = _("有审批记录") if good else _("没有审批就变更了状态")
        yield Verdict(KIND, account.pk, account.name, good, reason, account.get_absolute_url())


def seed_open_handover_of_a_leaver() -> tuple[str, int]:
    """Somebody left and one account of the list was never acknowledged."""
    account = seeded_account()
    handover = Handover.objects.create(member=account.backup, cause=Cause.LEAVING, begun_at=clock.now() - 8 * DAY)
    HandoverItem.objects.create(handover=handover, account=account, duty=Duty.BACKUP)
    Member.objects.filter(pk=account.backup_id).update(is_active=False)
    return "accounts.handover", handover.pk


@probe(
    "accounts.handover_finished",
    clause="3.2.1",
    title=_("离职和转岗人员的账号都已交接完"),
    why=_("没有确认接收的账号，手机和密码可能还在离开的人手里。"),
    seed=seed_open_handover_of_a_leaver,
    window_days=30,
)
def handover_finished(window: Window) -> Iterator[Verdict]:
    """Lists begun in the window or still open; seven days are given."""
    rows = Handover.objects.select_related("member").filter(begun_at__lt=window.end)
    for row in rows.order_by("pk"):
        done = row.state == HandoverState.DONE
        if done and row.begun_at < window.start:
            continue
        waits = not done and clock.now() - row.begun_at < 7 * DAY and row.member.is_active
        reason = _("已全部接收") if done else _("七天内，正在办理") if waits else _("交接超过七天或人已离职，仍未完成")
        yield Verdict("accounts.handover", row.pk, row.member.name, done or waits, reason, row.get_absolute_url())


def seed_account_without_papers() -> tuple[str, int]:
    """An account in use of which there is no paper at all."""
    account = seeded_account()
    Account.objects.filter(pk=account.pk).update(status=AccountStatus.ACTIVE)
    return KIND, account.pk


@probe(
    "accounts.documents_complete",
    clause="3.2.3",
    title=_("运营中的账号资料齐全且有效"),
    why=_("申诉、找回和续认证都要营业执照、授权书和运营者身份证明，缺一样就拿不回账号。"),
    seed=seed_account_without_papers,
    window_days=1,
)
def documents_complete(window: Window) -> Iterator[Verdict]:  # noqa: ARG001  a state of today, whatever the window
    """Every account in use."""
    accounts = list(Account.objects.filter(status=AccountStatus.ACTIVE).order_by("pk"))
    missing = queries.missing_by_account(accounts)
    for account in accounts:
        lacks = missing[account.pk]
        reason = _("缺：%(what)s") % {"what": "、".join(lacks)} if lacks else _("资料齐全")
        yield Verdict(KIND, account.pk, account.name, not lacks, reason, account.get_absolute_url(), {"missing": lacks})


def seed_access_without_reason() -> tuple[str, int]:
    """A proof of identity that was opened without saying what for."""
    account, now = seeded_account(), clock.now()
    stored = StoredFile.objects.create(
        sha256="0" * 64, size_bytes=1, mime="application/pdf", name="seed.pdf", use=queries.DOCUMENT_USE
    )
    paper = AccountDocument.objects.create(account=account, kind=DocumentKind.IDENTITY, file=stored, stored_at=now)
    access = DocumentAccess.objects.create(document=paper, member=account.backup, at=now - dt.timedelta(minutes=1))
    return "accounts.documentaccess", access.pk


@probe(
    "accounts.sensitive_access_has_reason",
    clause="3.2.3",
    title=_("敏感资料的每次调阅都写明用途"),
    why=_("身份证明和合同含个人信息与商业秘密，调阅须可追溯（个人信息保护法第五条至第八条）。"),
    seed=seed_access_without_reason,
    window_days=30,
)
def sensitive_access_has_reason(window: Window) -> Iterator[Verdict]:
    """Every opening of a sensitive paper in the window."""
    rows = DocumentAccess.objects.filter(
        document__kind__in=SENSITIVE_DOCUMENTS, at__gte=window.start, at__lt=window.end
    ).select_related("document__account", "member")
    for row in rows.order_by("pk"):
        good = len(row.reason.strip()) >= 4
        url = f"{row.document.account.get_absolute_url()}?tab=documents"
        reason = row.reason if good else _("没有写明用途")
        name = f"{row.member.name} · {row.document}"
        yield Verdict("accounts.documentaccess", row.pk, name, good, reason, url)
