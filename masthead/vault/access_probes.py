"""Clauses 3.2.2 and 3.2.3: looks at secrets have a reason and approvals, access is reviewed, emergencies are looked at afterwards."""

import datetime as dt
from collections.abc import Iterator

from django.utils.crypto import get_random_string
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from masthead.core import clock
from masthead.org import actions as org
from masthead.org.models import Member
from masthead.trail.probes import Verdict, Window, probe
from masthead.vault import actions, queries
from masthead.vault.models import BreakGlass, Checkout, Reveal, ReviewCampaign, ReviewEntry, Secret, SecretKind
from masthead.vault.states import CheckoutState, GlassState, Mode
from masthead.vault.strength import generated_password

HOUR = dt.timedelta(hours=1)
PERSON = "org.member"
LOOK, REVIEW, GLASS = "vault.reveal", "vault.reviewcampaign", "vault.breakglass"


def _people() -> tuple[Member, Member]:
    mark = get_random_string(8, "abcdefghjkmnpqrstuvwxyz")
    one, two = (
        org.add_member(username=f"probe_{mark}_{n}", name=f"探针{n}", password=get_random_string(24), by=None)
        for n in (1, 2)
    )
    return one, two


def _secret(at: dt.datetime) -> Secret:
    return actions.store_secret(
        kind=SecretKind.PASSWORD,
        owner_kind="vault.probe",
        owner_id=0,
        label="探针",
        plaintext=generated_password(),
        by=None,
        at=at,
    )


def seed_unapproved_look() -> tuple[str, int]:
    """A look that nobody approved, written past the action."""
    at = clock.now() - dt.timedelta(minutes=5)
    secret, (member, _other) = _secret(at), _people()
    checkout = Checkout.objects.create(
        secret=secret, requester=member, purpose="探针查看凭据", task="探针", mode=Mode.VIEW, minutes=30,
        state=CheckoutState.SEEN, asked_at=at, ask_until=at, granted_at=at, granted_until=at + dt.timedelta(minutes=30),
    )  # fmt: skip
    look = Reveal.objects.create(
        checkout=checkout,
        secret=secret,
        version=1,
        member=member,
        mode=Mode.VIEW,
        purpose=checkout.purpose,
        at=at,
        until=at,
    )
    return LOOK, look.pk


@probe(
    "vault.reveals_have_reason_and_approval",
    clause="3.2.2",
    title=_("每次查看凭据都有用途和批准"),
    why=_("没有批准的查看意味着有人绕过了领用；没有用途的查看事后无法核对。"),
    seed=seed_unapproved_look,
    window_days=90,
    red_line=True,
    weight=3,
)
def reveals_have_reason_and_approval(window: Window) -> Iterator[Verdict]:
    """Every look of the window; approvals are counted anew from the engine's own rows."""
    looks = list(
        Reveal.objects.filter(at__gte=window.start, at__lt=window.end)
        .select_related("checkout", "checkout__emergency", "secret", "member")
        .order_by("pk")
    )
    approvers = queries.approvers_of([look.checkout for look in looks])
    for look in looks:
        fault = _fault_of_look(look, approvers[look.checkout_id])
        reason = fault or _now("有用途，批准人数足够")
        facts = {"approvers": len(approvers[look.checkout_id]), "version": look.version}
        yield Verdict(LOOK, look.pk, str(look), not fault, reason, look.checkout.get_absolute_url(), facts)


def _fault_of_look(look: Reveal, approvers: set[int]) -> str:
    glass = look.checkout.emergency
    if not look.purpose.strip():
        return _now("没有写用途")
    if look.member_id != look.checkout.requester_id:
        return _now("查看人不是领用人")
    if glass is not None:
        return "" if glass.confirmer_id not in (None, glass.opener_id) else _now("紧急启封没有第二人确认")
    needed = queries.needed_approvals(look.checkout)
    return "" if len(approvers) >= needed else _now("批准人数不足：需要 %(n)d 人") % {"n": needed}


def seed_many_looks() -> tuple[str, int]:
    """Six looks of one person within some minutes, written past the action."""
    at = clock.now() - dt.timedelta(minutes=20)
    secret, (member, _other) = _secret(at), _people()
    for number in range(queries.REVEALS_AN_HOUR + 1):
        when = at + dt.timedelta(minutes=number)
        checkout = Checkout.objects.create(
            secret=secret, requester=member, purpose="探针查看凭据", task="探针", mode=Mode.VIEW, minutes=30,
            state=CheckoutState.RETURNED, asked_at=when, ask_until=when,
        )  # fmt: skip
        Reveal.objects.create(
            checkout=checkout,
            secret=secret,
            version=1,
            member=member,
            mode=Mode.VIEW,
            purpose="探针查看凭据",
            at=when,
            until=when,
        )
    return PERSON, member.pk


@probe(
    "vault.reveals_at_a_human_pace",
    clause="3.2.2",
    title=_("没有人一小时内查看过多凭据"),
    why=_("短时间内大量查看，可能是有人在离开前取走账号。"),
    seed=seed_many_looks,
    window_days=7,
    weight=2,
)
def reveals_at_a_human_pace(window: Window) -> Iterator[Verdict]:
    """Everybody who looked at something in the window, with the most looks within any one hour."""
    looks: dict[int, list[dt.datetime]] = {}
    rows = Reveal.objects.filter(at__gte=window.start, at__lt=window.end).order_by("at", "pk")
    for member_id, at in rows.values_list("member_id", "at"):
        looks.setdefault(member_id, []).append(at)
    people = Member.objects.in_bulk(looks)
    for member_id, moments in looks.items():
        most = max(sum(m <= later < m + HOUR for later in moments) for m in moments)
        person = people[member_id]
        reason = _now("一小时内最多查看 %(n)d 份") % {"n": most}
        passed = most <= queries.REVEALS_AN_HOUR
        yield Verdict(PERSON, person.pk, person.name, passed, reason, queries.exposure_url(person), {"most": most})


def seed_missed_review() -> tuple[str, int]:
    """A review past its day with an entry that nobody answered."""
    at = clock.now() - dt.timedelta(days=20)
    member, _other = _people()
    campaign = ReviewCampaign.objects.create(quarter="1999Q1", opened_at=at, due_at=at + dt.timedelta(days=14))
    ReviewEntry.objects.create(
        campaign=campaign, member=member, owner_kind="vault.probe", owner_id=0, owner_label="探针"
    )
    return REVIEW, campaign.pk


@probe(
    "vault.access_reviewed",
    clause="3.2.2",
    title=_("每季度的凭据权限复核按期完成"),
    why=_("没有人复核，调岗和离岗的人会一直留着打开账号的权限。"),
    seed=seed_missed_review,
    window_days=120,
    weight=2,
)
def access_reviewed(window: Window) -> Iterator[Verdict]:
    """Every review that began in the window or is not closed: no entry without an answer once its day is over."""
    rows = queries.campaigns().filter(opened_at__lt=window.end)
    for one in rows:
        if one.closed_at is not None and one.opened_at < window.start:
            continue
        far = queries.progress_of(one)
        waiting = far.entries - far.done
        late = bool(waiting) and one.due_at < window.end
        reason = _now("%(n)d 条没有结论") % {"n": waiting} if waiting else _now("全部有结论")
        facts = {"entries": far.entries, "done": far.done, "revoked": far.revoked}
        yield Verdict(REVIEW, one.pk, one.title, not late, reason, one.get_absolute_url(), facts)


def seed_unreviewed_glass() -> tuple[str, int]:
    """An emergency opening five days ago that nobody has looked at."""
    at = clock.now() - dt.timedelta(days=5)
    opener, confirmer = _people()
    glass = BreakGlass.objects.create(
        secret=_secret(at), opener=opener, purpose="探针紧急启封", mode=Mode.VIEW, state=GlassState.OPENED, asked_at=at,
        confirm_until=at, confirmer=confirmer, confirmed_at=at, review_due_at=at + dt.timedelta(days=2),
    )  # fmt: skip
    return GLASS, glass.pk


@probe(
    "vault.break_glass_reviewed",
    clause="3.2.3",
    title=_("紧急启封都已按期复盘并更换凭据"),
    why=_("紧急启封绕过了审批，只有及时复盘才能知道是否必要、是否有人借机取走凭据。"),
    seed=seed_unreviewed_glass,
    window_days=90,
    weight=3,
)
def break_glass_reviewed(window: Window) -> Iterator[Verdict]:
    """Every opening of the window, and older ones still without review. It fails from the moment of the opening until the review."""
    for glass in queries.glasses_opened(since=window.start, until=window.end):
        fault = _fault_of_glass(glass)
        reason = fault or _now("已按期复盘")
        facts = {"opener": glass.opener.name, "confirmer": glass.confirmer.name if glass.confirmer else ""}
        yield Verdict(GLASS, glass.pk, str(glass), not fault, reason, glass.get_absolute_url(), facts)


def _fault_of_glass(glass: BreakGlass) -> str:
    if glass.reviewed_at is None:
        return _now("已启封，管理小组还没有复盘")
    if glass.review_due_at and glass.reviewed_at > glass.review_due_at:
        return _now("复盘超过两个工作日")
    return ""
