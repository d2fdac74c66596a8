"""The one look. The row that says it was taken is written before the content leaves; without it nothing leaves."""

import datetime as dt
from dataclasses import dataclass, field

from django.db import transaction
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_variables

from masthead.core import clock
from masthead.core.errors import NotPermitted, Stale
from masthead.notify import actions as notify
from masthead.org.models import Member
from masthead.trail import actions as trail
from masthead.trail.guards import guarded
from masthead.vault import queries
from masthead.vault.actions.codes import CodeNow, show_code
from masthead.vault.events import VaultEvent
from masthead.vault.models import LOOK_SECONDS, Checkout, Reveal, SecretVersion
from masthead.vault.states import CheckoutState, GlassState, Mode

CLAUSE = "3.2.2"


@dataclass(frozen=True)
class Shown:
    """What leaves the vault, once. `repr` leaves it out. `code` instead of `text` for a seed."""

    reveal: Reveal
    text: str = field(repr=False, default="")
    code: CodeNow | None = field(repr=False, default=None)


@guarded("3.2.2")
@sensitive_variables("shown")
@transaction.atomic
def reveal_secret(*, checkout: Checkout, factor_shown: bool, by: Member, at: dt.datetime | None = None) -> Shown:
    """Give the content to the person who checked it out, once, inside the granted time.

    Clause: 3.2.2.  Raises: NotPermitted (not the requester, no second factor just now, not granted, seen before, over, revoked, too few
    approvals), Stale, SecretUnavailable.  Events: vault:secret:revealed, vault:checkout:used, vault:reveal:too_many.
    Races: the conditional UPDATE and the one-to-one row let exactly one of two looks through; both stand before anything is opened.
    """
    moment = at or clock.now()
    _require_person(checkout, by, factor_shown=factor_shown)
    _require_granted(checkout, moment)
    _require_approvals(checkout)
    version = queries.current_version(checkout.secret.ref)
    rows = Checkout.objects.filter(pk=checkout.pk, state=CheckoutState.GRANTED, granted_until__gt=moment)
    if rows.update(state=CheckoutState.SEEN) != 1:
        raise Stale(_("刚才已经查看过，每次领用只能查看一次。"), code="reveal_raced", clause=CLAUSE)
    checkout.state = CheckoutState.SEEN
    reveal = Reveal.objects.create(
        checkout=checkout, secret=version.secret, version=version.n, member=by, mode=checkout.mode,
        purpose=checkout.purpose, at=moment, until=moment + dt.timedelta(seconds=LOOK_SECONDS),
    )  # fmt: skip
    trail.record(
        VaultEvent.SECRET_REVEALED, target=version.secret, by=by, reason=checkout.purpose, version=str(version.n),
        data={"checkout": checkout.pk, "task": checkout.task, "mode": checkout.mode, "emergency": bool(checkout.emergency_id)},
        at=moment,
    )  # fmt: skip
    trail.record(VaultEvent.CHECKOUT_USED, target=checkout, by=by, version=str(version.n), at=moment)
    _mind_pace(by, moment)
    return _opened(reveal, version)


@sensitive_variables()
def _opened(reveal: Reveal, version: SecretVersion) -> Shown:
    if reveal.mode == Mode.CODE:
        return Shown(reveal, code=show_code(secret=version.secret, by=reveal.member, at=reveal.at))
    return Shown(reveal, text=queries.opened(version))


def _require_person(checkout: Checkout, by: Member, *, factor_shown: bool) -> None:
    if by.pk != checkout.requester_id:
        raise NotPermitted(
            _("只有领用人本人可以查看。"), code="not_requester", clause=CLAUSE, advice=_("需要时请自己申请领用。")
        )
    if not factor_shown:
        raise NotPermitted(
            _("查看凭据前要先通过两步验证。"), code="factor_not_shown", clause=CLAUSE,
            advice=_("请在「登录与安全」中设置或完成两步验证，再回来查看。"),
        )  # fmt: skip
    if queries.block_on(by, checkout.secret):
        raise NotPermitted(_("您的凭据权限已收回，不能查看。"), code="access_revoked", clause=CLAUSE)


def _require_granted(checkout: Checkout, moment: dt.datetime) -> None:
    if checkout.state == CheckoutState.SEEN or queries.reveal_of(checkout) is not None:
        raise NotPermitted(
            _("每次领用只能查看一次，您已经看过。"),
            code="seen_before",
            clause=CLAUSE,
            advice=_("需要再看请重新申请领用。"),
        )
    if checkout.state == CheckoutState.ASKED:
        raise NotPermitted(
            _("领用还没有批准，不能查看。"), code="not_approved", clause=CLAUSE, advice=_("请等待审批人批准。")
        )
    over = checkout.granted_until is None or moment >= checkout.granted_until
    if over or checkout.state != CheckoutState.GRANTED:
        raise NotPermitted(
            _("这次领用已经结束，不能查看。"), code="checkout_over", clause=CLAUSE, advice=_("需要时请重新申请领用。")
        )


def _require_approvals(checkout: Checkout) -> None:
    """The state alone is not believed: approvals of other people, or two persons in an emergency, must be there."""
    if checkout.emergency_id:
        glass = queries.get_glass(checkout.emergency_id)
        two = glass.state == GlassState.OPENED and glass.confirmer_id not in (None, glass.opener_id)
        if two and glass.opener_id == checkout.requester_id:
            return
        raise NotPermitted(_("紧急启封没有经第二人确认。"), code="one_person", clause="3.2.3")
    needed = queries.needed_approvals(checkout, core=queries.is_core(checkout.secret))
    if len(queries.approvers_of([checkout])[checkout.pk]) < needed:
        raise NotPermitted(
            _("这次领用需要 %(n)d 位本人以外的审批人批准，现在不足。") % {"n": needed}, code="too_few_approvals", clause=CLAUSE,
            advice=_("请撤回后重新申请；流程不足两级时请系统管理员调整「凭据领用审批」流程。"),
        )  # fmt: skip


def _mind_pace(by: Member, moment: dt.datetime) -> None:
    """Many looks in one hour are how a leaver empties the vault: the group hears of it at once."""
    count = queries.reveals_lately(by, moment)
    if count <= queries.REVEALS_AN_HOUR:
        return
    trail.record(VaultEvent.REVEALS_TOO_MANY, target=by, by=by, data={"count": count}, at=moment)
    notify.tell(
        kind="vault.pace.lost",
        members=[m for m in queries.group_members() if m.pk != by.pk],
        title=_("%(who)s 一小时内查看了 %(n)d 份凭据") % {"who": by.name, "n": count},
        body=_("超过每小时 %(n)d 份的限度，请核实是否正常。") % {"n": queries.REVEALS_AN_HOUR},
        url=queries.exposure_url(by), clause=CLAUSE, at=moment, urgent=True,
    )  # fmt: skip
