"""Where the claims in the demo's articles come from, and what is declared of them."""

from dataclasses import dataclass

from masthead.content import actions as content
from masthead.content import queries
from masthead.content.models import ClaimState, Draft
from masthead.org.models import Member


@dataclass(frozen=True)
class Proof:
    """A claim by its words: with a source, or why it needs none. `by_hand` = the machine does not see it."""

    quote: str
    url: str = ""
    note: str = ""
    reason: str = ""
    by_hand: bool = False


PROOFS: dict[str, tuple[Proof, ...]] = {
    "autumn-picking": (
        Proof(
            "十月下旬连续五天最低气温低于六度",
            url="https://weather.example.com/mingshan/2026-10",
            note="名山区气象站逐日最低气温记录，2026 年 10 月",
            by_hand=True,
        ),
    ),
    "gift-box": (
        Proof(
            "门店评测数据显示",
            url="https://data.example.com/stores/2026-10",
            note="云岭茶业门店评测月报，2026 年 10 月，十二家门店",
        ),
    ),
    "storage": (Proof("连续一周高于百分之七十", reason="家庭存茶的操作提示，不是对商品的说明。"),),
}
DECLARED = {"festival": {"ai_use": "none", "commerce": "own", "buy_links": ["云岭茶业商城小程序 · 年货节专场"]}}


def settle(draft: Draft, key: str, by: Member) -> None:
    """Give the article's claims their sources, and declare what is to be declared."""
    for proof in PROOFS.get(key, ()):
        if proof.by_hand:
            content.add_claim(draft=draft, quote=proof.quote, kind="figure", by=by)
        for claim in queries.claims_of(draft):
            if claim.state != ClaimState.OPEN or claim.quote != proof.quote:
                continue
            if proof.reason:
                content.dismiss_claim(claim=claim, reason=proof.reason, by=by)
            else:
                content.source_claim(claim=claim, url=proof.url, note=proof.note, by=by)
    if said := DECLARED.get(key):
        content.declare(draft=draft, by=by, **said)  # type: ignore[arg-type]


ANSWERS = {"promotion": "活动规则与价格已和商城核对，页面公示为准。", "ad_label": "正文前已标明「广告」。"}
USUAL = "已与业务部门核对，表述有依据。"


def answers_to(draft: Draft) -> dict[tuple[str, str], str]:
    """What the writer says to each warning of the machine before handing in."""
    draft = Draft.objects.prefetch_related("accounts__platform").select_related("revision__cover").get(pk=draft.pk)
    if draft.revision is None:
        return {}
    warned = [n for n in queries.report_on(draft, draft.revision).notes if n.rule and n.severity == "warn"]
    return {(n.rule, n.excerpt): ANSWERS.get(n.rule.partition(".")[0], USUAL) for n in warned}
