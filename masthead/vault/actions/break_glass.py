"""Emergency opening 紧急启封: two persons instead of approvals, a finding at once, replacement within a day, a review within two."""

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from masthead.core import clock
from masthead.core.errors import BadInput, NotPermitted, RuleBroken, Stale
from masthead.core.jobs import enqueue
from masthead.notify import actions as notify
from masthead.org.models import Member
from masthead.org.queries import sits_in_group
from masthead.trail import actions as trail
from masthead.trail.guards import guarded
from masthead.vault import queries
from masthead.vault.actions.checkouts import SHORTEST, check_purpose, end_checkout
from masthead.vault.actions.rotation import demand_rotation
from masthead.vault.events import VaultEvent
from masthead.vault.models import BreakGlass, Checkout, RotationReason, Secret
from masthead.vault.modes import mode_of
from masthead.vault.states import GLASS, CheckoutState, GlassState

CLAUSE = "3.2.3"
CONFIRM_MINUTES = 10
ROTATE_HOURS = 24
FINDINGS_LEAST = 10


@guarded("3.2.3")
@transaction.atomic
def ask_break_glass(*, secret: Secret, purpose: str, by: Member, at: dt.datetime | None = None) -> BreakGlass:
    """Somebody needs a secret now and approvers cannot be waited for; a second person must confirm within ten minutes.

    Clause: 3.2.3.  Raises: NotPermitted (no custodian, revoked), BadInput, RuleBroken (asked already, machines only).
    Events: vault:break_glass:asked.
    """
    mode, moment = mode_of(secret.kind), at or clock.now()
    if not queries.may_ask(by, secret) or queries.block_on(by, secret):
        raise NotPermitted(
            _("您不是这个账号的管理员或备岗，不能紧急启封。"),
            code="not_custodian",
            clause=CLAUSE,
            advice=_("请联系账号管理员。"),
        )
    if wrong := check_purpose(purpose=purpose):
        raise BadInput(_("请写明紧急情况。"), code="glass_words", clause=CLAUSE, fields={"purpose": wrong})
    waiting = BreakGlass.objects.filter(secret=secret, opener=by, state=GlassState.WAITING, confirm_until__gt=moment)
    if mode is None or waiting.exists():
        raise RuleBroken(
            _("这类凭据只供系统使用。") if mode is None else _("这份凭据已在等待第二人确认。"),
            code="machine_only" if mode is None else "glass_waiting", clause=CLAUSE,
        )  # fmt: skip
    made = BreakGlass.objects.create(
        secret=secret, opener=by, purpose=purpose.strip()[:300], mode=mode, asked_at=moment,
        confirm_until=moment + dt.timedelta(minutes=CONFIRM_MINUTES),
    )  # fmt: skip
    trail.record(VaultEvent.GLASS_ASKED, target=made, by=by, reason=made.purpose, at=moment)
    notify.tell(
        kind="vault.glass.asked", members=queries.confirmers_of(made), by=by, clause=CLAUSE, at=at, urgent=True,
        title=_("紧急启封待确认：%(what)s") % {"what": secret}, body=made.purpose, url=made.get_absolute_url(),
    )  # fmt: skip
    return made


@guarded("3.2.3")
@transaction.atomic
def confirm_break_glass(
    *, glass: BreakGlass, factor_shown: bool, by: Member, at: dt.datetime | None = None
) -> Checkout:
    """The second person agrees by an own sign-in: the first one may look now.

    Clause: 3.2.3.  Raises: NotPermitted (the same person, no capability, no second factor just now), RuleBroken (too late), Stale.
    Events: vault:break_glass:opened.
    Races: the conditional UPDATE lets one confirmation through. Finding, notices and the demand of replacement come with it.
    """
    moment = at or clock.now()
    _require_second(glass, by, factor_shown=factor_shown)
    if moment >= glass.confirm_until:
        raise RuleBroken(
            _("超过 %(n)d 分钟没有确认，这次启封已失效。") % {"n": CONFIRM_MINUTES}, code="glass_over", clause=CLAUSE,
            advice=_("请重新发起紧急启封。"),
        )  # fmt: skip
    due = queries.workdays_later(moment, queries.REVIEW_DAYS)
    GLASS.move(glass, to=GlassState.OPENED, confirmer=by, confirmed_at=moment, review_due_at=due)
    for open_one in queries.open_checkouts_of_secret(glass.opener, glass.secret):
        end_checkout(checkout=open_one, reason=_("改为紧急启封"), by=by, at=at)
    made = Checkout.objects.create(
        secret=glass.secret, requester=glass.opener, purpose=glass.purpose, task=_("紧急启封"), mode=glass.mode,
        minutes=SHORTEST, core=queries.is_core(glass.secret), emergency=glass, state=CheckoutState.GRANTED, asked_at=glass.asked_at,
        ask_until=glass.confirm_until, granted_at=moment, granted_until=moment + dt.timedelta(minutes=SHORTEST),
    )  # fmt: skip
    trail.record(
        VaultEvent.GLASS_OPENED, target=glass, by=by, reason=glass.purpose,
        data={"opener": glass.opener.name, "review_due": due.isoformat()}, at=moment,
    )  # fmt: skip
    demand_rotation(
        secret=Secret.objects.get(pk=glass.secret_id), reason=RotationReason.AFTER_USE, by=None, at=at,
        due_at=moment + dt.timedelta(hours=ROTATE_HOURS), note=_("%(who)s 紧急启封后更换") % {"who": glass.opener.name},
    )  # fmt: skip
    _tell_everybody(glass, by, at)
    enqueue("vault.report_break_glass", glass.pk)
    return made


def _require_second(glass: BreakGlass, by: Member, *, factor_shown: bool) -> None:
    if by.pk == glass.opener_id:
        raise NotPermitted(
            _("紧急启封要两个人：不能自己确认自己。"),
            code="one_person",
            clause=CLAUSE,
            advice=_("请另一位有权限的同事登录确认。"),
        )
    if not queries.may_confirm(by, glass.secret):
        raise NotPermitted(
            _("您没有确认紧急启封的权限。"), code="not_confirmer", clause=CLAUSE, advice=_("请联系部门负责人。")
        )
    if not factor_shown:
        raise NotPermitted(
            _("确认前要先通过两步验证。"),
            code="factor_not_shown",
            clause=CLAUSE,
            advice=_("请在「登录与安全」中完成两步验证。"),
        )


def _tell_everybody(glass: BreakGlass, by: Member, at: dt.datetime | None) -> None:
    words = {"what": glass.secret, "who": glass.opener.name, "second": by.name}
    notify.tell(
        kind="vault.glass.result", members=[glass.opener_id], by=by, clause=CLAUSE, at=at, urgent=True,
        title=_("可以查看了：%(what)s") % words, body=_("%(second)s 已确认。") % words, url=glass.get_absolute_url(),
    )  # fmt: skip
    notify.tell(
        kind="vault.glass.overdue", members=queries.group_members(), clause=CLAUSE, at=at, urgent=True,
        title=_("紧急启封，请复盘：%(what)s") % words,
        body=_("%(who)s 启封，%(second)s 确认。请管理小组在两个工作日内复盘。") % words, url=glass.get_absolute_url(),
    )  # fmt: skip


@guarded("3.2.3")
@transaction.atomic
def review_break_glass(*, glass: BreakGlass, findings: str, by: Member, at: dt.datetime | None = None) -> BreakGlass:
    """The management group has looked at it: was it an emergency, and what changes so that it need not happen again?

    Clause: 3.2.3.  Raises: NotPermitted (not of the group, or one of the two), BadInput, Stale.  Events: vault:break_glass:reviewed.
    Races: conditional on the state.
    """
    if not sits_in_group(by):
        raise NotPermitted(_("紧急启封由运营管理小组成员复盘。"), code="not_in_group", clause=CLAUSE)
    if by.pk in (glass.opener_id, glass.confirmer_id):
        raise NotPermitted(
            _("参与启封的人不能复盘自己。"), code="own_glass", clause=CLAUSE, advice=_("请小组其他成员复盘。")
        )
    if len(findings.strip()) < FINDINGS_LEAST:
        wrong = [_("请写明是否必要、有何改进，至少 %(n)d 个字。") % {"n": FINDINGS_LEAST}]
        raise BadInput(_("复盘结论还不完整。"), code="glass_findings", clause=CLAUSE, fields={"findings": wrong})
    moment = at or clock.now()
    GLASS.move(glass, to=GlassState.REVIEWED, reviewed_by=by, reviewed_at=moment, findings=findings.strip()[:500])
    trail.record(VaultEvent.GLASS_REVIEWED, target=glass, by=by, reason=findings, at=moment)
    enqueue("vault.report_break_glass", glass.pk)
    return glass


@guarded("3.2.3")
@transaction.atomic
def lapse_break_glass(*, glass: BreakGlass, by: Member | None = None, at: dt.datetime | None = None) -> None:
    """No second person came.

    Clause: 3.2.3.  Raises: Stale when somebody confirmed first.  Events: vault:break_glass:lapsed.  Races: conditional on the state.
    """
    moment = at or clock.now()
    if BreakGlass.objects.filter(pk=glass.pk, state=GlassState.WAITING).update(state=GlassState.LAPSED) != 1:
        raise Stale(_("刚才有人确认了。"), code="glass_raced", clause=CLAUSE)
    trail.record(VaultEvent.GLASS_LAPSED, target=glass, by=by, at=moment)
