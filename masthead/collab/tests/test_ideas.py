"""Clause 1.3.4: anybody proposes, everybody votes once, others decide, others conclude."""

import datetime as dt

import pytest

from masthead.collab import actions, queries, testing
from masthead.collab.models import Experiment, Idea, IdeaVote
from masthead.collab.states import IdeaState
from masthead.core import clock
from masthead.core.errors import BadInput, NotPermitted, RuleBroken
from masthead.trail.models import Event

S = IdeaState


def test_anybody_with_a_role_proposes_and_an_outsider_does_not(lin, auditor, outsider):
    assert testing.make_idea(auditor).state == S.PROPOSED
    with pytest.raises(NotPermitted):
        testing.make_idea(outsider)


def test_an_idea_without_words_is_refused_and_the_refusal_kept(lin):
    with pytest.raises(BadInput):
        testing.make_idea(lin, text="  ")

    assert Event.objects.filter(name="refused:collab.actions.ideas.propose_idea").exists()


def test_everybody_votes_once_and_may_take_the_vote_back(idea, zhou, wu):
    actions.vote_for_idea(idea=idea, by=zhou)
    actions.vote_for_idea(idea=idea, by=wu)
    with pytest.raises(RuleBroken) as refused:
        actions.vote_for_idea(idea=idea, by=zhou)
    actions.take_back_idea_vote(idea=idea, by=wu)
    actions.take_back_idea_vote(idea=idea, by=wu)

    assert refused.value.code == "voted_already" and idea.votes == 1 and IdeaVote.objects.count() == 1


def test_nobody_votes_on_what_was_shelved_even_from_an_old_page(idea, chen, zhou):
    old = Idea.objects.get(pk=idea.pk)
    actions.shelve_idea(idea=idea, reason="人手不够", by=chen)

    with pytest.raises(RuleBroken) as refused:
        actions.vote_for_idea(idea=old, by=zhou)
    assert refused.value.code == "voting_closed"


def test_the_proposer_never_decides_on_the_own_idea(chen):
    own = testing.make_idea(chen)

    for deed in (
        lambda: actions.discuss_idea(idea=own, note="好", by=chen),
        lambda: actions.shelve_idea(idea=own, reason="x", by=chen),
    ):
        with pytest.raises(NotPermitted) as refused:
            deed()
        assert refused.value.code == "judge_in_own_cause"


def test_a_head_of_another_department_does_not_decide(idea, sun):
    with pytest.raises(NotPermitted) as refused:
        actions.shelve_idea(idea=idea, reason="不合适", by=sun)
    assert refused.value.code == "lacks_capability_here"


def test_an_idea_becomes_an_experiment_only_after_discussion(idea, chen, wu):
    words = {"hypothesis": "a", "variants": "b", "metric": "c", "owner": wu, "by": chen}
    today = clock.today()
    with pytest.raises(RuleBroken):
        actions.adopt_idea(idea=idea, start_on=today, end_on=today, **words)
    actions.discuss_idea(idea=idea, note="可以试", by=chen)
    with pytest.raises(BadInput) as refused:
        actions.adopt_idea(idea=idea, start_on=today, end_on=today - dt.timedelta(days=1), **words)
    assert "end_on" in refused.value.fields
    assert actions.adopt_idea(idea=idea, start_on=today, end_on=today, **words).owner == wu


def test_a_shelved_idea_may_be_taken_up_again(idea, chen):
    actions.shelve_idea(idea=idea, reason="明年再说", by=chen)

    assert actions.discuss_idea(idea=idea, note="预算下来了", by=chen).state == S.DISCUSSED


def test_only_the_owner_measures_and_only_another_concludes(idea, chen, zheng, wu, lin):
    run = testing.make_experiment(idea, chen, owner=wu)
    with pytest.raises(NotPermitted):
        actions.measure_experiment(experiment=run, result="甲 5.1%，乙 4.2%", by=lin)
    with pytest.raises(BadInput):
        actions.conclude_experiment(experiment=run, conclusion="effective", words="高", by=chen)
    actions.measure_experiment(experiment=run, result="甲 5.1%，乙 4.2%", by=wu)
    done = actions.conclude_experiment(experiment=run, conclusion="effective", words="差 0.9 个百分点", by=zheng)

    assert done.concluded_by == zheng and Idea.objects.get(pk=idea.pk).state == S.CONCLUDED


def test_the_owner_of_an_experiment_cannot_conclude_it_even_as_head(idea, chen):
    run = testing.make_experiment(idea, chen, owner=chen)
    actions.measure_experiment(experiment=run, result="甲 5.1%，乙 4.2%", by=chen)

    with pytest.raises(NotPermitted) as refused:
        actions.conclude_experiment(experiment=run, conclusion="effective", words="高", by=chen)
    assert refused.value.code == "judge_in_own_cause"


def test_a_result_is_not_changed_after_the_conclusion(idea, chen, zheng, wu):
    run = testing.make_experiment(idea, chen, owner=wu)
    actions.measure_experiment(experiment=run, result="甲 5.1%", by=wu)
    actions.conclude_experiment(experiment=run, conclusion="uncertain", words="样本少", by=zheng)

    with pytest.raises(Exception, match="先处理"):
        actions.measure_experiment(experiment=run, result="甲 9.9%", by=wu)
    assert Experiment.objects.get(pk=run.pk).result == "甲 5.1%"


def test_the_quarter_counts_what_was_proposed_and_concluded(idea, chen, zheng, wu):
    run = testing.make_experiment(idea, chen, owner=wu)
    assert queries.experiment_figures() == {"proposed": 1, "running": 1, "concluded": 0}
    actions.measure_experiment(experiment=run, result="甲 5.1%", by=wu)
    actions.conclude_experiment(experiment=run, conclusion="uncertain", words="样本少", by=zheng)

    assert queries.experiment_figures() == {"proposed": 1, "running": 0, "concluded": 1}


@pytest.mark.parametrize(
    ("day", "first"), [((2026, 11, 26), (2026, 10, 1)), ((2026, 1, 1), (2026, 1, 1)), ((2026, 6, 30), (2026, 4, 1))]
)
def test_a_quarter_begins_with_its_first_month(day, first):
    start, following = queries.quarter_of(dt.date(*day))

    assert start == dt.date(*first) and following > dt.date(*day) and following.day == 1
