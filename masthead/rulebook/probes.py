"""What the board asks of the rulebook itself."""

import datetime as dt
from collections.abc import Iterator

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from masthead.approvals import queries as approvals
from masthead.approvals.models import CaseState
from masthead.core import clock
from masthead.rulebook import queries, seeds
from masthead.rulebook.models import Interpretation, PolicyDocument, PolicyVersion, Signature
from masthead.rulebook.states import PUBLISHED, VersionState
from masthead.trail.probes import Verdict, Window, probe


@probe(
    "8.2.in_force",
    clause="8.2",
    title=gettext_lazy("制度有且只有一个现行版本"),
    why=gettext_lazy("没有现行版本时，各项检查和审批就没有依据。"),
    seed=seeds.document_without_force,
    window_days=1,
    weight=3,
)
def documents_are_in_force(window: Window) -> Iterator[Verdict]:
    """Every document at the end of the window; two versions in force are refused by the database."""
    in_force = {
        version.document_id: version
        for version in PolicyVersion.objects.filter(state=VersionState.IN_FORCE, adopted_at__lte=window.end)
    }
    for document in PolicyDocument.objects.order_by("pk").iterator():
        version = in_force.get(document.pk)
        if version is None:
            reason, facts = _("没有现行版本"), {}
        else:
            held = _("第 %(number)s 版，自 %(day)s 起施行")
            reason = held % {"number": version.number, "day": version.effective_on}
            facts = {"version": version.number, "digest": version.text_digest}
        url = reverse("rulebook:clauses")
        yield Verdict("rulebook.policydocument", document.pk, document.title, version is not None, reason, url, facts)


@probe(
    "1.1.text_intact",
    clause="1.1",
    title=gettext_lazy("公布的制度正文与摘要一致"),
    why=gettext_lazy("正文被绕过审批改动时，阅读确认和审批针对的就不是同一份制度。"),
    seed=seeds.words_changed_behind_the_back,
    window_days=1,
    red_line=True,
    weight=4,
    grace_minutes=24 * 60,
)
def texts_are_intact(window: Window) -> Iterator[Verdict]:
    """Every version published before the end of the window: its clauses still give its digest."""
    known = PolicyVersion.objects.filter(state__in=PUBLISHED, adopted_at__lte=window.end).select_related("document")
    for version in known.order_by("pk"):
        intact = queries.text_digest(queries.clauses_of(version)) == version.text_digest
        reason = _("正文与公布时的摘要一致") if intact else _("正文与公布时的摘要不一致，公布后被改动过")
        facts = {"digest": version.text_digest}
        url = version.get_absolute_url()
        yield Verdict("rulebook.policyversion", version.pk, str(version), intact, reason, url, facts)


@probe(
    "1.2.signed",
    clause="1.2",
    title=gettext_lazy("适用范围内的成员按期阅读确认"),
    why=gettext_lazy("没有读过制度的人不知道规则，也无法据此追责。"),
    seed=seeds.member_who_never_signed,
    window_days=1,
    weight=4,
)
def members_have_signed(window: Window) -> Iterator[Verdict]:
    """Everybody in scope at the end of the window, for the text then in force; within the time allowed nobody is counted."""
    day = clock.china(window.end - dt.timedelta(microseconds=1)).date()
    in_force = PolicyVersion.objects.filter(
        Q(ended_on=None) | Q(ended_on__gt=day), state__in=PUBLISHED, effective_on__lte=day
    )
    for version in in_force.select_related("document").order_by("pk"):
        for duty in queries.duties_of(version, day=day, until=window.end):
            passed = True if duty.signed_at else False if duty.late(day) else None
            yield Verdict(
                "org.member", duty.member_id, f"{duty.unit_name} {duty.name}", passed, _reason(duty), _register(version), {"version": version.number}
            )  # fmt: skip


def _reason(duty: queries.Duty) -> str:
    if duty.signed_at:
        return _("已于 %(day)s 确认") % {"day": clock.china(duty.signed_at).date()}
    return _("期限 %(day)s，还没有确认") % {"day": duty.due_on}


def _register(version: PolicyVersion) -> str:
    return f"{reverse('rulebook:signatures')}?version={version.pk}"


@probe(
    "8.4.seals",
    clause="8.4",
    title=gettext_lazy("阅读确认的签名没有被改动"),
    why=gettext_lazy("签名能被改动，就不能证明谁在什么时候确认过哪一份制度。"),
    seed=seeds.forged_signature,
    window_days=90,
    red_line=True,
    weight=3,
    grace_minutes=24 * 60,
)
def signatures_hold(window: Window) -> Iterator[Verdict]:
    """Every signature of the window: its columns give its seal, and it names the digest of its version."""
    rows = Signature.objects.filter(signed_at__gte=window.start, signed_at__lt=window.end).select_related(
        "version__document"
    )
    for row in rows.order_by("pk").iterator():
        intact = queries.seal_holds(row) and row.text_digest == row.version.text_digest
        reason = _("签名与封存值一致") if intact else _("签名与封存值不一致")
        yield Verdict(
            "rulebook.signature", row.pk, str(row), intact, reason, row.get_absolute_url(), {"seal": row.seal}
        )


@probe(
    "8.3.approved",
    clause="8.3",
    title=gettext_lazy("每次修订都经组长批准"),
    why=gettext_lazy("没有经过批准的修订没有效力。"),
    seed=seeds.version_without_approval,
    window_days=365,
    red_line=True,
    weight=4,
    grace_minutes=24 * 60,
)
def amendments_are_approved(window: Window) -> Iterator[Verdict]:
    """Every amendment published in the window: an approved case with the reason, by somebody who did not draft it."""
    rows = PolicyVersion.objects.filter(
        state__in=PUBLISHED, based_on__isnull=False, adopted_at__gte=window.start, adopted_at__lt=window.end
    )
    for version in rows.select_related("document", "adopted_by").order_by("pk"):
        case = approvals.latest_case("rulebook.amendment", version.pk)
        approved = case is not None and case.state == CaseState.APPROVED
        passed = approved and version.adopted_by_id is not None and version.adopted_by_id != version.drafted_by_id
        reason = (
            _("经 %(name)s 批准") % {"name": version.adopted_by} if passed else _("没有批准记录，或由起草人自己批准")
        )
        yield Verdict("rulebook.policyversion", version.pk, str(version), passed, reason, version.get_absolute_url())


@probe(
    "8.1.answered",
    clause="8.1",
    title=gettext_lazy("条款疑问十日内得到解释"),
    why=gettext_lazy("条款含义不清又没有人解释时，各部门会按自己的理解去做。"),
    seed=seeds.question_left_lying,
    window_days=90,
    weight=2,
)
def questions_are_answered(window: Window) -> Iterator[Verdict]:
    """Every question of the window: answered within ten days; younger ones are not counted yet."""
    rows = Interpretation.objects.filter(asked_at__gte=window.start, asked_at__lt=window.end).order_by("pk")
    for row in rows.iterator():
        answered = row.answered_at is not None and row.answered_at <= window.end
        until = row.answered_at if answered and row.answered_at else window.end
        late = until - row.asked_at > dt.timedelta(days=seeds.ANSWER_DAYS)
        passed = not late if answered else False if late else None
        reason = _("已解释") if answered and not late else _("超过十日没有解释") if late else _("还在期限内")
        yield Verdict("rulebook.interpretation", row.pk, str(row), passed, reason, row.get_absolute_url())
