"""The paper side of an account: subject and bindings, certifications, filings."""

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from masthead.accounts.events import AccountEvent
from masthead.accounts.identity import SAMPLES, is_filing
from masthead.accounts.models import Account, Certification, Dossier, Filing
from masthead.accounts.papers import DossierFacts, certification_faults
from masthead.accounts.states import ACCOUNT, AccountStatus, CertificationKind, CertificationState, FilingKind
from masthead.core import clock
from masthead.core.errors import BadInput, NotThere, Stale
from masthead.core.files.actions import store_bytes
from masthead.org.models import Member
from masthead.trail import actions as trail
from masthead.trail.guards import guarded

CLAUSE, AVATAR = "3.2.1", "accounts.avatar"
EXPLAINED = ("company_name", "credit_code")


@guarded("3.2.1")
@transaction.atomic
def save_dossier(
    *, account: Account, facts: DossierFacts, by: Member | None, reason: str = "", at: dt.datetime | None = None
) -> Dossier:
    """Keep subject, bindings, introduction and picture of an account; another subject than before is explained.

    Clause: 3.2.1.  Raises: BadInput naming the field.  Events: accounts:account:dossier_saved.
    Races: the account's row is locked, so two savers come one after the other and the trail has both.
    """
    if faults := facts.faults():
        raise _wrong(faults)
    Account.objects.select_for_update().get(pk=account.pk)
    row = Dossier.objects.filter(account=account).first() or Dossier(account=account)
    before = _plain(row)
    if any(before[name] and before[name] != facts.values()[name] for name in EXPLAINED) and len(reason.strip()) < 4:
        raise _wrong({"reason": [_("变更主体须写明理由，至少 4 个字。")]})
    for name, value in facts.values().items():
        setattr(row, name, value)
    if facts.avatar_data:
        row.avatar = store_bytes(
            data=facts.avatar_data, name=facts.avatar_name, use=AVATAR, stored_by_id=by.pk if by else None
        )
    row.save()
    account.dossier = row
    after = _plain(row)
    if changed := sorted(name for name in after if after[name] != before[name]):
        trail.record(
            AccountEvent.DOSSIER_SAVED, target=account, by=by, before=before, after=after, reason=reason.strip(),
            data={"changed": changed}, at=at,
        )  # fmt: skip
    return row


@guarded("3.2.1")
@transaction.atomic
def record_certification(
    *,
    account: Account,
    state: str,
    kind: str,
    by: Member | None,
    number: str = "",
    body: str = "",
    certified_on: dt.date | None = None,
    expires_on: dt.date | None = None,
    yearly_cost_fen: int | None = None,
    at: dt.datetime | None = None,
) -> Certification:
    """Write down what the platform certified and until when; a registered account counts as certified from then on.

    Clause: 3.2.1.  Raises: BadInput naming the field.  Events: accounts:account:certified.
    Races: an account that was moved meanwhile stays where it is; the certification is kept all the same.
    """
    valid = CertificationState(state) == CertificationState.VALID
    opened = Dossier.objects.filter(account=account).values_list("registered_on", flat=True).first()
    faults = certification_faults(certified_on=certified_on, expires_on=expires_on, registered_on=opened, valid=valid)
    if faults:
        raise _wrong(faults)
    row = Certification.objects.create(
        account=account, state=CertificationState(state), kind=CertificationKind(kind), number=number.strip(), body=body.strip(),
        certified_on=certified_on, expires_on=expires_on, yearly_cost_fen=yearly_cost_fen, recorded_at=at or clock.now(),
    )  # fmt: skip
    if valid and account.status == AccountStatus.REGISTERED:
        ACCOUNT.move(account, to=AccountStatus.CERTIFIED)
    data = {"state": str(row.state), "expires_on": str(expires_on or ""), "number": row.number}
    trail.record(AccountEvent.CERTIFIED, target=account, by=by, data=data, at=at)
    return row


@guarded("3.2.1")
@transaction.atomic
def record_filing(
    *,
    account: Account,
    kind: str,
    number: str,
    by: Member | None,
    expires_on: dt.date | None = None,
    at: dt.datetime | None = None,
) -> Filing:
    """Write down a number of a public register; the same number again only gets its new last day.

    Clause: 3.2.1.  Raises: BadInput for a number that its register never gives out.  Events: accounts:account:filed.
    """
    plain = "".join(number.split())
    if not is_filing(FilingKind(kind), plain):
        like = SAMPLES.get(FilingKind(kind).value, "")
        raise _wrong(
            {"number": [_("备案号的格式不对，例如 %(like)s。") % {"like": like} if like else _("请填写完整的备案号。")]}
        )
    row, _made = Filing.objects.update_or_create(
        account=account, kind=FilingKind(kind), number=plain,
        defaults={"expires_on": expires_on}, create_defaults={"expires_on": expires_on, "recorded_at": at or clock.now()},
    )  # fmt: skip
    trail.record(
        AccountEvent.FILED, target=account, by=by, data={"number": plain, "expires_on": str(expires_on or "")}, at=at
    )
    return row


@guarded("3.2.1")
@transaction.atomic
def remove_filing(*, account: Account, filing_id: int, by: Member, at: dt.datetime | None = None) -> None:
    """Strike a number that is no longer the account's.

    Clause: 3.2.1.  Raises: NotThere, Stale when somebody struck it first.  Events: accounts:account:unfiled.
    """
    found = Filing.objects.filter(account=account, pk=filing_id).first()
    if found is None:
        raise NotThere(_("没有这个备案号。"), code="filing_not_there")
    if found.delete()[0] != 1:
        raise Stale(_("刚才有人先处理了，请刷新后再看。"), code="filing_raced", clause=CLAUSE)
    trail.record(AccountEvent.UNFILED, target=account, by=by, data={"number": found.number}, at=at)


def _plain(row: Dossier) -> dict[str, object]:
    names = ("company_name", "credit_code", "bound_phone", "bound_email", "intro", "followers_at_start")
    return {name: getattr(row, name) for name in names} | {
        "registered_on": str(row.registered_on or ""),
        "phone_holder": row.phone_holder_id,
        "phone_is_personal": row.phone_is_personal,
        "email_holder": row.email_holder_id,
        "email_is_personal": row.email_is_personal,
        "avatar": row.avatar.sha256 if row.avatar else "",
    }


def _wrong(faults: dict[str, list[str]]) -> BadInput:
    return BadInput(_("账号档案有误，请改正后再保存。"), code="dossier_input", clause=CLAUSE, fields=faults)
