"""Throughput of the compliance engine beside the bare automaton on the same text in the same run, one thread.

    python -m bench.compliance [--megabytes 20] [--terms 10000] [--document 1000] [--times 3]

The text is generated marketing copy: mostly lawful sentences, some that break rules, some that evade, English names, prices and dates.
It is measured twice: with every sentence a different one, and as an archive repeats its sentences.
The rule book is the shipped one filled up with generated terms to the wanted number. MB = 10^6 bytes of UTF-8;
time is that of the thread on the processor, so that neighbours on the machine do not count.
"""

import argparse
import random
import statistics
from collections.abc import Callable, Sequence
from time import thread_time

import ahocorasick_rs

from masthead.compliance import engine
from masthead.compliance.engine.folding import fold

FLOOR_MB, FLOOR_RATIO = 15.0, 0.2
ARTICLE, MOST_MS = 3000, 10.0  # characters of what is checked on each pause of the keys, and what that may take
BREACHES = 0.02  # of the sentences
PLACES = ["杭州", "成都", "苏州", "昆明", "西安", "厦门", "长沙", "青岛", "武夷山", "大理", "宁波", "黔东南"]
GOODS = [
    "春茶",
    "面霜",
    "空气炸锅",
    "羽绒服",
    "理财课程",
    "儿童绘本",
    "沙发",
    "防晒衣",
    "跑鞋",
    "咖啡豆",
    "蜂蜜",
    "书桌",
    "台灯",
    "洗衣液",
    "保温杯",
    "奶粉",
    "智能手表",
    "行李箱",
]
MAKERS = ["匠心", "手工", "山野", "清晨", "城市", "邻里", "四季", "青年", "老街", "海岸", "竹林", "云上"]
LAWFUL = (
    "{place}的{maker}工坊在{month}月{day}日推出{goods}，定价{price}元，门店和小程序同步上架。",
    "我们走访了{place}的三家门店，听店员讲{goods}的做法，也记下了顾客的意见。",
    "这一季的{goods}采用可回收包装，每一件都有批次编号，可以在官网查询。",
    "活动时间为{month}月{day}日至{month}月28日，每位会员限购两件，售完为止。",
    "作者：{maker}编辑部 摄影：{place}站 Photo by LIN，版式设计参考了 Helvetica 与思源黑体。",
    "第一次尝试的朋友，建议从小份开始，最近天气转凉，请注意保存温度。",
    "有读者在后台留言，希望多讲讲{goods}的日常养护，这篇就来回答大家。",
    "团队用了两年时间打磨细节，从选材、打样到试用，每一步都留有记录。\n",
    "欢迎到{place}体验店参观，营业时间 10:00—21:30，周一闭馆，停车可凭小票减免。",
    "产品净含量 {price}g，执行标准 GB/T 20976，保质期 12 个月，阴凉干燥处存放。",
)
BREAKING = (
    "{maker}{goods}是全国最好的选择，没有之一。",
    "这款{goods}销量第一，全网最低价，错过再等一年。",
    "坚持使用可以治疗失眠，还能增强免疫力。",
    "加 V 信 abc{price} 领取内部价，私信下单更优惠。",
    "关注并转发朋友圈集赞满 30 个，即可领取{goods}。",
    "{goods}zui好的一次，蕞佳口感，顶.级享受。",
)

SURNAMES = "周吴郑孙钱冯陈褚卫蒋沈韩杨朱秦尤许何吕施孔曹严华金魏陶姜戚谢邹喻柏窦章苏潘葛奚范彭郎鲁韦昌苗凤花方俞任袁柳"
GIVEN = "明远思齐静文嘉宇晨曦若琳浩然子涵雨桐梓萱俊杰雅婷志强晓峰丽娟建华海燕玉兰春梅秋菊冬雪夏荷云飞月娥星辰松柏竹青"


def text(megabytes: float, document: int, seed: int = 20261127, *, distinct: bool = False) -> list[str]:
    """Documents of about that many characters, together that many megabytes; `distinct`: no sentence stands in them twice."""
    dice = random.Random(seed)
    out: list[str] = []
    seen: set[str] = set()
    written, wanted = 0, megabytes * 1e6
    while written < wanted:
        parts: list[str] = []
        size = dice.randint(document // 2, document * 3 // 2)
        while sum(map(len, parts)) < size:
            form = dice.choice(LAWFUL) if dice.random() > BREACHES else dice.choice(BREAKING)
            sentence = form.format(
                place=dice.choice(PLACES), maker=dice.choice(MAKERS), goods=dice.choice(GOODS),
                month=dice.randint(1, 12), day=dice.randint(1, 28), price=dice.randint(9, 999),
            )  # fmt: skip
            if distinct:
                sentence = f"{dice.choice(SURNAMES)}{dice.choice(GIVEN)}{dice.choice(GIVEN)}介绍，{sentence}"
                if sentence in seen:
                    continue
                seen.add(sentence)
            parts.append(sentence)
        out.append("".join(parts))
        written += len(out[-1].encode("utf-8"))
    return out


def filled_book(terms: int, seed: int = 7) -> engine.RuleBook:
    """The shipped rules with generated terms of two to six characters up to that number; made of the characters of the text."""
    files = [dict(f) for f in engine.shipped().files]
    have = sum(len(r.terms) for r in engine.shipped().rules)
    dice = random.Random(seed)
    letters = sorted(
        {c for form in (*LAWFUL, *BREAKING, *PLACES, *GOODS, *MAKERS) for c in form if "\u4e00" <= c <= "\u9fff"}
    )
    known = "".join(LAWFUL)
    extra: set[str] = set()
    while len(extra) < terms - have:
        term = "".join(dice.choices(letters, k=dice.randint(2, 6)))
        if term not in known:
            extra.add(term)
    row = {"id": "bench.generated", "name": "生成的词条", "severity": "warn", "terms": sorted(extra)}
    return engine.load([*files, {"category": "bench", "name": "测量", "rules": [row]}])


def speed(run: Callable[[Sequence[str]], object], documents: Sequence[str], megabytes: float, times: int) -> float:
    """The median MB/s over so many runs."""
    taken = []
    for _ in range(times):
        start = thread_time()
        run(documents)
        taken.append(megabytes / (thread_time() - start))
    return statistics.median(taken)


def pause(book: engine.RuleBook, articles: int = 60) -> tuple[float, float]:
    """Milliseconds for one article by itself, as on a pause of the keys: median and the worst but one in twenty."""
    taken = []
    for article in text(articles * ARTICLE * 3.6e-6, ARTICLE * 2, seed=3, distinct=True):
        start = thread_time()
        engine.check(article[:ARTICLE], "wechat", "食品", book)
        taken.append((thread_time() - start) * 1000)
    taken.sort()
    return statistics.median(taken), taken[len(taken) * 19 // 20]


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--megabytes", type=float, default=20)
    parser.add_argument("--terms", type=int, default=10_000)
    parser.add_argument("--document", type=int, default=1000, help="characters of a document, about")
    parser.add_argument("--times", type=int, default=3)
    return parser.parse_args()


def main() -> int:
    options = _options()
    repeating = text(options.megabytes, options.document)
    distinct = text(options.megabytes, options.document, distinct=True)
    megabytes = {id(ds): sum(len(d.encode("utf-8")) for d in ds) / 1e6 for ds in (distinct, repeating)}
    book = filled_book(options.terms)
    literals = [term for rule in book.rules for term in rule.terms][: options.terms]
    bare = ahocorasick_rs.AhoCorasick(literals)
    found = [f for d in distinct[:200] for f in engine.check(d, "wechat", "食品", book)]
    print(f"{len(distinct)} documents, {megabytes[id(distinct)]:.1f} MB, {len(literals)} terms, {len(book.rules)} rules, "
          f"{len(book.patterns)} patterns, {len(found) / max(1, min(200, len(distinct))):.1f} findings a document")  # fmt: skip

    def measured(run: Callable[[Sequence[str]], object], documents: Sequence[str] = distinct) -> float:
        return speed(run, documents, megabytes[id(documents)], options.times)

    def whole(documents: Sequence[str]) -> object:
        return list(engine.check_many([(d, "wechat", "食品") for d in documents], book))

    base = measured(lambda ds: [bare.find_matches_as_indexes(d, overlapping=True) for d in ds])
    rows = {
        "bare automaton (offsets, no folding)": base,
        "folding with offsets": measured(lambda ds: [fold(d) for d in ds]),
        "whole check, text by text, distinct": measured(
            lambda ds: [engine.check(d, "wechat", "食品", book) for d in ds]
        ),
        "whole check, distinct sentences": measured(whole),
        "whole check, as an archive repeats": measured(whole, repeating),
    }
    for name, value in rows.items():
        print(f"{name:<40}{value:>8.1f} MB/s   {value / base:>5.2f} ×")
    usual, slow = pause(book)
    print(f"one article of {ARTICLE} characters by itself: {usual:.1f} ms, one in twenty {slow:.1f} ms")
    least = rows["whole check, distinct sentences"]
    good = least >= FLOOR_MB and least / base >= FLOOR_RATIO and slow <= MOST_MS
    print(
        f"floor {FLOOR_MB} MB/s and {FLOOR_RATIO} × for distinct sentences, {MOST_MS} ms for an article: "
        f"{'held' if good else 'NOT HELD'}"
    )
    return 0 if good else 1


if __name__ == "__main__":
    raise SystemExit(main())
