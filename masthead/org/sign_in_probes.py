"""What the board asks of signing in."""

import datetime as dt
from collections.abc import Iterator

from allauth.mfa.models import Authenticator
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from masthead.core import clock
from masthead.org.models import Grant, Member, Role, ScopeKind, in_force
from masthead.org.queries import FACTORS
from masthead.trail.probes import Verdict, Window, probe


def _give_an_unprotected_member_a_sensitive_role() -> tuple[str, int]:
    """The violation that the probe must notice: a sensitive role in the hands of somebody without a second factor."""
    member = Member.objects.filter(is_active=True).exclude(pk__in=_protected()).order_by("pk").first()
    if member is None:
        member = Member.objects.create(username="probe.second.factor", name="探针")
    role, _made = Role.objects.get_or_create(key="probe-sensitive", defaults={"name": "探针", "sensitive": True})
    Grant.objects.create(member=member, role=role, scope_kind=ScopeKind.COMPANY, start_on=clock.today())
    return "org.member", member.pk


def _protected() -> set[int]:
    return set(Authenticator.objects.filter(type__in=FACTORS).values_list("user_id", flat=True))


@probe(
    "2.1.second_factor",
    clause="2.1",
    title=gettext_lazy("敏感角色都有两步验证"),
    why=gettext_lazy("持有敏感角色的人只凭密码登录时，密码一旦泄露，账号、凭据和权限都会落入他人之手。"),
    seed=_give_an_unprotected_member_a_sensitive_role,
    window_days=1,
    weight=5,
)
def sensitive_roles_are_protected(window: Window) -> Iterator[Verdict]:
    """Everybody who holds a sensitive role on the last day of the window, and whether a second factor is set up now."""
    last_day = clock.china(window.end - dt.timedelta(microseconds=1)).date()
    held = Grant.objects.filter(in_force(last_day), role__sensitive=True, member__is_active=True)
    protected = _protected()
    for member in Member.objects.filter(pk__in=held.values("member")).order_by("pk"):
        good = member.pk in protected
        reason = _("已启用两步验证") if good else _("没有启用两步验证，角色暂不起作用")
        url = reverse("org:member_sign_in", args=[member.pk])
        yield Verdict("org.member", member.pk, member.name, good, reason, url, {"second_factor": good})
