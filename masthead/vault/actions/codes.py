"""Showing the six-digit code of a seed that nobody ever sees."""

import datetime as dt
from dataclasses import dataclass, field

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_variables

from masthead.core import clock
from masthead.core.errors import RuleBroken
from masthead.org.models import Member
from masthead.trail import actions as trail
from masthead.trail.guards import guarded
from masthead.vault import queries
from masthead.vault.events import VaultEvent
from masthead.vault.material import read_seed
from masthead.vault.models import CodeShown, Secret, SecretKind


@dataclass(frozen=True)
class CodeNow:
    """What a person may see: the code, out of `repr`, and how long it is good."""

    digits: str = field(repr=False)
    seconds_left: int
    following: str = field(repr=False)  # for who is late


@guarded("3.2.2")
@sensitive_variables("seed")
@transaction.atomic
def show_code(*, secret: Secret, by: Member, at: dt.datetime | None = None) -> CodeNow:
    """The code of this moment, once for each person and step. The caller has asked whether that person may (a check-out in force).

    Clause: 3.2.2.  Raises: RuleBroken for another kind or a second look in one step; SecretUnavailable.  Events: vault:code:shown.
    Races: the unique person and step lets one of two clicks through.
    """
    moment = at or clock.now()
    if secret.kind != SecretKind.TOTP:
        raise RuleBroken(_("这份凭据没有验证码。"), code="not_a_seed", clause="3.2.2")
    seed = read_seed(queries.opened(queries.current_version(secret.ref)))
    step = seed.step_at(moment)
    try:
        with transaction.atomic():
            CodeShown.objects.create(secret=secret, member=by, step=step, at=moment)
    except IntegrityError:
        raise RuleBroken(
            _("这个验证码已经给您显示过了。"),
            code="code_shown_already",
            clause="3.2.2",
            advice=_("请等 %(n)d 秒，再取下一个。") % {"n": seed.seconds_left(moment)},
        ) from None
    trail.record(VaultEvent.CODE_SHOWN, target=secret, by=by, version=str(secret.version), data={"step": step}, at=at)
    following = seed.code_at(moment + dt.timedelta(seconds=seed.period))
    return CodeNow(seed.code_at(moment), seed.seconds_left(moment), following)
