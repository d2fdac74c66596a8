"""The quiz of a draft: questions as data, bound to clauses."""

import datetime as dt
from collections.abc import Sequence

from django.db import transaction
from django.utils.translation import gettext as _

from masthead.core.errors import BadInput, RuleBroken
from masthead.org.models import Member
from masthead.rulebook import queries
from masthead.rulebook.events import RulebookEvent
from masthead.rulebook.models import PolicyVersion, Question
from masthead.rulebook.states import VersionState
from masthead.trail import actions as trail
from masthead.trail.guards import guarded

FEWEST_OPTIONS, MOST_OPTIONS = 2, 6


@guarded("8.4")
@transaction.atomic
def save_question(
    *,
    version: PolicyVersion,
    clause_key: str,
    text: str,
    options: Sequence[str],
    answer: int,
    explanation: str,
    by: Member,
    question: Question | None = None,
    at: dt.datetime | None = None,
) -> Question:
    """Write a question of a draft, new or changed. `answer` counts from 0.

    Clause: 8.4.  Raises: RuleBroken (not a draft), BadInput.  Events: rulebook:question:saved.
    """
    _require_draft(version)
    kept = [o.strip() for o in options if o.strip()]
    fields: dict[str, list[str]] = {}
    if not text.strip():
        fields["text"] = [_("请填写题目。")]
    if not FEWEST_OPTIONS <= len(kept) <= MOST_OPTIONS or len(set(kept)) != len(kept):
        fields["options"] = [_("请写 2 至 6 个互不相同的选项，每行一个。")]
    if not 0 <= answer < len(kept):
        fields["answer"] = [_("正确选项的序号超出了选项个数。")]
    if not explanation.strip():
        fields["explanation"] = [_("请写解析，答错的人靠它弄明白。")]
    if clause_key not in {p.key for p in queries.clauses_of(version)}:
        fields["clause_key"] = [_("这个版本中没有这一条。")]
    if fields:
        raise BadInput(_("题目还不完整，没有保存。"), code="question_words", clause="8.4", fields=fields)
    row = question or Question(version=version, order=Question.objects.filter(version=version).count() + 1)
    row.clause_key, row.text, row.options = clause_key, text.strip(), kept
    row.answer, row.explanation = answer, explanation.strip()
    row.save()
    trail.record(
        RulebookEvent.QUESTION_SAVED,
        target=version,
        by=by,
        after=[row.text, kept, answer],
        data={"clause": clause_key},
        at=at,
    )
    return row


@guarded("8.4")
@transaction.atomic
def remove_question(*, question: Question, by: Member, at: dt.datetime | None = None) -> None:
    """Take a question out of a draft.

    Clause: 8.4.  Raises: RuleBroken (not a draft).  Events: rulebook:question:removed.
    """
    version = question.version
    _require_draft(version)
    Question.objects.filter(pk=question.pk).delete()
    trail.record(
        RulebookEvent.QUESTION_REMOVED,
        target=version,
        by=by,
        before=[question.text],
        data={"clause": question.clause_key},
        at=at,
    )


def _require_draft(version: PolicyVersion) -> None:
    if not PolicyVersion.objects.filter(pk=version.pk, state=VersionState.DRAFT).exists():
        raise RuleBroken(
            _("这个版本已经送审或公布，测验题不能再改。"),
            code="not_a_draft",
            clause="8.4",
            advice=_("要改动请撤回审批，或另起一次修订。"),
        )
