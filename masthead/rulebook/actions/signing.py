"""Reading, the quiz, the signature under it, and the reminders."""

import datetime as dt
from collections.abc import Mapping

from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from masthead.core import clock, context
from masthead.core.errors import BadInput, NotPermitted, RuleBroken, Stale
from masthead.notify import actions as notify
from masthead.org.models import Member
from masthead.rulebook import queries, seals
from masthead.rulebook.events import RulebookEvent
from masthead.rulebook.models import Opening, PolicyVersion, QuizAttempt, Signature, SignReminder
from masthead.rulebook.queries import Duty
from masthead.trail import actions as trail
from masthead.trail.guards import guarded

STATEMENT = "我已阅读并理解本版本制度全文，承诺遵照执行。"
AHEAD_DAYS, AGAIN_DAYS, MOST_AGAIN = 3, 7, 4


@guarded("8.4")
@transaction.atomic
def open_reading(*, version: PolicyVersion, by: Member, at: dt.datetime | None = None) -> Opening:
    """A member opens the text in order to sign it; kept once.

    Clause: 8.4.  Raises: RuleBroken (not published), NotPermitted (out of scope).  Events: rulebook:reading:opened.
    """
    _require_duty(version, by)
    opening, new = Opening.objects.get_or_create(version=version, member=by, defaults={"opened_at": at or clock.now()})
    if new:
        trail.record(RulebookEvent.READING_OPENED, target=version, by=by, version=version.text_digest, at=at)
    return opening


@guarded("8.4")
@transaction.atomic
def answer_quiz(
    *, version: PolicyVersion, answers: Mapping[int, int], by: Member, at: dt.datetime | None = None
) -> QuizAttempt:
    """Answer the quiz of a version; any number of goes, passed when every answer is right.

    Clause: 8.4.  Raises: RuleBroken (text not opened), NotPermitted, BadInput naming the unanswered questions.
    Events: rulebook:quiz:answered.
    """
    _require_duty(version, by)
    if not queries.opened(by, version):
        raise RuleBroken(_("请先阅读正文，再答题。"), code="not_read", clause="8.4", advice=_("打开正文读过以后再来。"))
    questions = queries.questions_of(version)
    blank = [q for q in questions if not 0 <= answers.get(q.pk, -1) < len(q.options)]
    if blank:
        fields = {f"q{q.pk}": [_("这道题还没有选。")] for q in blank}
        raise BadInput(_("还有 %(n)s 道题没有选。") % {"n": len(blank)}, code="quiz_blank", clause="8.4", fields=fields)
    right = sum(answers[q.pk] == q.answer for q in questions)
    attempt = QuizAttempt.objects.create(
        version=version, member=by, at=at or clock.now(), answers={str(q.pk): answers[q.pk] for q in questions},
        right_n=right, total_n=len(questions), passed=right == len(questions),
    )  # fmt: skip
    trail.record(
        RulebookEvent.QUIZ_ANSWERED, target=version, by=by, data={"right": right, "total": len(questions)}, at=at
    )
    return attempt


@guarded("8.4")
@transaction.atomic
def sign_version(*, version: PolicyVersion, typed_name: str, by: Member, at: dt.datetime | None = None) -> Signature:
    """Sign a version: the seal covers the text's digest, the person, the words agreed to and the moment; it is never changed.

    Clause: 8.4.  Raises: RuleBroken (not read, quiz not passed), NotPermitted (out of scope), BadInput (another name), Stale (signed already).
    Events: rulebook:version:signed.
    Races: one signature for each person and version, by constraint.
    """
    duty = _require_duty(version, by)
    if not queries.opened(by, version):
        raise RuleBroken(_("请先阅读正文，再确认。"), code="not_read", clause="8.4", advice=_("打开正文读过以后再来。"))
    attempt = queries.passed_attempt(by, version)
    if attempt is None and queries.questions_of(version):
        raise RuleBroken(
            _("请先通过阅读测验。"), code="quiz_not_passed", clause="8.4", advice=_("答错的题会说明原因，可以重做。")
        )
    if typed_name.strip() != by.name:
        raise BadInput(
            _("签名要与您的姓名一致。"),
            code="other_name",
            clause="8.4",
            fields={"typed_name": [_("请输入您的姓名：%(name)s。") % {"name": by.name}]},
        )
    row = Signature(
        version=version, member=by, member_name=by.name, typed_name=typed_name.strip(), unit_id=duty.unit_id, unit_name=duty.unit_name,
        text_digest=version.text_digest, statement=STATEMENT, attempt=attempt, address=context.remote_address.get()[:45],
        signed_at=at or clock.now(),
    )  # fmt: skip
    row.seal = seals.seal_of(queries.sealed_fields(row))
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError:
        raise Stale(_("您已经确认过这个版本了。"), code="signed_already", clause="8.4") from None
    trail.record(
        RulebookEvent.VERSION_SIGNED, target=version, by=by, version=version.text_digest, data={"seal": row.seal}, at=at
    )
    notify.read_about(url=reverse("rulebook:read", args=[version.pk]), by=by, at=at)
    return row


def _require_duty(version: PolicyVersion, by: Member) -> Duty:
    if not version.is_published:
        raise RuleBroken(_("这个版本还没有公布，不能确认。"), code="not_published", clause="8.4")
    duty = queries.duty_of(by, version)
    if duty is None:
        raise NotPermitted(
            _("您不在这个版本的适用范围内。"),
            code="out_of_scope",
            clause="1.2",
            advice=_("适用范围是在岗成员；有疑问请联系系统管理员。"),
        )
    return duty


@guarded("8.4")
@transaction.atomic
def remind_unsigned(*, version: PolicyVersion, at: dt.datetime | None = None) -> int:
    """Tell those who have not signed: when it is published, three days before their day, on it, and weekly after it; returns how many.

    Clause: 8.4.  Events: rulebook:reminder:sent.
    Races: each stage goes out once for a person, by constraint.
    """
    moment = at or clock.now()
    today = clock.china(moment).date()
    sent = set(SignReminder.objects.filter(version=version).values_list("member_id", "stage"))
    due: dict[str, list[Duty]] = {}
    for duty in queries.duties_of(version, day=queries.day_of(version)):
        stage = stage_of(duty, today)
        if stage and duty.signed_at is None and (duty.member_id, stage) not in sent:
            due.setdefault(stage, []).append(duty)
    for stage, duties in due.items():
        SignReminder.objects.bulk_create(
            [SignReminder(version=version, member_id=d.member_id, stage=stage, sent_at=moment) for d in duties],
            ignore_conflicts=True,
        )
        _tell(version, stage, duties, moment)
        trail.record(RulebookEvent.REMINDER_SENT, target=version, data={"stage": stage, "people": len(duties)}, at=at)
    return sum(len(duties) for duties in due.values())


def stage_of(duty: Duty, today: dt.date) -> str:
    """Which reminder a person is in on a day: asked, before, due, late-1 … late-4, or none any more."""
    left = (duty.due_on - today).days
    if left > AHEAD_DAYS:
        return "asked"
    if left > 0:
        return "before"
    if left == 0:
        return "due"
    week = (-left - 1) // AGAIN_DAYS + 1
    return f"late-{week}" if week <= MOST_AGAIN else ""


def _tell(version: PolicyVersion, stage: str, duties: list[Duty], moment: dt.datetime) -> None:
    late = stage.startswith("late")
    title = gettext_lazy("逾期未确认：请阅读并确认制度新版本") if late else gettext_lazy("请阅读并确认制度新版本")
    for day in sorted({d.due_on for d in duties}):
        notify.tell(
            kind="rulebook.sign.overdue" if late else "rulebook.sign.asked",
            members=[d.member_id for d in duties if d.due_on == day],
            title=title,
            body=_("《%(title)s》第 %(n)s 版，期限 %(day)s。")
            % {"title": version.document.title, "n": version.number, "day": day},
            url=reverse("rulebook:read", args=[version.pk]),
            clause="8.4",
            at=moment,
        )
