"""The pages of the rules: who reads, who changes, what is shown."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from masthead.compliance import actions, queries, tables
from masthead.compliance.models import RuleChange
from masthead.compliance.testing import rules_in_force

pytestmark = pytest.mark.django_db
FORM = {
    "name": "本公司用语",
    "severity": "warn",
    "terms": "云雾甲号\n",
    "must_hit": "云雾甲号工艺",
    "must_not_hit": "云雾茶",
    "reason": "内部用语",
}


@pytest.fixture(autouse=True)
def _rules():
    rules_in_force()


def page(client_of, member, name: str, *args: object, **data: str) -> str:
    answer = client_of(member).get(reverse(f"compliance:{name}", args=args), data)
    assert answer.status_code == 200
    return answer.content.decode()


def test_everybody_reads_the_rules_and_their_tests(client_of, lin):
    rule = queries.rule_rows("absolute")[0].rule

    assert "绝对化用语" in page(client_of, lin, "rules")
    assert rule in page(client_of, lin, "rules", category="absolute")
    assert "应当放过" in page(client_of, lin, "rule", rule)
    assert "同一句" in page(client_of, lin, "rule", rule) and ">sentence<" not in page(client_of, lin, "rule", rule)
    assert client_of(lin).get(reverse("compliance:rule", args=["no.such"])).status_code == 404


def test_the_trial_marks_words_in_place_and_escapes_the_rest(client_of, lin):
    answer = client_of(lin).post(
        reverse("compliance:try"), {"text": "<b>全国最好的茶</b>", "platform": "", "industry": ""}
    )

    assert "&lt;b&gt;" in answer.content.decode()
    assert "<mark>" in answer.content.decode()


def test_a_reviewer_drafts_sees_the_effect_and_puts_in_force(client_of, zhou):
    client = client_of(zhou)
    answer = client.post(reverse("compliance:new_rule"), FORM | {"rule": "own.words"})
    change = RuleChange.objects.get()

    assert answer.headers["Location"] == reverse("compliance:draft", args=[change.pk])
    assert "全部通过" in page(client_of, zhou, "draft", change.pk)
    client.post(reverse("compliance:put_live", args=[change.pk]))
    assert [m.rule for m in queries.find_in_text("云雾甲号")] == ["own.words"]
    shown = page(client_of, zhou, "versions")
    assert "own.words" in shown and "本公司用语" in shown


def test_a_refused_rule_loses_nothing_that_was_typed(client_of, zhou):
    answer = client_of(zhou).post(reverse("compliance:new_rule"), FORM | {"rule": "own.words", "patterns": "(坏"})

    assert answer.status_code == 422
    assert "(坏" in answer.content.decode() and "不能编译" in answer.content.decode()


def test_an_editor_changes_no_rule(client_of, lin):
    assert client_of(lin).get(reverse("compliance:new_rule")).status_code == 403
    assert client_of(lin).post(reverse("compliance:adopt")).status_code == 403


def test_a_table_is_shown_before_anything_is_kept(client_of, zhou):
    row = {
        "id": "own.words",
        "name": "用语",
        "severity": "warn",
        "terms": ["云雾甲号"],
        "must_hit": [],
        "must_not_hit": [],
    }
    file = SimpleUploadedFile("r.xlsx", tables.written([{"category": "own", "rules": [row]}]))
    client = client_of(zhou)

    answer = client.post(reverse("compliance:import"), {"file": file})
    assert RuleChange.objects.count() == 0
    client.post(reverse("compliance:import_confirm"), {"payload": answer.context["payload"]})

    assert RuleChange.objects.get().rule == "own.words"


def test_the_industry_decides_which_rules_apply(client_of, zhou):
    client_of(zhou).post(reverse("compliance:industry"), {"words": "茶叶 食品"})

    assert queries.industry_words() == "茶叶 食品"
    assert client_of(zhou).get(reverse("compliance:export")).status_code == 200
    assert actions.set_industry(words="", by=zhou).words == ""
