"""A change of the rules goes live only after its tests hold, shows what it would do first, and leaves a version behind."""

import pytest

from masthead.compliance import actions, queries, tables
from masthead.compliance.models import ChangeState, CheckedText, RuleSet
from masthead.compliance.testing import rules_in_force
from masthead.core import clock
from masthead.core.errors import RuleBroken, Stale
from masthead.org.models import Member
from masthead.org.sheets import read_table, write_table

pytestmark = pytest.mark.django_db
ROW = {
    "name": "本公司用语", "severity": "warn", "terms": ["云雾甲号"], "must_hit": ["我们的云雾甲号工艺"], "must_not_hit": ["云雾茶独家专访"],
}  # fmt: skip


@pytest.fixture
def in_force() -> RuleSet:
    return rules_in_force()


def drafted(by: Member, **row: object):
    return actions.draft_rule(rule="own.words", category="own", row=ROW | row, reason="内部用语", by=by)


def test_a_draft_changes_no_check_and_going_live_does(in_force, zhou):
    change = drafted(zhou)

    assert queries.find_in_text("云雾甲号") == []
    adopted = actions.put_live(change=change, by=zhou)
    assert [m.rule for m in queries.find_in_text("云雾甲号")] == ["own.words"]
    assert (adopted.in_force, RuleSet.objects.filter(in_force=True).count()) == (True, 1)
    assert queries.versions()[0].added == ["own.words"]


def test_a_change_whose_tests_fail_or_are_missing_does_not_go_live(in_force, zhou):
    for row in ({"must_hit": ["别的话"]}, {"must_not_hit": []}, {"must_not_hit": ["云雾甲号"]}):
        with pytest.raises(RuleBroken):
            actions.put_live(change=drafted(zhou, **row), by=zhou)

    assert rules_in_force().digest == in_force.digest


def test_a_rule_that_cannot_be_read_or_has_no_reason_is_not_drafted(in_force, zhou):
    with pytest.raises(RuleBroken, match="不能编译"):
        drafted(zhou, patterns=["("])
    with pytest.raises(RuleBroken, match="理由"):
        actions.draft_rule(rule="own.words", category="own", row=ROW, reason=" ", by=zhou)


def test_the_effect_lists_new_and_gone_hits_on_the_last_texts(in_force, zhou):
    for text in ("云雾甲号工艺", "云雾尊享", "别的"):
        CheckedText.objects.create(digest=text, text=text, checked_at=clock.now())
    actions.put_live(change=drafted(zhou), by=zhou)

    effect = queries.effect_of(drafted(zhou, terms=["云雾尊享"], must_hit=["云雾尊享"]))

    assert (effect.texts, [h.words for h in effect.new], [h.words for h in effect.gone]) == (
        3,
        ["云雾尊享"],
        ["云雾甲号"],
    )
    assert effect.ready


def test_a_rule_switched_off_comes_back_with_the_next_change(in_force, zhou):
    actions.put_live(change=drafted(zhou), by=zhou)
    off = actions.draft_rule(rule="own.words", category="own", row=ROW, off=True, reason="不再需要", by=zhou)
    actions.put_live(change=off, by=zhou)

    assert queries.find_in_text("云雾甲号") == []
    actions.put_live(change=drafted(zhou), by=zhou)
    assert len(queries.find_in_text("云雾甲号")) == 1
    assert [c.state for c in queries.last_changes("own.words")] == [
        ChangeState.LIVE,
        ChangeState.REPLACED,
        ChangeState.REPLACED,
    ]


def test_of_two_who_put_the_same_draft_in_force_the_second_is_too_late(in_force, zhou):
    change = drafted(zhou)
    same = queries.draft_change(change.pk)
    actions.put_live(change=change, by=zhou)

    with pytest.raises(Stale):
        actions.drop_draft(change=same, by=zhou)


def test_a_table_comes_back_as_it_went_out_and_names_what_is_wrong(in_force, zhou):
    actions.put_live(change=drafted(zhou), by=zhou)
    files = queries.files_in_force()

    assert [line for line in tables.read(tables.written(files), "r.xlsx", files) if line.errors or line.change] == []
    changed = [
        {
            "category": "own",
            "rules": [ROW | {"id": "own.words", "terms": ["云雾尊享"]}, ROW | {"id": "own.bad", "patterns": ["("]}],
        }
    ]
    good, bad = tables.read(tables.written(changed), "r.xlsx", files)
    assert good.change is not None and good.change["row"]["terms"] == ["云雾尊享"]
    assert bad.change is None and "不能编译" in bad.errors[0]


def test_a_table_speaks_in_words_and_takes_codes_too(in_force):
    row = ROW | {"id": "own.words", "platforms": ["xhs"]}
    cells = [str(c) for c in read_table(tables.written([{"category": "own", "rules": [row]}]), "r.xlsx").rows[1]]
    coded = [{"须说明": "warn", "小红书": "xhs"}.get(c, c) for c in cells]

    assert {"须说明", "小红书"} <= set(cells)
    for given in (cells, coded):
        (line,) = tables.read(write_table("规则", tables.heading(), [given]), "r.xlsx", [])
        assert line.change and (line.change["row"]["severity"], line.change["row"]["platforms"]) == ("warn", ["xhs"])
        assert line.is_new
