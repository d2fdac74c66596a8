"""The inspector of a step: it reads what it wrote, keeps what was typed, and nothing that it lets through can stop the engine."""

import pytest
from django.http import QueryDict
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from masthead.approvals import blueprint, outline, queries
from masthead.approvals.blueprint import FactKind
from masthead.approvals.forms import StepForm
from masthead.approvals.forms.clauses import clause_row
from masthead.approvals.forms.resolvers import resolver_of, word_of
from masthead.approvals.registry import SUBJECTS

FACTS = {
    "fee": FactKind("金额", "number", unit="元"),
    "kind": FactKind("类型", "choice", choices=(("news", "新闻"), ("ad", "广告"))),
    "outside": FactKind("外部稿件", "flag"),
    "topic": FactKind("话题", "text"),
}
ROLES = {"reviewer": "内容审核", "head": "部门负责人"}
MEMBERS = {1: "林知夏", 2: "周明远", 3: "陈立群"}
BLANK = {"key": "s1", "name": "审核", "mode": "any", "resolver": {"kind": ""}}


def form_of(step=BLANK, **typed):
    data = QueryDict(mutable=True)
    for name, value in ({"name": "审核", "mode": "any"} | typed).items():
        data.setlist(name.replace("__", "-"), [str(v) for v in (value if isinstance(value, list) else [value])])
    return StepForm(data, step=step, roles=ROLES, members=MEMBERS, facts=FACTS)


def values_of(**typed):
    form = form_of(**typed)
    assert form.is_valid(), form.errors
    return form.values()


@pytest.mark.parametrize(
    ("typed", "resolver"),
    [
        ({"who": "role", "who_role": "reviewer"}, {"kind": "role", "role": "reviewer"}),
        ({"who": "unit_head"}, {"kind": "unit_head"}),
        ({"who": "parent_head", "who_level": "2"}, {"kind": "parent_head", "level": 2}),
        ({"who": "leader"}, {"kind": "leader"}),
        ({"who": "members", "who_members": ["2"]}, {"kind": "member", "id": 2}),
        ({"who": "members", "who_members": ["1", "3"]}, {"kind": "members", "ids": [1, 3]}),
        ({"who": "subject_owner"}, {"kind": "subject_owner"}),
        ({}, {"kind": ""}),
    ],
)
def test_every_way_to_name_approvers_can_be_chosen(typed, resolver):
    assert values_of(**typed)["resolver"] == resolver


def test_votes_carry_their_quorum_and_others_none():
    assert values_of(mode="vote", quorum_value="2", quorum_kind="count")["quorum"] == {"kind": "count", "value": 2}
    assert values_of(mode="all", quorum_value="2", quorum_kind="count")["quorum"] is None


@pytest.mark.parametrize(
    ("fact", "op", "value", "clause"),
    [
        ("fee", "gte", ["10000"], ("gte", 10000)),
        ("fee", "gte", ["10,000"], ("gte", 10000)),
        ("fee", "lt", ["1.5万"], ("lt", 15000)),
        ("kind", "in", ["ad"], ("eq", "ad")),
        ("kind", "in", ["ad", "news"], ("in", ["ad", "news"])),
        ("kind", "ne", ["广告"], ("ne", "ad")),
        ("outside", "eq", ["是"], ("eq", True)),
        ("outside", "eq", ["false"], ("eq", False)),
        ("topic", "in", ["春茶、秋茶"], ("in", ["春茶", "秋茶"])),
        ("fee", "in", ["5"], ("gte", 5)),
    ],
)
def test_sentence_becomes_a_condition(fact, op, value, clause):
    values = values_of(joint="any", c0__fact=fact, c0__op=op, c0__value=value)

    assert values["when"] == {"any": [{"fact": fact, "op": clause[0], "value": clause[1]}]}
    assert (
        blueprint.problems(
            [{**values, "resolver": {"kind": "leader"}}, {"name": "x", "resolver": {"kind": "leader"}}], FACTS
        )
        == []
    )


@pytest.mark.parametrize(
    ("fact", "op", "value", "said"),
    [
        ("fee", "gte", ["很多"], "请填写整数"),
        ("fee", "gte", ["1.5"], "请填写整数"),
        ("fee", "gte", [""], "请填写「金额」要比较的值"),
        ("kind", "in", ["小说"], "只能是：新闻、广告"),
        ("kind", "ne", ["ad", "news"], "只能选一个值"),
        ("outside", "eq", ["也许"], "是」或「否"),
        ("", "eq", ["5"], "请选择看哪一项"),
    ],
)
def test_sentence_that_cannot_be_used_is_named_in_its_row_and_kept(fact, op, value, said):
    form = form_of(c0__fact=fact, c0__op=op, c0__value=value, name="加审", due_hours="16")

    assert not form.is_valid()
    row = form.rows()[0]
    assert said in row.error
    assert (row.fact, row.values) == (fact, value)
    assert form["due_hours"].value() == "16"


def test_blank_rows_are_left_out_and_one_is_offered_again():
    form = form_of(c0__fact="", c0__value="", c1__fact="fee", c1__op="gt", c1__value="1")

    assert form.is_valid()
    assert [clause["fact"] for clause in form.values()["when"]["all"]] == ["fee"]
    assert [row.fact for row in form.rows()] == ["fee", ""]


def test_row_drawn_for_another_fact_drops_a_value_that_does_not_fit():
    data = QueryDict("row=1&c1-fact=kind&c1-value=10000")
    row = clause_row(data, FACTS)

    assert (row.number, row.values, row.type) == (1, [], "choice")


@pytest.mark.parametrize("typed", [{"name": ""}, {"due_hours": "401"}, {"due_hours": "两天"}, {"cc": ["role:nobody"]}])
def test_wrong_words_stop_the_form_and_stay_in_it(typed):
    form = form_of(**typed)

    assert not form.is_valid()
    (name, value), *_rest = typed.items()
    assert form[name].value() == value


def test_person_who_left_stays_visible_until_taken_out():
    step = {**BLANK, "resolver": {"kind": "members", "ids": [1, 99]}, "cc": [{"kind": "member", "id": 98}]}
    form = StepForm(None, step=step, roles=ROLES, members=MEMBERS, facts=FACTS)

    assert ("99", "已离开的成员") in form.fields["who_members"].choices
    assert "member:98" in str(form["cc"])


resolvers = st.one_of(
    st.sampled_from([{"kind": "unit_head"}, {"kind": "leader"}, {"kind": "subject_owner"}]),
    st.sampled_from(sorted(ROLES)).map(lambda key: {"kind": "role", "role": key}),
    st.sampled_from(sorted(MEMBERS)).map(lambda pk: {"kind": "member", "id": pk}),
    st.lists(st.sampled_from(sorted(MEMBERS)), min_size=2, unique=True).map(
        lambda ids: {"kind": "members", "ids": ids}
    ),
    st.integers(1, 3).map(lambda level: {"kind": "parent_head", "level": level}),
)
clauses = st.one_of(
    st.tuples(st.sampled_from(["gte", "gt", "lte", "lt", "eq", "ne"]), st.integers(-(10**6), 10**6)).map(
        lambda c: {"fact": "fee", "op": c[0], "value": c[1]}
    ),
    st.sampled_from(["news", "ad"]).map(lambda v: {"fact": "kind", "op": "eq", "value": v}),
    st.sampled_from(["news", "ad"]).map(lambda v: {"fact": "kind", "op": "ne", "value": v}),
    st.booleans().map(lambda v: {"fact": "outside", "op": "eq", "value": v}),
)
whens = st.none() | st.tuples(st.sampled_from(["all", "any"]), st.lists(clauses, min_size=1, max_size=4)).map(
    lambda w: {w[0]: w[1]}
)


@st.composite
def drawn_steps(draw):
    """One step as an administrator may draw it."""
    mode = draw(st.sampled_from(["seq", "all", "any", "vote"]))
    quorum = None
    if mode == "vote":
        kind = draw(st.sampled_from(["count", "percent"]))
        quorum = {"kind": kind, "value": draw(st.integers(1, 2 if kind == "count" else 100))}
    due = draw(st.none() | st.integers(1, blueprint.LONGEST_DUE_HOURS))
    return {
        "name": draw(st.text("审核终加初复", min_size=1, max_size=8)),
        "mode": mode,
        "quorum": quorum,
        "resolver": draw(resolvers),
        "when": draw(whens),
        "due_hours": due,
        "escalate_to": draw(st.none() | resolvers.filter(lambda r: r["kind"] != "members")) if due else None,
        "cc": draw(st.lists(resolvers.filter(lambda r: r["kind"] != "members"), max_size=3, unique_by=word_of)),
        "allow": {key: draw(st.booleans()) for key in blueprint.ALLOW},
        "distinct": draw(st.booleans()),
    }


def typed_as(step):
    """The form as the page would hand it in for that step, untouched."""
    shown = StepForm(None, step=step, roles=ROLES, members=MEMBERS, facts=FACTS)
    typed = {name: shown.initial[name] for name in shown.fields if shown.initial.get(name) not in (None, False)}
    for row in shown.clauses:
        typed |= {f"c{row.number}-fact": row.fact, f"c{row.number}-op": row.op, f"c{row.number}-value": row.values}
    return {name: "on" if value is True else value for name, value in typed.items()}


@given(step=drawn_steps())
@settings(max_examples=60, deadline=None, derandomize=True)
def test_form_that_nobody_touched_changes_nothing(step):
    form = form_of(step=step, **typed_as(step))

    assert form.is_valid(), form.errors
    assert outline.mark_of(form.values()) == outline.mark_of(step)


@given(resolver=resolvers)
def test_word_of_a_resolver_leads_back_to_it(resolver):
    assert resolver_of(word_of(resolver)) == resolver


@given(
    steps=st.lists(drawn_steps(), min_size=1, max_size=4),
    fee=st.integers(0, 10**6),
    kind=st.sampled_from(["news", "ad"]),
)
@settings(
    max_examples=40, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.function_scoped_fixture]
)  # fmt: skip
def test_whatever_the_board_finds_sound_the_engine_can_walk(press, lin, steps, fee, kind):
    subject = SUBJECTS["test.unit"]
    kinds = {name: fact for name, fact in FACTS.items() if name in subject.fact_kinds}
    sound = blueprint.problems(steps, kinds) == []
    like = queries.Imagined(subject, lin, press.pk, {"fee": fee, "kind": kind})

    trial = queries.try_out(steps, like)
    assert len(trial) == len(steps)
    assert not sound or all(step.state != "broken" for step in trial)
    assert all(queries.cards_of(steps, "test.unit", queries.Directory()))
    assert all(blueprint.describe(step, facts=kinds) for step in steps)
