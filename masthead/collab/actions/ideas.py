"""Ideas: proposed, voted on, discussed, shelved, adopted into an experiment."""

import datetime as dt

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils.translation import gettext as _

from masthead.collab import errors, queries, states
from masthead.collab.events import CollabEvent
from masthead.collab.models import Experiment, Idea, IdeaVote
from masthead.collab.registry import CONCLUSION_GATES
from masthead.collab.states import IdeaState
from masthead.core import clock
from masthead.notify import actions as notify
from masthead.org import queries as org
from masthead.org.models import Member
from masthead.trail import actions as trail
from masthead.trail.guards import guarded

CLAUSE = "1.3.4"


@guarded("1.3.4")
@transaction.atomic
def propose_idea(*, title: str, text: str, by: Member, at: dt.datetime | None = None) -> Idea:
    """Anybody puts an idea forward.  Clause: 1.3.4.  Raises: NotPermitted, BadInput.  Events: collab:idea:proposed."""
    queries.require(by, queries.IDEA_PROPOSE)
    if not title.strip() or not text.strip():
        raise errors.field("title", _("请写明创意，以及为什么值得试。"), CLAUSE)
    idea = Idea.objects.create(
        title=title.strip()[:60], text=text.strip()[:2000], proposer=by, unit_id=org.primary_unit_id(by),
        proposed_at=at or clock.now(),
    )  # fmt: skip
    trail.record(CollabEvent.IDEA_PROPOSED, target=idea, by=by, after=text, at=at)
    return idea


@guarded("1.3.4")
@transaction.atomic
def vote_for_idea(*, idea: Idea, by: Member, at: dt.datetime | None = None) -> Idea:
    """One member, one vote.

    Clause: 1.3.4.  Raises: NotPermitted, RuleBroken (voted already, voting is over).  Events: collab:idea:voted.
    Races: the unique row lets one vote in, the count moves with it in the database.
    """
    queries.require(by, queries.IDEA_READ)
    if Idea.objects.get(pk=idea.pk).state not in (IdeaState.PROPOSED, IdeaState.DISCUSSED):
        raise errors.voting_closed()
    try:
        with transaction.atomic():
            IdeaVote.objects.create(idea=idea, member=by, at=at or clock.now())
    except IntegrityError:
        raise errors.voted_already() from None
    Idea.objects.filter(pk=idea.pk).update(votes=F("votes") + 1)
    trail.record(CollabEvent.IDEA_VOTED, target=idea, by=by, at=at)
    idea.refresh_from_db()
    return idea


@guarded("1.3.4")
@transaction.atomic
def take_back_idea_vote(*, idea: Idea, by: Member, at: dt.datetime | None = None) -> Idea:
    """The vote is gone, the trail remembers it.

    Clause: 1.3.4.  Raises: RuleBroken when voting is over.  Events: collab:idea:unvoted.  Races: the deleted row counts once.
    """
    if Idea.objects.get(pk=idea.pk).state not in (IdeaState.PROPOSED, IdeaState.DISCUSSED):
        raise errors.voting_closed()
    if IdeaVote.objects.filter(idea=idea, member=by).delete()[0]:
        Idea.objects.filter(pk=idea.pk).update(votes=F("votes") - 1)
        trail.record(CollabEvent.IDEA_UNVOTED, target=idea, by=by, at=at)
    idea.refresh_from_db()
    return idea


@guarded("1.3.4")
@transaction.atomic
def discuss_idea(*, idea: Idea, note: str, by: Member, at: dt.datetime | None = None) -> Idea:
    """Write down what the discussion came to; a shelved idea may be taken up again this way.

    Clause: 1.3.4.  Raises: NotPermitted (the proposer too), BadInput, RuleBroken, Stale.  Events: collab:idea:discussed.
    """
    _require_judge(idea, by)
    words = _words(note, _("请写下讨论的要点。"))
    _decide(idea, IdeaState.DISCUSSED, words, by, at)
    trail.record(CollabEvent.IDEA_DISCUSSED, target=idea, by=by, reason=words, at=at)
    _tell(idea, [idea.proposer_id], _("创意「%(title)s」有了讨论意见"), by, at, words)
    return idea


@guarded("1.3.4")
@transaction.atomic
def shelve_idea(*, idea: Idea, reason: str, by: Member, at: dt.datetime | None = None) -> Idea:
    """Not now, and why.

    Clause: 1.3.4.  Raises: NotPermitted (the proposer too), BadInput, RuleBroken, Stale.  Events: collab:idea:shelved.
    """
    _require_judge(idea, by)
    words = _words(reason, _("请写明暂不采用的理由。"))
    _decide(idea, IdeaState.SHELVED, words, by, at)
    trail.record(CollabEvent.IDEA_SHELVED, target=idea, by=by, reason=words, at=at)
    _tell(idea, [idea.proposer_id], _("创意「%(title)s」暂不采用"), by, at, words)
    return idea


@guarded("1.3.4")
@transaction.atomic
def adopt_idea(
    *,
    idea: Idea,
    hypothesis: str,
    variants: str,
    metric: str,
    owner: Member,
    start_on: dt.date,
    end_on: dt.date,
    by: Member,
    at: dt.datetime | None = None,
) -> Experiment:
    """Turn a discussed idea into an experiment: what is expected, against what, measured how, by whom, until when.

    Clause: 1.3.4.  Raises: NotPermitted (the proposer too), BadInput, RuleBroken, Stale.  Events: collab:idea:adopted.
    """
    _require_judge(idea, by)
    parts = {"hypothesis": hypothesis.strip(), "variants": variants.strip(), "metric": metric.strip()}
    for name, words in parts.items():
        if not words:
            raise errors.field(name, _("试验要写明设想、对照方案和衡量指标。"), CLAUSE)
    if end_on < start_on:
        raise errors.field("end_on", _("结束日不能早于开始日。"), CLAUSE)
    _decide(idea, IdeaState.EXPERIMENT, parts["hypothesis"], by, at)
    experiment = Experiment.objects.create(
        idea=idea, owner=owner, start_on=start_on, end_on=end_on, adopted_by=by, adopted_at=at or clock.now(), **parts
    )
    trail.record(CollabEvent.IDEA_ADOPTED, target=idea, by=by, after=parts, data={"owner": owner.pk}, at=at)
    _tell(idea, [idea.proposer_id, owner.pk], _("创意「%(title)s」进入实验"), by, at, parts["hypothesis"])
    return experiment


@guarded("1.3.4")
@transaction.atomic
def measure_experiment(*, experiment: Experiment, result: str, by: Member, at: dt.datetime | None = None) -> Experiment:
    """The owner writes down what was measured, as it was; it may be added to until somebody else concludes.

    Clause: 1.3.4.  Raises: NotPermitted, BadInput, RuleBroken (not begun, concluded).  Events: collab:experiment:measured.
    Races: only while nobody has concluded, by a conditional update.
    """
    if by.pk != experiment.owner_id:
        raise errors.not_yours(experiment.owner.name, CLAUSE)
    moment = at or clock.now()
    if clock.china(moment).date() < experiment.start_on:
        raise errors.field("result", _("实验还没有开始。"), CLAUSE)
    words = _words(result, _("请写明每个方案的实测数字。"), "result", most=1000)
    if Experiment.objects.filter(pk=experiment.pk, conclusion="").update(result=words, measured_by=by) != 1:
        raise errors.raced("experiment", CLAUSE)
    trail.record(CollabEvent.EXPERIMENT_MEASURED, target=experiment.idea, by=by, after=words, at=at)
    experiment.refresh_from_db()
    return experiment


@guarded("1.3.4")
@transaction.atomic
def conclude_experiment(
    *, experiment: Experiment, conclusion: str, words: str, by: Member, at: dt.datetime | None = None
) -> Experiment:
    """Somebody who neither proposed nor ran it says whether it worked.

    Clause: 1.3.4.  Raises: NotPermitted (owner, proposer, who measured), BadInput (no result, no words), RuleBroken, Stale.
    Events: collab:experiment:concluded.
    """
    idea = experiment.idea
    _require_judge(idea, by)
    if by.pk in (experiment.owner_id, experiment.measured_by_id):
        raise errors.judge_in_own_cause()
    if not experiment.result:
        raise errors.field("conclusion", _("还没有实测结果，不能下结论。"), CLAUSE)
    for require_more in CONCLUSION_GATES.values():
        require_more(experiment)
    said, moment = _words(words, _("请写明结论的依据。"), "words"), at or clock.now()
    states.IDEA.move(idea, to=IdeaState.CONCLUDED)
    rows = Experiment.objects.filter(pk=experiment.pk, result=experiment.result, conclusion="")
    changes = {"conclusion": conclusion, "conclusion_words": said, "concluded_by": by, "concluded_at": moment}
    if rows.update(**changes) != 1:
        raise errors.raced("experiment", CLAUSE)
    trail.record(
        CollabEvent.EXPERIMENT_CONCLUDED, target=idea, by=by, reason=said, data={"conclusion": conclusion}, at=at
    )
    _tell(idea, [idea.proposer_id, experiment.owner_id], _("实验「%(title)s」已有结论"), by, at, said)
    experiment.refresh_from_db()
    return experiment


def _require_judge(idea: Idea, by: Member) -> None:
    queries.require(by, queries.IDEA_DECIDE, idea.unit_id)
    if by.pk == idea.proposer_id:
        raise errors.judge_in_own_cause()


def _words(text: str, wanted: str, name: str = "reason", most: int = 500) -> str:
    if not text.strip():
        raise errors.field(name, wanted, CLAUSE)
    return text.strip()[:most]


def _decide(idea: Idea, to: IdeaState, words: str, by: Member, at: dt.datetime | None) -> None:
    states.IDEA.move(idea, to=to, note=words, decided_by=by, decided_at=at or clock.now())


def _tell(idea: Idea, people: list[int], title: str, by: Member, at: dt.datetime | None, body: str) -> None:
    url, words = idea.get_absolute_url(), {"title": idea.title}
    notify.tell(
        kind="collab.idea", members=people, title=title % words, body=body, url=url, by=by, clause=CLAUSE, at=at
    )
