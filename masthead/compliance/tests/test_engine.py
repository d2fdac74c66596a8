"""What the engine promises whatever the rules are: exact places, undone disguises, word boundaries, contexts, conditions."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from masthead.compliance import engine
from masthead.compliance.engine.folding import fold
from masthead.compliance.engine.proving import failures
from masthead.compliance.engine.rules import BadRule

RULE = {
    "id": "a.words",
    "name": "词",
    "severity": "block",
    "terms": ["最佳", "治疗", "加微信", "开光", "no.1"],
    "variants": True,
}


def book(**more: object) -> engine.RuleBook:
    return engine.load([{"category": "a", "name": "甲", "rules": [RULE | more]}])


PLAIN = book()


@pytest.mark.parametrize(
    ("text", "words", "evasion"),
    [
        ("口感最佳的茶", "最佳", ()),
        ("最\u200b佳", "最\u200b佳", ("invisible",)),
        ("最.佳体验", "最.佳", ("scatter",)),
        ("治🌸疗失眠", "治🌸疗", ("scatter",)),
        ("加 微 信", "加 微 信", ("scatter",)),
        ("治\n疗", "治\n疗", ("scatter",)),
        ("ＮＯ．１的茶", "ＮＯ．１", ("width",)),
        ("治療失眠", "治療", ("traditional",)),
        ("zhiliao失眠", "zhiliao", ("pinyin",)),
        ("治liao失眠", "治liao", ("pinyin",)),
        ("蕞佳口感", "蕞佳", ("homophone",)),
        ("加薇信", "加薇信", ("homophone",)),
        ("氵台疗失眠", "氵台疗", ("split",)),
        ("nо.1好茶", "nо.1", ("lookalike",)),
    ],
)
def test_a_disguise_is_undone_and_named_and_the_place_is_that_of_the_original(
    text: str, words: str, evasion: tuple[str, ...]
) -> None:
    (hit,) = engine.check(text, book=PLAIN)

    assert text[hit.start : hit.end] == words
    assert hit.evasion == evasion


@pytest.mark.parametrize(
    "text", ["打开光源再看", "no.10 号仓库", "今天最。佳节", "他说“最”佳节快乐", "hno.1x", "请打开 光源再看"]
)
def test_what_only_looks_like_a_term_is_left_alone(text: str) -> None:
    assert engine.check(text, book=PLAIN) == []


@pytest.mark.parametrize(
    ("text", "exemption"),
    [
        ("本品不能治疗疾病", "negation"),
        ("谨防宣称治疗失眠的骗局", "antifraud"),
        ("《广告法》第十七条规定，普通食品不得宣传治疗功能", "lawquote"),
        ("违禁词清单：治疗等", "training"),
        ("出现“治疗”等字眼", "quotation"),
    ],
)
def test_words_that_are_only_spoken_of_become_a_hint(text: str, exemption: str) -> None:
    found = engine.check(text, book=PLAIN)

    assert [f.severity for f in found] == ["info"] * len(found) != []
    assert exemption in {f.exemption for f in found} or found[0].exemption == "negation"


def test_platform_industry_and_surroundings_decide() -> None:
    rules = book(
        platforms=["wechat", "xhs"], not_industries=["医疗"], allow=["最佳赏味期"],
        severity_by=[{"platforms": ["xhs"], "severity": "warn"}],
        unless=[{"pattern": "批准文号", "scope": "text", "code": "APPROVED", "to": "info"}, {"pattern": "^员工", "scope": "after"}],
        needs=[{"pattern": "茶", "scope": "text"}],
    )  # fmt: skip

    def severities(text: str, platform: str, industry: str = "食品") -> list[tuple[str, str]]:
        return [(f.severity, f.exemption) for f in engine.check(text, platform, industry, rules)]

    assert severities("最佳的茶", "wechat") == [("block", "")]
    assert severities("最佳的茶", "xhs") == [("warn", "")]
    assert severities("最佳的茶", "douyin") == []
    assert severities("最佳的茶", "wechat", "医疗器械") == []
    assert severities("最佳的酒", "wechat") == []
    assert severities("茶的最佳赏味期", "wechat") == []
    assert severities("最佳员工爱喝茶", "wechat") == []
    assert severities("治疗的茶，批准文号 X1", "wechat") == [("info", "APPROVED")]


def test_a_pattern_sees_one_folded_sentence_and_the_closed_gaps() -> None:
    rules = engine.load(
        [
            {
                "category": "a",
                "name": "甲",
                "rules": [{"id": "a.p", "name": "式", "severity": "warn", "patterns": ["全网.{0,4}(?:最低)?价"]}],
            }
        ]
    )

    assert [f.excerpt for f in engine.check("全網好價。", book=rules)] == ["全網好價"]
    assert [f.evasion for f in engine.check("全.网好价", book=rules)] == [("scatter",)]
    assert engine.check("全网。好价", book=rules) == []


def test_many_texts_get_the_answers_of_one_by_one() -> None:
    texts = ["口感最佳", "", "加 微 信", "a\u2029最佳", "亻言治\u0301疗", "⑩㎡治療", "没有"] * 40
    items = [(t, "wechat", "食品") for t in texts]

    assert list(engine.check_many(items, PLAIN)) == [engine.check(*item, PLAIN) for item in items]


@settings(max_examples=150, deadline=None)
@given(
    st.text(
        alphabet=st.sampled_from("最佳治疗加微信 .\n。\u200b\u0301①⑩㎡ＡaV氵台亻言🌸“”0123456789年月日元\ud800"),
        max_size=40,
    )
)
def test_whatever_comes_in_places_lie_inside_and_fold_to_themselves(text: str) -> None:
    folded = fold(text)
    for found in engine.check(text, book=PLAIN):
        assert 0 <= found.start < found.end <= len(text)
    for at in range(len(folded.text)):
        start, end = folded.original(at, at + 1)
        assert 0 <= start < end <= len(text)


@pytest.mark.parametrize(
    "row",
    [
        {"id": "", "name": "x", "severity": "block"},
        {"id": "a.b", "name": "x", "severity": "fatal"},
        {"id": "a.b", "name": "x", "severity": "block", "patterns": ["("]},
        {"id": "a.b", "name": "x", "severity": "block", "terms": [" "]},
        {"id": "a.b", "name": "x", "severity": "block", "colour": 1},
        {"id": "a.b", "name": "x", "severity": "block", "unless": [{"pattern": "x", "scope": "moon"}]},
        {"id": "a.b", "name": "x", "severity": "block", "context": ["weather"]},
        {"id": "a.b", "name": "x", "severity": "block", "code": True},
    ],
)
def test_a_rule_that_makes_no_sense_is_refused_with_its_name(row: dict[str, object]) -> None:
    with pytest.raises(BadRule, match="规则"):
        engine.load([{"category": "a", "name": "甲", "rules": [row]}])


def test_every_test_beside_a_shipped_rule_holds() -> None:
    assert [str(f) for f in failures(engine.shipped())] == []


DISGUISED = (
    ("这茶能杀(shā)菌(jūn)消(xiāo)炎，牙疼含一颗。", "medical"),
    ("这杯茶降a血b糖，喝了半年指标好看多了。", "medical"),
    ("喝这杯茶，病尿糖疗治，倒着读就懂。", "medical"),
    ("这盒糖能「治」「疗」失眠。", "medical"),
    ("养老项目认购，[稳][赚][不][赔]，名额不多。", "finance"),
    ("跟我做三个月，稳，赚，不，赔，你就信了。", "finance"),
    ("要辅食表的加加加微微信信。", "diversion"),
    ("私人定制旗袍的加X信，选料子我陪你。", "diversion"),
    ("答案放在文末，guan注后才能看。", "induce"),
    ("来我们平台买⚽，首存送彩🥇，提现秒到。", "contraband"),
)
HARMLESS = (
    "牧师的治·疗·术冷却改到 6s，补丁周四上线。",
    "开 光 源 → 调 焦 → 压 标 本，显微镜三步走。",
    "高 仿 真 心肺复苏假人到馆，周六开放练习。",
    "琴、棋、书、画，样样从头学；A、B、C 三个班都有位置。",
    "No.1 机库在维修，参观请走 No.2。",
    "倒着读也通顺的句子叫回文，比如上海自来水来自海上。",
)


def test_a_disguise_is_seen_through_and_a_harmless_sign_is_none() -> None:
    missed = [
        t for t, category in DISGUISED if category not in {f.category for f in engine.check(t, "xhs") if f.alarms}
    ]
    wrong = [t for t in HARMLESS if any(f.alarms for f in engine.check(t, "xhs"))]

    assert (missed, wrong) == ([], [])
