"""The right of interpretation 解释权: members ask, the management group answers (clause 8.1)."""

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from masthead.core import clock
from masthead.core.errors import BadInput, RuleBroken, Stale
from masthead.notify import actions as notify
from masthead.org import queries as org
from masthead.org.models import Member
from masthead.rulebook import queries
from masthead.rulebook.events import RulebookEvent
from masthead.rulebook.models import Interpretation
from masthead.trail import actions as trail
from masthead.trail.guards import guarded

FEWEST, MOST_QUESTION, MOST_ANSWER = 4, 500, 2000


@guarded("8.1")
@transaction.atomic
def ask_interpretation(*, clause_key: str, question: str, by: Member, at: dt.datetime | None = None) -> Interpretation:
    """Ask what a clause means.

    Clause: 8.1.  Raises: BadInput, NotThere (no such clause in force).  Events: rulebook:interpretation:asked.
    """
    clause = queries.get_clause(clause_key)
    words = question.strip()
    if not FEWEST <= len(words) <= MOST_QUESTION:
        raise BadInput(
            _("请把问题写清楚，4 到 500 字。"),
            code="question_words",
            clause="8.1",
            fields={"question": [_("4 到 500 字。")]},
        )
    row = Interpretation.objects.create(
        version=clause.version, clause_key=clause.key, question=words, asked_by=by, asked_at=at or clock.now()
    )
    trail.record(RulebookEvent.INTERPRETATION_ASKED, target=row, by=by, data={"clause": clause.key}, at=at)
    leader = org.leader_of_group()
    if leader is not None:
        title = _("请解释第 %(key)s 条：%(what)s") % {"key": clause.number, "what": words[:60]}
        notify.tell(
            kind="rulebook.interpretation.asked",
            members=[leader],
            title=title,
            url=row.get_absolute_url(),
            by=by,
            clause="8.1",
            at=at,
        )
    return row


@guarded("8.1")
@transaction.atomic
def answer_interpretation(
    *, interpretation: Interpretation, answer: str, by: Member, at: dt.datetime | None = None
) -> Interpretation:
    """The management group's answer; given once, shown beside the clause from then on.

    Clause: 8.1.  Raises: BadInput, RuleBroken (one's own question), Stale (answered already).  Events: rulebook:interpretation:answered.
    """
    words = answer.strip()
    if not FEWEST <= len(words) <= MOST_ANSWER:
        raise BadInput(
            _("请写明解释，4 到 2000 字。"), code="answer_words", clause="8.1", fields={"answer": [_("4 到 2000 字。")]}
        )
    if interpretation.asked_by_id == by.pk:
        raise RuleBroken(
            _("不能解释自己提出的问题。"), code="own_question", clause="8.1", advice=_("请由小组其他成员解释。")
        )
    rows = Interpretation.objects.filter(pk=interpretation.pk, answered_at=None)
    if rows.update(answer=words, answered_by=by, answered_at=at or clock.now()) != 1:
        raise Stale(_("这个问题已经有解释了。"), code="answered", clause="8.1")
    row = Interpretation.objects.get(pk=interpretation.pk)
    trail.record(
        RulebookEvent.INTERPRETATION_ANSWERED, target=row, by=by, after=words, data={"clause": row.clause_key}, at=at
    )
    title = _("第 %(key)s 条已有解释") % {"key": row.clause_key}
    notify.tell(
        kind="rulebook.interpretation.answered",
        members=[row.asked_by],
        title=title,
        body=words,
        url=row.get_absolute_url(),
        by=by,
        clause="8.1",
        at=at,
    )
    return row
