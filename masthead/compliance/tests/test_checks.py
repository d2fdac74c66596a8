"""A check is kept with its rules, once a version and target; warnings are explained, exceptions asked for, persons' data not kept."""

import pytest

from masthead.compliance import actions, queries
from masthead.compliance.models import Check, CheckedText, Finding, Severity
from masthead.compliance.testing import rules_in_force
from masthead.core.errors import RuleBroken
from masthead.org.models import Member

pytestmark = pytest.mark.django_db
ROWS = (
    ("own.block", "block", "云雾乙号"), ("own.warn", "warn", "云雾上新"), ("own.xhs", "block", "云雾小店"),
)  # fmt: skip


@pytest.fixture(autouse=True)
def _rules(zhou):
    rules_in_force()
    for rule, severity, term in ROWS:
        row = {
            "name": rule, "severity": severity, "terms": [term], "must_hit": [term], "must_not_hit": ["没有"],
            "platforms": ["xhs"] if rule == "own.xhs" else [],
        }  # fmt: skip
        actions.put_live(change=actions.draft_rule(rule=rule, category="own", row=row, reason="测试", by=zhou), by=zhou)


def checked(by: Member, text: str, version: str = "a", **more: object) -> Check:
    return actions.check_text(subject=by, content_hash=version, parts={"body": text}, by=by, **more)


def test_the_same_version_for_the_same_target_is_checked_once(lin):
    first = checked(lin, "云雾乙号")

    assert checked(lin, "云雾乙号") == first
    assert checked(lin, "云雾乙号", platforms=["xiaohongshu"]) != first
    assert checked(lin, "云雾乙号", "b") != first


def test_findings_of_several_platforms_are_merged_with_the_platforms_for_which_they_hold(lin):
    check = checked(lin, "云雾乙号，云雾小店", platforms=["wechat_oa", "xiaohongshu"])

    found = {f.rule: f.platforms for f in queries.findings_of(check) if f.category == "own"}

    assert found == {"own.block": [], "own.xhs": ["xhs"]}


def test_spans_point_into_the_part(lin):
    text = "新到：云雾\u200b上新"
    (finding,) = queries.spans(checked(lin, text))["body"]

    assert text[finding.start : finding.end] == "云雾\u200b上新"
    assert finding.evasion == ["invisible"]


def test_a_warning_is_explained_with_a_reason_that_the_next_version_keeps(lin):
    check = checked(lin, "云雾上新")
    (finding,) = queries.unexplained(check)

    with pytest.raises(RuleBroken, match="理由"):
        actions.explain_finding(finding=finding, reason=" ", by=lin)
    actions.explain_finding(finding=finding, reason="确有新品", by=lin)

    check.refresh_from_db()
    assert check.is_explained and queries.unexplained(check) == []
    assert checked(lin, "今天云雾上新", "b").is_explained


def test_an_exception_is_asked_for_with_a_reason_but_never_for_data_of_persons(lin):
    check = checked(lin, "云雾乙号，联系 13800138000")
    block, phone = (Finding.objects.get(check_run=check, rule=r) for r in ("own.block", "pii.mobile"))

    actions.except_finding(finding=block, reason="登记过的名称", by=lin)
    with pytest.raises(RuleBroken, match="例外"):
        actions.except_finding(finding=phone, reason="客服手机", by=lin)

    check.refresh_from_db()
    assert (check.excepted, check.passed) == (1, False)
    assert [f.rule for f in queries.unexcepted(check)] == ["pii.mobile"]


def test_kept_texts_hide_persons_and_are_pruned(lin, monkeypatch):
    monkeypatch.setattr("masthead.compliance.actions.checks.KEPT_TEXTS", 3)
    checked(lin, "中奖者电话 138 0013 8000，邮箱 li@example.com")

    assert CheckedText.objects.get().text == "中奖者电话 *************，邮箱 ***"
    for number in range(5):
        checked(lin, f"第{number}段", str(number))
    assert CheckedText.objects.count() == 3


def test_no_rules_no_check(lin):
    from masthead.compliance.models import RuleSet

    RuleSet.objects.update(in_force=False)

    with pytest.raises(RuleBroken) as refused:
        checked(lin, "任何文字")
    assert refused.value.code == "no_rule_set"
    assert queries.find_in_text("云雾乙号") == []


def test_hints_are_no_alarms(lin):
    check = checked(lin, "这并非云雾乙号")

    assert (check.blocking, check.hints) == (0, 1)
    assert list(queries.findings_of(check)) == []
    assert [f.severity for f in queries.findings_of(check, hints=True)] == [Severity.INFO]
