"""The engine leaves out what cannot find anything: it must never leave out what can."""

from masthead.compliance import engine
from masthead.compliance.engine.document import Document
from masthead.compliance.engine.structure import STRUCTURES

BOOK = engine.shipped()
BESIDE = [t if isinstance(t, str) else t["text"] for r in BOOK.rules for t in (*r.must_hit, *r.must_not_hit)]


def test_a_rule_whose_expression_matches_is_entered() -> None:
    guarded = {i: STRUCTURES[r.id].entry for i, r in enumerate(BOOK.rules) if r.code and STRUCTURES[r.id].entry}
    matched = 0
    for text in (Document(t).folded for t in BESIDE):
        for rule, expressions in guarded.items():
            if not any(e.search(text) for e in expressions):
                continue
            matched += 1
            assert any(
                entrance.is_open(text, text.find(word))
                for entrance in BOOK.entrances
                if entrance.rule == rule
                for word in entrance.calls
                if word in text
            ), f"{BOOK.rules[rule].id}: {text}"

    assert matched > 50


def test_a_condition_or_context_that_holds_is_among_those_worth_asking() -> None:
    for text in BESIDE[::9]:
        document = Document(text)
        for start, end in document.sentences:
            if start == end:
                continue
            around = BOOK.surroundings.around(document, start, end)
            for asked in BOOK.surroundings.asked:
                for bit, condition in (*asked.needs, *asked.unless):
                    holds = bit & around or not condition.pattern.search(document.folded, start, end)
                    assert holds, f"{condition.pattern.pattern}: {text}"


def test_a_long_row_of_texts_gets_the_answers_of_one_by_one() -> None:
    items = [(t, "wechat", "食品") for t in (*BESIDE, *BESIDE[:300], "电话 13912345678", "联系 13812345679")]
    assert sum(len(t) for t, _platform, _industry in items) > 30_000

    for item, found in zip(items[::-5], list(engine.check_many(items, BOOK))[::-5], strict=True):
        assert found == engine.check(*item, BOOK), item[0]


def test_digits_inside_a_longer_number_call_nothing_and_yet_a_month_that_is_none_is_found() -> None:
    wrong = [f.rule for f in engine.check("活动于13月5日开始。")]

    assert "accuracy.date" in wrong
    assert not [f for f in engine.check("本店自2013月刊起连载。") if f.rule == "accuracy.date"]
