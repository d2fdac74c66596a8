"""Clause 1.3.2: claims are found, need a source before review, and declarations are sealed with the text."""

import pytest

from masthead.accounts.models import Account
from masthead.content import actions, queries, testing
from masthead.content.documents import find_claims
from masthead.content.models import Claim, ClaimState, Draft
from masthead.content.states import DraftState
from masthead.core.errors import BadInput, NotPermitted, RuleBroken
from masthead.org.models import Member

pytestmark = pytest.mark.django_db
FIGURES = "<p>去年春茶销量增长了32%，复购率达到四成。</p><p>采摘从清晨六点开始，一斤鲜叶要采三个小时。</p>"


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("去年销量同比增长32%", "figure"),
        ("超过八成的茶客会回购", "figure"),
        ("累计服务了120万家庭", "figure"),
        ("研究表明常喝绿茶更清醒", "figure"),
        ("连续三年全国销量第一", "ranking"),
        ("榜单热销TOP1", "ranking"),
        ("荣获国际茶博会金奖", "certificate"),
        ("通过了有机产品认证", "certificate"),
        ("一位老茶客告诉我们", "testimonial"),
        ("这是川西唯一的古茶园", "superlative"),
    ],
)
def test_sentences_that_need_a_proof_are_claims(text: str, kind: str) -> None:
    assert [c.kind for c in find_claims({"body": text})] == [kind], f"「{text}」该登记为{kind}"


@pytest.mark.parametrize(
    "text",
    [
        "清晨六点进园，十点收工",
        "水温85度，三分钟出汤",
        "100%纯棉的茶巾",
        "12月20日开始，31日结束",
        "最近天气转凉",
        "第一次煮茶的人请注意火候",
        "满200元减30元的优惠照旧",
    ],
)
def test_plain_sentences_are_no_claims(text: str) -> None:
    assert find_claims({"body": text}) == [], f"「{text}」不需要来源"


def test_the_same_words_in_digest_and_text_are_one_claim() -> None:
    found = find_claims({"digest": "销量增长了32 ％", "body": "去年很好。销量增长了32%！"})
    assert len(found) == 1, "摘要重复正文，只登记一次"


@pytest.fixture
def draft(lin: Member, account: Account) -> Draft:
    made = testing.make_ready_draft(lin, accounts=[account])
    testing.save_text(made, lin, html=FIGURES)
    made.refresh_from_db()
    return made


def test_a_text_with_open_claims_does_not_go_to_review(draft: Draft, lin: Member) -> None:
    assert Claim.objects.filter(draft=draft, state=ClaimState.OPEN).count() == 2
    with pytest.raises(RuleBroken, match="2 条论断没有来源"):
        actions.submit_draft(draft=draft, by=lin)
    draft.refresh_from_db()
    assert draft.state == DraftState.DRAFT


def test_claims_with_source_or_reason_let_it_go(draft: Draft, lin: Member) -> None:
    first, second = queries.claims_of(draft)
    actions.source_claim(claim=first, url="https://example.com/report", note="省茶叶协会年报，2026 年 5 月", by=lin)
    actions.dismiss_claim(claim=second, reason="自家门店的粗略印象，已改为内部口径", by=lin)
    assert queries.open_claims(draft) == 0
    assert [g.field for g in queries.gaps_of(draft)] == []


def test_a_source_needs_link_or_file_and_words(draft: Draft, lin: Member) -> None:
    claim = queries.claims_of(draft)[0]
    with pytest.raises(BadInput, match="来源链接或文件"):
        actions.source_claim(claim=claim, note="省茶叶协会年报", by=lin)
    with pytest.raises(BadInput, match="机构、名称和时间"):
        actions.source_claim(claim=claim, url="https://example.com/a", note="", by=lin)
    with pytest.raises(BadInput):
        actions.dismiss_claim(claim=claim, reason="无", by=lin)
    claim.refresh_from_db()
    assert claim.state == ClaimState.OPEN


def test_nobody_else_settles_a_claim(draft: Draft, zhou: Member) -> None:
    with pytest.raises(NotPermitted):
        actions.dismiss_claim(claim=queries.claims_of(draft)[0], reason="我说不用就不用", by=zhou)


def test_words_that_go_and_come_back_keep_their_source(draft: Draft, lin: Member) -> None:
    claim = queries.claims_of(draft)[0]
    actions.source_claim(claim=claim, url="https://example.com/report", note="省茶叶协会年报，2026 年 5 月", by=lin)
    testing.save_text(draft, lin, html="<p>一句没有数字的话。</p>")
    claim.refresh_from_db()
    assert claim.state == ClaimState.GONE
    testing.save_text(draft, lin, html=FIGURES)
    claim.refresh_from_db()
    assert claim.state == ClaimState.SOURCED, "同一句话回来时，不用再补一次来源"


def test_a_claim_by_hand_must_stand_in_the_text(draft: Draft, lin: Member) -> None:
    added = actions.add_claim(draft=draft, quote="一斤鲜叶要采三个小时", kind="figure", by=lin)
    assert added.by_hand
    with pytest.raises(BadInput, match="没有这句话"):
        actions.add_claim(draft=draft, quote="一斤鲜叶要采五个小时", kind="figure", by=lin)


def test_a_declaration_is_part_of_the_seal(lin: Member, account: Account) -> None:
    draft = testing.make_approved_draft(lin, accounts=[account])
    actions.declare(draft=draft, ai_use="none", commerce="own", buy_links=["店铺小程序"], by=lin)
    draft.refresh_from_db()
    assert (draft.state, draft.approved_hash) == (DraftState.DRAFT, ""), "通过之后改声明，审批失效"


def test_declaring_nothing_keeps_the_seal(lin: Member, account: Account) -> None:
    draft = testing.make_approved_draft(lin, accounts=[account])
    actions.declare(draft=draft, ai_use="none", commerce="none", by=lin)
    draft.refresh_from_db()
    assert draft.state == DraftState.APPROVED


def test_the_marks_stand_before_the_text_that_is_published(lin: Member, account: Account) -> None:
    draft = testing.make_ready_draft(lin, accounts=[account])
    actions.declare(
        draft=draft, ai_use="generated", ai_parts=["picture", "text"], ai_tool="公司写作助手", commerce="own",
        buy_links=["https://shop.example.com/tea"], by=lin,
    )  # fmt: skip
    draft.refresh_from_db()
    assert draft.revision is not None
    html = queries.package_of(draft.revision).html
    assert html.index("广告") < html.index("文字、图片由AI生成") < html.index("三月十二日")


def test_ai_made_content_says_what_was_made(lin: Member, account: Account) -> None:
    draft = testing.make_ready_draft(lin, accounts=[account])
    with pytest.raises(BadInput, match="哪些部分"):
        actions.declare(draft=draft, ai_use="generated", commerce="none", by=lin)
    draft.refresh_from_db()
    assert draft.declared == {}
