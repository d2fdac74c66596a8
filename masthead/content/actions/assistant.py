"""The writing helper: set up by administrators, asked by writers; every use is recorded, what is taken over is declared."""

import datetime as dt
from dataclasses import replace

from django.db import transaction
from django.utils.translation import gettext as _

from masthead.accounts.models import Account
from masthead.content.actions.drafts import _locked_draft, _require_changeable, _require_writer
from masthead.content.actions.revisions import save_revision
from masthead.content.events import AssistantEvent
from masthead.content.models import (
    AiUse,
    AssistantRun,
    AssistantSetup,
    AssistantTask,
    Declared,
    Draft,
    Revision,
    RunState,
)
from masthead.content.queries import current_number
from masthead.core import clock, jobs, outbound, secrets
from masthead.core.errors import BadInput, RuleBroken, TooMany
from masthead.org.models import Member
from masthead.trail import actions as trail
from masthead.trail.guards import guarded, silent

GIVEN_UP_AFTER = dt.timedelta(minutes=5)


@guarded("3.3.1")
@transaction.atomic
def set_up_assistant(
    *,
    enabled: bool,
    base_url: str,
    model: str,
    key: str = "",
    most_a_day: int = 50,
    by: Member,
    at: dt.datetime | None = None,
) -> AssistantSetup:
    """Set the helper up or switch it off; an empty key stays as it is.

    Clause: 3.3.1.  Raises: BadInput naming the field, outbound.Refused for an address of the inner network.  Events: content:assistant:set_up.
    """
    setup = AssistantSetup.objects.select_for_update().order_by("pk").first() or AssistantSetup(changed_at=clock.now())
    missing = {
        n: [_("启用前请填写。")] for n, v in (("base_url", base_url), ("model", model)) if enabled and not v.strip()
    }
    if enabled and not (key.strip() or setup.sealed_key):
        missing["key"] = [_("启用前请填写。")]
    if missing:
        raise BadInput(_("请填写接口地址、模型和密钥后再启用。"), code="assistant_incomplete", fields=missing)
    if base_url.strip():
        outbound.check(base_url.strip())
    setup.enabled, setup.base_url, setup.model = enabled, base_url.strip()[:300], model.strip()[:100]
    setup.most_a_day, setup.changed_by, setup.changed_at = most_a_day, by, at or clock.now()
    setup.save()
    if key.strip():
        setup.sealed_key = secrets.seal(key.strip(), setup.seal_context)
        setup.save(update_fields=["sealed_key"])
    facts = {"enabled": enabled, "address": setup.base_url, "model": setup.model, "key_renewed": bool(key.strip())}
    trail.record(AssistantEvent.SET_UP, target=setup, by=by, data=facts)
    return setup


@guarded("3.3.1")
@transaction.atomic
def ask_assistant(
    *, draft: Draft, task: str, by: Member, account: Account | None = None, at: dt.datetime | None = None
) -> AssistantRun:
    """Ask the helper for something about a draft; the answer comes later. Nothing of the draft changes.

    Clause: 3.3.1.  Raises: NotPermitted, RuleBroken (off, no text, no account for a rewriting), TooMany a day.  Events: content:assistant:asked.
    """
    held, moment = _locked_draft(draft), at or clock.now()
    _require_writer(by, held)
    setup = AssistantSetup.objects.filter(enabled=True).first()
    if setup is None:
        raise RuleBroken(_("写作助手没有启用。"), code="assistant_off", advice=_("需要时请管理员在设置里启用。"))
    if held.revision is None:
        raise RuleBroken(_("稿件还没有正文。"), code="assistant_no_text", advice=_("请先保存一个版本。"))
    if task in (AssistantTask.VARIANT, AssistantTask.TONE) and account is None:
        raise BadInput(_("请选择账号。"), code="assistant_account", fields={"account": [_("请选择账号。")]})
    today = AssistantRun.objects.filter(asked_by=by, asked_at__gte=clock.at_china(clock.china(moment).date())).count()
    if today >= setup.most_a_day:
        message = _("您今天已用了 %(n)d 次写作助手。") % {"n": today}
        raise TooMany(message, code="assistant_most_a_day", advice=_("明天可以继续使用。"))
    run = AssistantRun.objects.create(
        draft=held, task=AssistantTask(task), account=account, model=setup.model, asked_by=by, asked_at=moment
    )
    trail.record(AssistantEvent.ASKED, target=held, by=by, reason=str(AssistantTask(task).label), data={"run": run.pk})
    jobs.enqueue("content.assistant", run.pk)
    return run


@silent("the asking is on the trail; who works on it is no deed")
@guarded("3.3.1")
@transaction.atomic
def claim_run(*, run_id: int) -> AssistantRun | None:
    """Take a waiting run, once; None when another worker has it or it is settled.  Clause: 3.3.1."""
    mine = AssistantRun.objects.filter(pk=run_id, state=RunState.WAITING).update(
        state=RunState.RUNNING, claimed_at=clock.now()
    )
    rows = AssistantRun.objects.select_related("draft__revision", "account__platform")
    return rows.get(pk=run_id) if mine else None


@silent("the asking is on the trail; the answer is kept in the run itself")
@guarded("3.3.1")
@transaction.atomic
def settle_run(
    *, run: AssistantRun, answers: list[str] | None = None, error: str = "", hidden: int = 0, sent: int = 0
) -> None:
    """Keep what came back.  Clause: 3.3.1.  Races: a run that was given up meanwhile stays given up."""
    state = RunState.FAILED if error or not answers else RunState.DONE
    AssistantRun.objects.filter(pk=run.pk, state=RunState.RUNNING).update(
        state=state,
        answers=answers or [],
        error=error[:300],
        hidden=min(hidden, 999),
        sent_chars=sent,
        settled_at=clock.now(),
    )


@silent("a run that nobody answered changes nothing")
@guarded("3.3.1")
@transaction.atomic
def give_up_runs(*, at: dt.datetime | None = None) -> int:
    """Runs whose worker was lost end as failed; returns how many.  Clause: 3.3.1."""
    moment = at or clock.now()
    lost = AssistantRun.objects.filter(
        state__in=(RunState.WAITING, RunState.RUNNING), asked_at__lt=moment - GIVEN_UP_AFTER
    )
    return lost.update(state=RunState.FAILED, error=_("没有等到答复，请再试一次。"), settled_at=moment)


@guarded("3.3.1")
@transaction.atomic
def take_over(*, run: AssistantRun, index: int, by: Member, at: dt.datetime | None = None) -> Revision:
    """Put a suggested title or digest into the draft as a new version, and declare that a machine helped.

    Clause: 3.3.1, 1.3.2 (标识办法 第十条).  Raises: NotPermitted, RuleBroken while in review or approved, BadInput for another kind of answer.
    Events: content:assistant:taken, content:revision:saved, content:draft:declared.
    """
    held = _locked_draft(run.draft)
    _require_writer(by, held)
    _require_changeable(held)
    if not run.may_be_taken or not 0 <= index < len(run.answers) or held.revision is None:
        raise BadInput(_("这条建议不能直接采用，请复制到编辑器里。"), code="assistant_not_takable", clause="3.3.1")
    words, now = str(run.answers[index]), held.revision
    title, digest = (words, now.digest) if run.task == AssistantTask.TITLES else (now.title, words)
    said = Declared.of(held.declared)
    if said.ai_use == AiUse.NONE:
        helped = replace(said, ai_use=AiUse.ASSIST, ai_tool=run.model[:80])
        Draft.objects.filter(pk=held.pk).update(declared=helped.kept())
    revision = save_revision(
        draft=held, by=by, at=at, expected_revision=current_number(held), title=title, digest=digest, cover=now.cover, html=now.html,
        byline=now.byline, source_url=now.source_url, variants=now.variants, video=now.video,
    )  # fmt: skip
    AssistantRun.objects.filter(pk=run.pk).update(taken=index, taken_at=at or clock.now())
    trail.record(AssistantEvent.TAKEN, target=held, by=by, reason=words[:200], data={"run": run.pk, "model": run.model})
    return revision
