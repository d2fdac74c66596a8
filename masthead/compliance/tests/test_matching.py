"""What the first rule set finds, what it leaves alone, and that evasions do not help."""

import json

import pytest

from masthead.compliance.actions import BUILT_IN
from masthead.compliance.matching import Matcher

MATCHER = Matcher(json.loads(BUILT_IN.read_text(encoding="utf-8")))


def blocked(text: str) -> list[str]:
    return [m.excerpt for m in MATCHER.find(text) if m.severity == "block"]


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("我们的春茶是全国最好的绿茶", "最好"),
        ("本品可以降血压、降血脂", "降血压"),
        ("喝了保证有效，无效退款", "保证有效"),
        ("最 佳 口 感", "最 佳"),
        ("最\u200b佳口感", "最\u200b佳"),
        ("ＮＯ．１ 茶品牌", "ＮＯ．１"),
        ("no.1 茶品牌", "no.1"),
        ("集赞满三十个送茶样", "集赞"),
        ("请到店开光茶具", "开光"),
        ("联系我：138-1234-5678", "138****78"),
        ("身份证 11010519491231002X 已登记", "110****2X"),
    ],
)
def test_what_the_law_forbids_is_found(text: str, word: str) -> None:
    assert word in blocked(text)


@pytest.mark.parametrize(
    "text",
    [
        "最近一周气温回升，最早一批茶芽已经采摘",
        "最佳品饮期为十八个月",
        "第一批春茶于三月十二日下山",
        "普洱茶不能治疗疾病，也不能替代药物",
        "警惕所谓根治失眠的茶疗骗局",
        "第一件事不是学修剪，而是学记录",
        "国家级非物质文化遗产蒙山茶传统制作技艺",
        "请打开光源观察汤色",
        "库房最大承重两吨，最高气温三十五度",
        "全国统一热线 400-820-8820",
        "批次号 6222021234567890",
    ],
)
def test_ordinary_and_lawful_wording_is_left_alone(text: str) -> None:
    assert blocked(text) == []


def test_offsets_point_into_the_text_as_handed_in() -> None:
    text = "云岭\u200b春茶，最 好喝的一口，最\u200b好"
    hits = [m for m in MATCHER.find(text) if m.rule == "absolute"]

    assert [text[m.start : m.end] for m in hits] == ["最 好", "最\u200b好"]


def test_a_misspelling_suggests_the_right_word() -> None:
    (hit,) = [m for m in MATCHER.find("请登陆官网查询批次") if m.rule == "style"]

    assert hit.suggestion == "改为「登录」。" and hit.severity == "warn"
