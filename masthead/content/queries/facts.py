"""What a condition of the review flow may ask of a draft, and how risky the draft is."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from masthead.approvals.blueprint import FactKind
from masthead.compliance import queries as compliance
from masthead.content.models import Draft, TopicForm, TopicSource
from masthead.content.queries.checks import check_of, parts_of
from masthead.content.queries.drafts import accounts_with_platforms
from masthead.platforms.catalogue import read_catalogue

RISKS = (("low", gettext_lazy("低")), ("medium", gettext_lazy("中")), ("high", gettext_lazy("高")))
CATEGORIES = (
    ("absolute", gettext_lazy("绝对化用语")),
    ("authority", gettext_lazy("国家机关与权威背书")),
    ("medical", gettext_lazy("医疗功效")),
    ("guarantee", gettext_lazy("功效与安全保证")),
    ("finance", gettext_lazy("金融与收益承诺")),
    ("education", gettext_lazy("教育培训承诺")),
    ("realestate", gettext_lazy("房地产")),
    ("superstition", gettext_lazy("封建迷信")),
    ("induce", gettext_lazy("诱导分享与关注")),
    ("diversion", gettext_lazy("站外导流")),
    ("pii", gettext_lazy("个人信息")),
    ("promotion", gettext_lazy("促销与有奖销售")),
    ("ad_label", gettext_lazy("广告标识")),
    ("citation", gettext_lazy("引证与专利")),
    ("disparage", gettext_lazy("贬低他人")),
    ("clickbait", gettext_lazy("标题党")),
    ("vulgar", gettext_lazy("低俗与辱骂")),
    ("discrimination", gettext_lazy("歧视")),
    ("political", gettext_lazy("国家象征、领导人、地图")),
    ("contraband", gettext_lazy("禁止与限制商品")),
    ("minors", gettext_lazy("未成年人")),
    ("ai_label", gettext_lazy("AI 标识")),
    ("copyright", gettext_lazy("版权")),
)
LEGAL = (
    "authority",
    "medical",
    "guarantee",
    "finance",
    "education",
    "realestate",
    "political",
    "minors",
    "contraband",
    "pii",
)
"""Categories in which a wrong word costs the company more than the post is worth: another pair of eyes, and high risk."""
MANY_ACCOUNTS, MANY_WARNINGS = 4, 3

FACT_KINDS: dict[str, FactKind] = {
    "form": FactKind(gettext_lazy("内容形式"), "choice", tuple((str(form.value), form.label) for form in TopicForm)),
    "source": FactKind(
        gettext_lazy("选题来源"), "choice", tuple((str(source.value), source.label) for source in TopicSource)
    ),
    "accounts": FactKind(gettext_lazy("目标账号数"), "number", unit=gettext_lazy("个")),
    "platforms": FactKind(gettext_lazy("发布平台"), "choice", tuple((e.key, e.name) for e in read_catalogue())),
    "core_account": FactKind(gettext_lazy("含核心账号"), "flag"),
    "categories": FactKind(gettext_lazy("检查命中的类别"), "choice", CATEGORIES),
    "warnings": FactKind(gettext_lazy("检查提醒数"), "number", unit=gettext_lazy("处")),
    "risk": FactKind(gettext_lazy("内容风险"), "choice", RISKS),
    "fast_lane": FactKind(gettext_lazy("走紧急通道"), "flag"),
}


@dataclass(frozen=True)
class Risk:
    """`level` = low | medium | high; `reasons` in words, so that nobody wonders why."""

    level: str
    reasons: list[str]


def found_in(draft: Draft) -> list[tuple[str, str]]:
    """(category, severity) of everything that the machine found in this very version; asked anew while it was not checked yet."""
    if draft.revision is None:
        return []
    check = check_of(draft)
    if check is not None:
        return [(category_of(f), f.severity) for f in compliance.findings_of(check)]
    return [(category_of(m), m.severity) for m in compliance.find_in_parts(parts_of(draft.revision))]


def category_of(finding: Any) -> str:
    """The category of a finding; a rule that names none is a category of its own. Numbers of persons are personal information."""
    named = str(getattr(finding, "category", "") or finding.rule)
    return "pii" if named.startswith("pii") else named


def risk_of(found: Iterable[tuple[str, str]], *, core: bool, accounts: int, fast: bool) -> Risk:
    """How much harm a mistake would do, from facts that everybody can check."""
    rows = list(found)
    touchy = sorted({category for category, _severity in rows if category in LEGAL})
    warnings = sum(severity == "warn" for _category, severity in rows)
    labels = dict(CATEGORIES)
    high = [_("涉及%(what)s") % {"what": labels[category]} for category in touchy]
    high += [_("走紧急通道")] if fast else []
    medium = [_("发往核心账号")] if core else []
    medium += [_("同时发往 %(n)d 个账号") % {"n": accounts}] if accounts >= MANY_ACCOUNTS else []
    medium += [_("有 %(n)d 处须说明") % {"n": warnings}] if warnings >= MANY_WARNINGS else []
    return Risk("high" if high else "medium" if medium else "low", [*high, *medium])


def condition_facts(draft: Draft) -> dict[str, Any]:
    """The values of FACT_KINDS; what the machine found costs one query, or two while this version was not checked yet."""
    found, fast = found_in(draft), bool(draft.fast_reason)
    accounts = accounts_with_platforms(draft)
    core = any(a.is_core for a in accounts)
    risk = risk_of(found, core=core, accounts=len(accounts), fast=fast)
    return {
        "form": draft.topic.form,
        "source": draft.topic.source,
        "accounts": len(accounts),
        "platforms": sorted({a.platform.key for a in accounts}),
        "core_account": core,
        "categories": sorted({category for category, _severity in found}),
        "warnings": sum(severity == "warn" for _category, severity in found),
        "risk": risk.level,
        "risk_reasons": risk.reasons,
        "fast_lane": fast,
    }
