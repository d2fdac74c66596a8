"""A check-out from the request to the return. The approval itself is the one engine's business; here are its answers."""

import datetime as dt
import re

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from masthead.approvals import actions as approvals
from masthead.approvals.models import Case, FlowVersion
from masthead.core import clock
from masthead.core.errors import BadInput, NotPermitted, RuleBroken
from masthead.notify import actions as notify
from masthead.org.models import Member
from masthead.trail import actions as trail
from masthead.trail.guards import guarded, silent
from masthead.vault import queries
from masthead.vault.actions.rotation import demand_rotation
from masthead.vault.events import VaultEvent
from masthead.vault.models import Checkout, RotationReason, Secret
from masthead.vault.modes import mode_of
from masthead.vault.states import CHECKOUT, CheckoutState, Mode

CLAUSE = "3.2.2"
SHORTEST, LONGEST = 30, 120
ASK_HOURS = 24
ROTATE_HOURS, ROTATE_CORE_HOURS = 72, 24
HAN = re.compile(r"[\u4e00-\u9fff]")
FLOW = [
    {"name": "部门负责人批准", "mode": "any", "resolver": {"kind": "unit_head"}, "due_hours": 4},
    {
        "name": "账号管理员复核（核心账号）",
        "mode": "any",
        "resolver": {"kind": "role", "role": "account_admin"},
        "when": {"all": [{"fact": "core", "op": "eq", "value": True}]},
        "due_hours": 4,
    },
]


@silent("publishing a flow is recorded by the approval engine")
@transaction.atomic
def ensure_checkout_flow(*, by: Member | None = None) -> None:
    """The built-in path where there never was one; what an administrator published or took out of force stays so."""
    if not FlowVersion.objects.filter(key=queries.CHECKOUT_KIND).exists():
        approvals.publish_flow(key=queries.CHECKOUT_KIND, name=_("凭据领用审批"), steps=FLOW, by=by)


@guarded("3.2.2")
@transaction.atomic
def ask_checkout(
    *, secret: Secret, purpose: str, task: str, minutes: int, by: Member, at: dt.datetime | None = None
) -> Checkout:
    """Ask to use a secret for a purpose and some time; one approver decides, two for a core owner.

    Clause: 3.2.2.  Raises: NotPermitted (neither custodian nor capability, or revoked), BadInput naming each field, RuleBroken (one is
    open already, machines only).  Events: vault:checkout:asked.
    Races: two requests collide on the one-open-check-out constraint; one wins.
    """
    mode, moment = mode_of(secret.kind), at or clock.now()
    _require_reach(secret, by)
    if mode is None:
        raise RuleBroken(
            _("这类凭据只供系统使用，不能领用。"),
            code="machine_only",
            clause=CLAUSE,
            advice=_("请改用账号的登录凭据。"),
        )
    fields = _faults(purpose, task, minutes, by)
    if fields:
        raise BadInput(_("领用申请还不完整。"), code="checkout_words", clause=CLAUSE, fields=fields)
    thing = queries.linked_thing(task.strip(), by)
    try:
        with transaction.atomic():
            made = Checkout.objects.create(
                secret=secret, requester=by, purpose=purpose.strip()[:300], mode=mode, minutes=minutes,
                task=(thing.title if thing else task.strip())[:200], task_kind=thing.kind if thing else "",
                task_id=thing.object_id if thing else None, task_url=thing.url if thing else "",
                core=queries.is_core(secret), asked_at=moment, ask_until=moment + dt.timedelta(hours=ASK_HOURS),
            )  # fmt: skip
    except IntegrityError:
        raise RuleBroken(
            _("您已有一次没有结束的领用。"),
            code="checkout_open",
            clause=CLAUSE,
            advice=_("请先归还或撤回，再重新申请。"),
        ) from None
    trail.record(
        VaultEvent.CHECKOUT_ASKED, target=made, by=by, reason=made.purpose,
        data={"task": made.task, "minutes": minutes, "mode": str(mode), "core": made.core}, at=moment,
    )  # fmt: skip
    ensure_checkout_flow()
    approvals.open_case(kind=queries.CHECKOUT_KIND, subject=made, by=by, at=at)
    return made


def _require_reach(secret: Secret, by: Member) -> None:
    if not queries.may_ask(by, secret):
        raise NotPermitted(
            _("您不是这个账号的管理员或备岗，也没有领用权限。"), code="not_custodian", clause=CLAUSE,
            advice=_("请由账号管理员领用，或请其调整账号的管理员。"),
        )  # fmt: skip
    if block := queries.block_on(by, secret):
        raise NotPermitted(
            _("您对「%(name)s」的凭据权限已在权限复核中收回。") % {"name": block.owner_label}, code="access_revoked", clause=CLAUSE,
            advice=_("确有需要时，请复核人恢复您的权限。"),
        )  # fmt: skip


def check_purpose(*, purpose: str) -> list[str]:
    """What is wrong with the words of a purpose; [] = nothing."""
    if len(HAN.findall(purpose)) < queries.PURPOSE_LEAST:
        return [_("请用至少 %(n)d 个汉字写明用途。") % {"n": queries.PURPOSE_LEAST}]
    return []


def _faults(purpose: str, task: str, minutes: int, by: Member) -> dict[str, list[str]]:
    found = {}
    if wrong := check_purpose(purpose=purpose):
        found["purpose"] = wrong
    if len(task.strip()) < queries.TASK_LEAST:
        found["task"] = [_("请写明为哪项工作领用，或粘贴该工作的页面地址。")]
    elif task.strip().startswith("/") and queries.linked_thing(task.strip(), by) is None:
        found["task"] = [_("找不到这个页面，或您看不到它；请检查地址，或直接写明是哪项工作。")]
    if not SHORTEST <= minutes <= LONGEST:
        found["minutes"] = [_("时限为 %(a)d 到 %(b)d 分钟。") % {"a": SHORTEST, "b": LONGEST}]
    return found


@guarded("3.2.2")
@transaction.atomic
def note_granted(*, checkout: Checkout, case: Case, by: Member, at: dt.datetime | None = None) -> None:
    """The engine has its approvals: the time begins to run.

    Clause: 3.2.2.  Raises: NotPermitted for the requester's own approval, Stale when it has lapsed.  Events: vault:checkout:granted.
    Races: conditional on the state; what was withdrawn or has lapsed meanwhile is not granted.
    """
    if by.pk == checkout.requester_id:
        raise NotPermitted(_("不能批准自己的领用申请。"), code="own_checkout", clause=CLAUSE)
    moment = at or clock.now()
    until = moment + dt.timedelta(minutes=checkout.minutes)
    CHECKOUT.move(checkout, to=CheckoutState.GRANTED, granted_at=moment, granted_until=until)
    trail.record(
        VaultEvent.CHECKOUT_GRANTED, target=checkout, by=by, version=case.content_hash,
        data={"case": case.pk, "until": until.isoformat()}, at=at,
    )  # fmt: skip
    _tell_requester(checkout, _("领用已批准：%(what)s") % {"what": checkout.secret}, by)


@guarded("3.2.2")
@transaction.atomic
def note_declined(*, checkout: Checkout, comment: str, by: Member, at: dt.datetime | None = None) -> None:
    """The approvers said no, or sent it back: a new request is needed.

    Clause: 3.2.2.  Events: vault:checkout:declined.  Races: conditional on the state.
    """
    moment = at or clock.now()
    CHECKOUT.move(checkout, to=CheckoutState.DECLINED, ended_at=moment, note=comment.strip()[:300])
    trail.record(VaultEvent.CHECKOUT_DECLINED, target=checkout, by=by, reason=comment, at=moment)
    _tell_requester(checkout, _("领用未批准：%(what)s") % {"what": checkout.secret}, by, comment)


@silent("the end that was recorded first brought the withdrawal of the case; a withdrawal by itself is recorded here")
@transaction.atomic
def note_withdrawn(*, checkout: Checkout, by: Member, at: dt.datetime | None = None) -> None:
    """The case was taken back; a check-out that already ended otherwise stays as it is."""
    moment = at or clock.now()
    rows = Checkout.objects.filter(pk=checkout.pk, state=CheckoutState.ASKED)
    if rows.update(state=CheckoutState.WITHDRAWN, ended_at=moment):
        trail.record(VaultEvent.CHECKOUT_WITHDRAWN, target=checkout, by=by, at=moment)


@guarded("3.2.2")
@transaction.atomic
def withdraw_checkout(*, checkout: Checkout, by: Member, at: dt.datetime | None = None) -> None:
    """The requester does not need it any more, before anybody decided.

    Clause: 3.2.2.  Raises: NotPermitted for others, RuleBroken when it is decided.  Events: vault:checkout:withdrawn.
    Races: the case row is locked by the engine; a decision that came first makes this Stale.
    """
    _require_requester(checkout, by)
    CHECKOUT.require(checkout, to=CheckoutState.WITHDRAWN)
    case = queries.running_case_of(checkout)
    if case is not None:
        approvals.withdraw_case(case=case, by=by, reason=_("申请人撤回领用"), at=at)
    note_withdrawn(checkout=checkout, by=by, at=at)


@guarded("3.2.2")
@transaction.atomic
def return_checkout(*, checkout: Checkout, by: Member, at: dt.datetime | None = None) -> Checkout:
    """The work is done; what was seen must be replaced where its class says so.

    Clause: 3.2.2.  Raises: NotPermitted for others, RuleBroken when nothing is out.  Events: vault:checkout:returned.
    Races: the conditional UPDATE lets one of return and expiry through.
    """
    _require_requester(checkout, by)
    moment = at or clock.now()
    CHECKOUT.move(checkout, to=CheckoutState.RETURNED, ended_at=moment)
    trail.record(VaultEvent.CHECKOUT_RETURNED, target=checkout, by=by, at=moment)
    demand_after_use(checkout=checkout, at=moment)
    return checkout


@silent("expire_checkout, return_checkout and end_checkout record the end; the demand records itself")
@transaction.atomic
def demand_after_use(*, checkout: Checkout, at: dt.datetime) -> None:
    """Replacement of what a person saw: passwords always, everything of a core owner, within three days or one."""
    seen = queries.reveal_of(checkout)
    if seen is None or not _wears_out(checkout):
        return
    hours = ROTATE_CORE_HOURS if checkout.core else ROTATE_HOURS
    note = _("%(who)s 领用查看后更换：%(why)s") % {"who": checkout.requester.name, "why": checkout.purpose}
    due = at + dt.timedelta(hours=hours)
    secret = Secret.objects.get(pk=checkout.secret_id)
    demand_rotation(secret=secret, reason=RotationReason.AFTER_USE, note=note, due_at=due, by=None, at=at)


def _wears_out(checkout: Checkout) -> bool:
    """Must it be replaced after a person has seen it? As the rule of its kind says; everything but a code of a core owner."""
    if checkout.mode == Mode.CODE:
        return False
    return checkout.core or queries.rule_of(checkout.secret.kind).after_use


@guarded("3.2.2")
@transaction.atomic
def expire_checkout(*, checkout: Checkout, by: Member | None = None, at: dt.datetime | None = None) -> None:
    """The time is over and nobody has returned it; who had looked is told, and so are the custodians.

    Clause: 3.2.2.  Raises: Stale when it was returned first.  Events: vault:checkout:expired.  Races: conditional on the state.
    """
    moment, was_seen = at or clock.now(), checkout.state == CheckoutState.SEEN
    CHECKOUT.move(checkout, to=CheckoutState.EXPIRED, ended_at=moment)
    trail.record(VaultEvent.CHECKOUT_EXPIRED, target=checkout, by=by, data={"seen": was_seen}, at=moment)
    demand_after_use(checkout=checkout, at=moment)
    if was_seen:
        notify.tell(
            kind="vault.checkout.overdue",
            members={checkout.requester_id, *queries.custodians_of(checkout.secret)},
            title=_("领用到期未归还：%(what)s") % {"what": checkout.secret},
            body=_("领用人 %(who)s 没有在时限内归还，已按到期处理。") % {"who": checkout.requester.name},
            url=checkout.get_absolute_url(), clause=CLAUSE, at=moment,
        )  # fmt: skip


@guarded("3.2.2")
@transaction.atomic
def lapse_checkout(*, checkout: Checkout, by: Member | None = None, at: dt.datetime | None = None) -> None:
    """Nobody answered in time: a request never passes by itself, it ends.

    Clause: 3.2.2.  Raises: Stale when somebody decided first.  Events: vault:checkout:lapsed.  Races: conditional on the state.
    """
    moment = at or clock.now()
    CHECKOUT.move(checkout, to=CheckoutState.LAPSED, ended_at=moment)
    trail.record(VaultEvent.CHECKOUT_LAPSED, target=checkout, by=by, at=moment)
    _close_case(checkout, _("超过 %(n)d 小时无人答复，自动失效") % {"n": ASK_HOURS}, at)
    _tell_requester(
        checkout, _("领用申请已失效：%(what)s") % {"what": checkout.secret}, None, _("没有人在时限内答复，请重新申请。")
    )


@guarded("3.2.2")
@transaction.atomic
def end_checkout(*, checkout: Checkout, reason: str, by: Member | None, at: dt.datetime | None = None) -> None:
    """Take an open check-out away from the person, whatever its state.

    Clause: 3.2.2.  Raises: Stale when it ended first.  Events: vault:checkout:ended.  Races: conditional on the state.
    """
    moment = at or clock.now()
    CHECKOUT.move(checkout, to=CheckoutState.ENDED, ended_at=moment, note=reason[:300])
    trail.record(VaultEvent.CHECKOUT_ENDED, target=checkout, by=by, reason=reason, at=moment)
    _close_case(checkout, reason, at)
    demand_after_use(checkout=checkout, at=moment)


@guarded("3.2.3")
@transaction.atomic
def end_checkouts_of(
    *, owner_kind: str, owner_id: int, reason: str, by: Member | None, at: dt.datetime | None = None
) -> int:
    """Take every open check-out of an owner away; returns how many. Run again, it finds nothing.

    Clause: 3.2.3.  Raises: Stale when one ended meanwhile.  Events: vault:checkout:ended for each.
    """
    found = queries.all_open_checkouts(owner_kind, owner_id)
    for checkout in found:
        end_checkout(checkout=checkout, reason=reason, by=by, at=at)
    return len(found)


def _close_case(checkout: Checkout, reason: str, at: dt.datetime | None) -> None:
    """Only the requester may take a case back, so it is taken back in the requester's name with the true reason."""
    case = queries.running_case_of(checkout)
    if case is not None:
        approvals.withdraw_case(case=case, by=checkout.requester, reason=reason, at=at)


def _require_requester(checkout: Checkout, by: Member) -> None:
    if by.pk != checkout.requester_id:
        raise NotPermitted(
            _("只有领用人本人可以这样做。"), code="not_requester", clause=CLAUSE, advice=_("请由领用人自己办理。")
        )


def _tell_requester(checkout: Checkout, title: str, by: Member | None, body: str = "") -> None:
    notify.tell(
        kind="vault.checkout.result", members=[checkout.requester_id], title=title, body=body,
        url=checkout.get_absolute_url(), by=by, clause=CLAUSE,
    )  # fmt: skip
