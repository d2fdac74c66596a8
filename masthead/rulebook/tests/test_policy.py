"""The text of the rulebook: strict, complete, and every number stable."""

import pytest

from masthead.core import clock
from masthead.rulebook import actions, policy_text, queries
from masthead.rulebook.models import Clause, PolicyVersion
from masthead.rulebook.states import VersionState
from masthead.trail import queries as trail

OF_THE_MISSION = (
    "1.1 1.2 1.3.1 1.3.2 1.3.3 1.3.4 1.3.5 2.1 2.2.1 2.2.2 2.2.3 2.2.4 3.1.1 3.1.2 3.2.1 3.2.2 3.2.3 3.3.1 3.3.2 3.3.3 "
    "3.4.1 3.4.2 3.4.3 4.1.1 4.1.2 4.1.3 4.2.1 4.2.2 4.2.3 5.1.1 5.1.2 5.2.1 5.2.2 5.2.3 5.3.1 5.3.2 5.3.3 6.1.1 6.1.2 "
    "6.2.1 6.2.2 6.2.3 7.1.1 7.1.2 7.1.3 7.2.1 7.2.2 8"
)
TITLES = {
    "2.1": "新媒体运营管理小组",
    "3.3.1": "内容策划",
    "3.3.2": "内容审核",
    "3.3.3": "内容发布",
    "5.2.1": "数据采集与分析",
}


def test_every_clause_number_of_the_template_is_used_once_and_keeps_its_meaning():
    keys = [p.key for p in policy_text.built_in().passages]
    titles = {p.key: p.title for p in policy_text.built_in().passages}

    assert len(keys) == len(set(keys))
    assert {key: titles[key] for key in TITLES} == TITLES
    assert set(OF_THE_MISSION.split()) <= set(keys)


def test_the_template_has_eight_chapters_and_at_least_sixty_clauses_of_one_to_four_sentences():
    passages = policy_text.built_in().passages
    clauses = [p for p in passages if p.level == "clause"]

    assert [p.number for p in passages if p.level == "chapter"] == [f"第{n}章" for n in "一二三四五六七八"]
    assert len(clauses) >= 60
    assert all(1 <= p.text.count("。") <= 4 for p in clauses)


@pytest.mark.parametrize(
    ("source", "problem"),
    [
        ("正文\n", "before the first heading"),
        ("# 制度\n## 2 总则\n", "out of order"),
        ("# 制度\n## 1 总则\n### 1.1 目的\n正文\n### 1.1 范围\n正文\n", "out of order or used twice"),
        ("# 制度\n## 1 总则\n### 2.1 小组\n正文\n", "outside 2"),
        ("# 制度\n## 1 总则\n#### 1.1 目的\n", "wrong depth"),
        ("# 制度\n## 1 总则\n### 1.1 目的\n", "1.1 has no text"),
        ("# 制度\n## 1 总则\n正文\n### 1.1 目的\n正文\n", "text beside its clauses"),
        ("## 1 总则\n正文\n", "no title"),
    ],
)
def test_a_text_that_is_no_rulebook_is_refused_with_its_line(source, problem):
    with pytest.raises(policy_text.WrongPolicyText, match=problem):
        policy_text.parse(source)


def test_adopting_the_template_puts_version_one_into_force(chen, policy):
    assert (policy.number, policy.state, policy.effective_on) == (1, VersionState.IN_FORCE, clock.today())
    assert policy.text_digest == policy_text.built_in().digest
    assert Clause.objects.get(key="3.3.2").parent.parent.number == "第三章"
    assert [e.name for e in trail.events_of(policy)] == ["rulebook:version:in_force"]


def test_adopting_the_template_twice_changes_nothing(policy):
    assert actions.adopt_template(by=None) == policy
    assert PolicyVersion.objects.count() == 1
    assert Clause.objects.count() == len(policy_text.built_in().passages)


def test_the_reading_has_every_clause_with_text_and_state(policy, auditor):
    found = queries.reading(auditor)

    clauses = [p for c in found.chapters for p in c.passages if p.grade]
    assert len(clauses) >= 60
    assert all(p.clause.text and p.grade.state.label for p in clauses)
