"""Hand-overs: a list is made, each account is handed with its checklist, the receiver acknowledges, the list closes."""

import datetime as dt
from collections.abc import Sequence

from django.db import transaction
from django.utils.translation import gettext as _

from masthead.accounts import queries
from masthead.accounts.events import AccountEvent
from masthead.accounts.models import STEPS, Account, Cause, Duty, Handover, HandoverItem
from masthead.accounts.states import HANDOVER, HandoverState
from masthead.core import clock
from masthead.core.errors import BadInput, NotPermitted, RuleBroken, Stale
from masthead.core.files.actions import store_bytes
from masthead.notify import actions as notify
from masthead.org.models import Member, Unit
from masthead.trail import actions as trail
from masthead.trail.guards import guarded

CLAUSE = "3.2.1"


@guarded("3.2.1")
@transaction.atomic
def begin_handover(
    *,
    member: Member,
    cause: str,
    by: Member | None,
    note: str = "",
    duties: Sequence[tuple[Account, Duty]] | None = None,
    at: dt.datetime | None = None,
) -> Handover:
    """Make the list of all that somebody administers or ever saw; a list that is open already gets what is missing.

    Clause: 3.2.1.  Raises: RuleBroken when there is nothing to hand over.  Events: accounts:handover:begun.
    Races: the member's row is locked, so two beginners make one list.
    """
    Member.objects.select_for_update().get(pk=member.pk)
    found = queries.duties_of(member) if duties is None else list(duties)
    if not found:
        raise RuleBroken(
            _("%(name)s 名下没有账号，也没有接触过凭据，无需交接。") % {"name": member.name},
            code="nothing_to_hand_over",
            clause=CLAUSE,
        )
    moment = at or clock.now()
    handover = queries.open_handover_of(member) or Handover.objects.create(
        member=member, cause=Cause(cause), note=note.strip()[:200], begun_by=by, begun_at=moment
    )
    known = set(handover.items.values_list("account", "duty"))
    fresh = [HandoverItem(handover=handover, account=a, duty=d) for a, d in found if (a.pk, str(d)) not in known]
    HandoverItem.objects.bulk_create(fresh)
    for item in fresh:
        data = {"member": member.pk, "duty": str(item.duty), "cause": str(handover.cause)}
        trail.record(AccountEvent.HANDOVER_BEGUN, target=item.account, by=by, reason=note.strip(), data=data, at=at)
    if fresh:
        notify.tell(
            kind="accounts.handover", members=[member], title=_("请交接 %(n)d 个账号") % {"n": len(fresh)},
            url=handover.get_absolute_url(), by=by, clause=CLAUSE, at=at,
        )  # fmt: skip
    return handover


@guarded("3.2.1")
@transaction.atomic
def hand_item(
    *,
    item: HandoverItem,
    receiver: Member,
    steps: Sequence[str],
    by: Member,
    evidence: bytes = b"",
    evidence_name: str = "",
    at: dt.datetime | None = None,
) -> HandoverItem:
    """Name who takes an account and tick what was done; the password step is believed only when the vault has newer secrets.

    Clause: 3.2.1.  Raises: NotPermitted, BadInput naming the field, Stale when it was acknowledged meanwhile.
    Events: accounts:handover:handed.  Races: the conditional UPDATE writes only while nobody has acknowledged it.
    """
    giver = item.handover.member_id
    if by.pk not in (giver, item.receiver_id) and not queries.may_manage(by, item.account):
        raise NotPermitted(_("只有交接人和账号管理者可以办理交接。"), code="handover_not_yours", clause=CLAUSE)
    if faults := _faults(item, receiver, steps):
        raise BadInput(_("交接信息有误，请改正后再提交。"), code="handover_input", clause=CLAUSE, fields=faults)
    moment, changes = at or clock.now(), {"receiver": receiver, "steps": [s for s in STEPS if s in steps]}
    if evidence:
        changes["evidence"] = store_bytes(
            data=evidence, name=evidence_name, use=queries.DOCUMENT_USE, stored_by_id=by.pk
        )
    rows = HandoverItem.objects.filter(pk=item.pk, acknowledged_at=None)
    if rows.update(handed_at=moment, **changes) != 1:
        raise Stale(_("接收人刚刚已确认，请刷新后再看。"), code="handover_raced", clause=CLAUSE)
    item.refresh_from_db()
    data = {"to": receiver.pk, "duty": str(item.duty), "steps": item.steps}
    trail.record(AccountEvent.HANDED, target=item.account, by=by, data=data, at=at)
    notify.tell(
        kind="accounts.handover", members=[receiver], title=_("账号「%(name)s」交接给您，请确认接收") % {"name": item.account.name},
        url=item.handover.get_absolute_url(), by=by, clause=CLAUSE, at=at,
    )  # fmt: skip
    return item


@guarded("3.2.1")
@transaction.atomic
def acknowledge_item(*, item: HandoverItem, by: Member, at: dt.datetime | None = None) -> HandoverItem:
    """The receiver takes the account: from now on they stand in the register, and the last acknowledgement closes the list.

    Clause: 3.2.1.  Raises: NotPermitted for anybody else, RuleBroken when they are the other custodian already, Stale.
    Events: accounts:handover:acknowledged, accounts:handover:done.
    Races: item and account change by conditional UPDATE; the list's row is locked before it is counted empty.
    """
    if item.receiver_id != by.pk or item.handed_at is None:
        raise NotPermitted(_("只有接收人可以确认接收。"), code="handover_not_receiver", clause=CLAUSE)
    if item.open_steps:
        raise RuleBroken(
            _("清单还没有完成：%(what)s。") % {"what": _("、").join(item.open_steps)},
            code="handover_steps_open",
            clause=CLAUSE,
            advice=_("请先在「办理交接」里逐项完成。"),
        )
    handover = Handover.objects.select_for_update().get(pk=item.handover_id)
    moment = at or clock.now()
    if HandoverItem.objects.filter(pk=item.pk, acknowledged_at=None, receiver=by).update(acknowledged_at=moment) != 1:
        raise Stale(_("刚才有人先处理了，请刷新后再看。"), code="handover_raced", clause=CLAUSE)
    item.acknowledged_at = moment
    if item.duty != Duty.SAW:
        _replace(item, handover, by)
    data = {"from": handover.member_id, "duty": str(item.duty), "steps": item.steps}
    trail.record(AccountEvent.ACKNOWLEDGED, target=item.account, by=by, data=data, at=at)
    if not handover.items.filter(acknowledged_at=None).exists():
        HANDOVER.move(handover, to=HandoverState.DONE, done_at=moment)
        trail.record(AccountEvent.HANDOVER_DONE, target=handover, by=by, at=at)
    return item


def follow_transfer(*, member: Member, unit: Unit, by: Member | None) -> Handover | None:
    """Somebody moves to another department: what belongs to the departments left behind goes on a list.

    Clause: 3.2.1.  Events: accounts:handover:begun.
    """
    outside = [(a, d) for a, d in queries.duties_of(member) if not a.unit.path.startswith(unit.path)]
    if not outside:
        return None
    note = _("转到「%(unit)s」") % {"unit": unit.name}
    return begin_handover(member=member, cause=Cause.MOVING, by=by, note=note, duties=outside)


def _replace(item: HandoverItem, handover: Handover, by: Member) -> None:
    """Races: the account changes only while the giver still stands there; the constraint keeps the two custodians apart."""
    account = Account.objects.select_for_update().get(pk=item.account_id)
    if getattr(account, f"{item.duty}_id") == by.pk:
        return
    if by.pk in (account.administrator_id, account.backup_id):
        raise RuleBroken(
            _("您已是「%(name)s」的另一位管理人，管理员和备岗须是两个人。") % {"name": account.name},
            code="receiver_cannot_take",
            clause=CLAUSE,
            advice=_("请交接人另选接收人。"),
        )
    rows = Account.objects.filter(pk=account.pk, **{item.duty: handover.member_id})
    if rows.update(**{item.duty: by.pk}) != 1:
        raise Stale(_("账号刚刚被修改，请重试。"), code="account_raced", clause=CLAUSE)


def _faults(item: HandoverItem, receiver: Member, steps: Sequence[str]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    account, giver = item.account, item.handover.member_id
    other = account.backup_id if item.duty == Duty.ADMINISTRATOR else account.administrator_id
    if not receiver.is_active or receiver.pk == giver:
        found["receiver"] = [_("接收人必须是另一位在职成员。")]
    elif item.duty != Duty.SAW and receiver.pk == other:
        found["receiver"] = [_("%(name)s 已是这个账号的另一位管理人。") % {"name": receiver.name}]
    missing = [str(label) for key, label in STEPS.items() if key not in steps]
    if missing:
        found["steps"] = [_("还没有完成：%(what)s。不涉及的也请核对后勾选。") % {"what": _("、").join(missing)}]
    elif old := queries.secrets_not_rotated(item):
        found["steps"] = [_("保险箱里的%(what)s仍为交接人所知，请由他人更换。") % {"what": _("、").join(old)}]
    return found
