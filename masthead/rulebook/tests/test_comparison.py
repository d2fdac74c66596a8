"""Two texts side by side: words, moved places, removed places."""

from dataclasses import dataclass

import pytest

from masthead.rulebook.comparison import Change, compare, spans_between


@dataclass
class Spot:
    key: str
    number: str
    title: str
    text: str
    level: str = "clause"


def words(spans):
    return [(span.kind, span.text) for span in spans]


def test_a_changed_number_is_shown_as_a_number_and_not_letter_by_letter():
    assert words(spans_between("应当在15日内确认。", "应当在30日内确认。")) == [
        ("same", "应当在"),
        ("del", "15"),
        ("add", "30"),
        ("same", "日内确认。"),
    ]


def test_small_islands_of_agreement_inside_a_change_are_given_up():
    kinds = [span.kind for span in spans_between("由宣传部的部长批准", "由市场部和技术部会签")]

    assert kinds.count("same") <= 1


@pytest.mark.parametrize(("old", "new"), [("甲乙丙", "甲丙"), ("", "新的条文"), ("旧的条文", ""), ("一样", "一样")])
def test_the_words_of_both_texts_can_be_read_from_the_spans(old, new):
    spans = spans_between(old, new)

    assert "".join(s.text for s in spans if s.kind != "add") == old
    assert "".join(s.text for s in spans if s.kind != "del") == new


def test_a_moved_and_renumbered_clause_is_the_same_clause():
    old = [Spot("1.1", "1.1", "目的", "甲"), Spot("1.2", "1.2", "范围", "乙"), Spot("1.3", "1.3", "原则", "丙")]
    new = [Spot("1.3", "1.1", "原则", "丙"), Spot("1.1", "1.2", "目的", "甲"), Spot("1.2", "1.3", "范围", "乙")]

    found = {place.key: place for place in compare(old, new)}

    assert {place.change for place in found.values()} == {Change.MOVED}
    assert found["1.3"].renumbered == "1.3 → 1.1"


def test_a_clause_that_moved_and_changed_is_shown_as_changed():
    old = [Spot("1.1", "1.1", "目的", "甲"), Spot("1.2", "1.2", "范围", "乙")]
    new = [Spot("1.2", "1.1", "范围", "乙丙"), Spot("1.1", "1.2", "目的", "甲")]

    assert compare(old, new)[0].change == Change.CHANGED


def test_a_removed_clause_stands_where_it_stood_and_a_new_one_is_new():
    old = [Spot("1.1", "1.1", "目的", "甲"), Spot("1.2", "1.2", "范围", "乙"), Spot("1.3", "1.3", "原则", "丙")]
    new = [Spot("1.1", "1.1", "目的", "甲"), Spot("1.3", "1.2", "原则", "丙"), Spot("1.4", "1.3", "用语", "丁")]

    assert [(p.key, p.change) for p in compare(old, new)] == [
        ("1.1", Change.SAME),
        ("1.2", Change.REMOVED),
        ("1.3", Change.MOVED),
        ("1.4", Change.ADDED),
    ]


def test_another_edit_of_a_clause_is_another_change():
    old = [Spot("1.1", "1.1", "目的", "甲")]
    first = compare(old, [Spot("1.1", "1.1", "目的", "甲乙")])[0]
    second = compare(old, [Spot("1.1", "1.1", "目的", "甲丙")])[0]

    assert first.digest != second.digest
