"""What readers write is sorted by feeling, kind and urgency, says why, and learns from a correction."""

import pytest

from masthead.compliance.engine.readers import read


@pytest.mark.parametrize(
    ("text", "kind", "sentiment", "urgency"),
    [
        ("昨天买的茶里有虫，质量太差了，要求退款", "quality", "negative", None),
        ("快递三天了还没到，单号也查不到", "logistics", "negative", None),
        ("孩子吃了你们的饼干拉肚子，现在在急诊！", "safety", "negative", "high"),
        ("你们未经授权盗用了我的照片，请马上删除，律师函已经寄出", "infringement", "negative", "high"),
        ("网传你们公司要倒闭了，是真的吗？", "rumour", None, None),
        ("客服一直不回复，我要打 12315 投诉", "complaint", "negative", None),
        ("请问这款多少钱，哪里买？", "question", "neutral", "low"),
        ("很喜欢，包装用心，客服也耐心，感谢！", "praise", "positive", "low"),
    ],
)
def test_a_comment_is_sorted_by_what_it_is_about(
    text: str, kind: str, sentiment: str | None, urgency: str | None
) -> None:
    reading = read(text)

    assert reading.kind == kind
    assert sentiment in {None, reading.sentiment}
    assert urgency in {None, reading.urgency}


def test_a_denial_turns_the_feeling() -> None:
    assert read("味道不错").sentiment == "positive"
    assert read("一点都不满意").sentiment == "negative"


def test_the_words_that_led_to_it_are_named_at_their_places() -> None:
    text = "收到就发\u200b霉了"

    (word, *_others) = [w for w in read(text).words if w.towards == "quality"]

    assert text[word.start : word.end] == "发\u200b霉"


def test_a_correction_changes_the_next_reading() -> None:
    text = "这个香味太上头了"
    corrected = read(text, {"上头": {"praise": 3, "positive": 2}})

    assert read(text).kind == ""
    assert (corrected.kind, corrected.sentiment) == ("praise", "positive")
    assert read("听说你们倒闭了", {"倒闭": {"rumour": 0}}).kind == ""
