"""One rule as lines that people can type, and back again."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from masthead.compliance.models import Severity
from masthead.compliance.places import PLATFORMS

LISTS = ("terms", "allow", "patterns")
TESTS = ("must_hit", "must_not_hit")
WORDS = ("name", "severity", "law", "why", "suggestion")


def _lines(label: Any, help_text: Any = "", rows: int = 4) -> forms.CharField:
    return forms.CharField(
        label=label,
        help_text=help_text,
        required=False,
        max_length=200_000,
        widget=forms.Textarea(attrs={"rows": rows, "class": "lines"}),
    )


class RuleForm(forms.Form):
    """`rule` and `category` are asked for a new rule only."""

    name = forms.CharField(label=_("名称"), max_length=60)
    severity = forms.ChoiceField(label=_("严重程度"), choices=Severity.choices)
    law = forms.CharField(label=_("依据"), max_length=200, required=False)
    why = forms.CharField(label=_("为什么"), max_length=500, required=False)
    suggestion = forms.CharField(label=_("怎么改"), max_length=300, required=False)
    terms = _lines(_("词条"), _("每行一个。繁体、全角、夹符号、拼音等写法会自动识别。"))
    allow = _lines(_("不算命中的说法"), _("每行一个，例如「第一次」。"))
    patterns = _lines(_("模式"), _("每行一个正则表达式，只在一句话之内匹配。"))
    platforms = forms.MultipleChoiceField(
        label=_("只用于这些平台"), choices=list(PLATFORMS.items()), required=False, widget=forms.CheckboxSelectMultiple
    )
    industries = forms.CharField(label=_("只用于这些行业"), max_length=200, required=False, help_text=_("用空格分开。"))
    variants = forms.BooleanField(label=_("也识别拼音、谐音和拆字"), required=False)
    must_hit = _lines(_("应当命中"), _("每行一句；需要时写「文字 | 平台 | 行业」。"))
    must_not_hit = _lines(_("应当放过"), _("每行一句。"))
    off = forms.BooleanField(label=_("停用这条规则"), required=False)
    reason = forms.CharField(label=_("为什么修改"), max_length=200)


class NewRuleForm(RuleForm):
    rule = forms.RegexField(
        label=_("规则编号"), regex=r"^[a-z_]+\.[a-z0-9_]+$", max_length=80, help_text=_("类别.名称，例如 absolute.own")
    )
    field_order = ("rule",)

    def clean_rule(self) -> str:
        return str(self.cleaned_data["rule"])


def rule_initial(row: Mapping[str, Any]) -> dict[str, Any]:
    """What the form shows of a rule."""
    return {
        **{key: row.get(key, "") for key in WORDS},
        **{key: "\n".join(row.get(key, ())) for key in LISTS},
        **{key: "\n".join(_test_line(t) for t in row.get(key, ())) for key in TESTS},
        "platforms": list(row.get("platforms", ())),
        "industries": " ".join(row.get("industries", ())),
        "variants": bool(row.get("variants")),
    }


def row_from(given: Mapping[str, Any], old: Mapping[str, Any]) -> dict[str, Any]:
    """The rule that the form means; what the form does not show stays as it was."""
    row = {**old, **{key: given[key] for key in WORDS}, "variants": given["variants"]}
    row |= {key: _split(given[key]) for key in LISTS}
    row |= {key: [_test(line) for line in _split(given[key])] for key in TESTS}
    row |= {"platforms": list(given["platforms"]), "industries": given["industries"].split()}
    return row


def _split(text: str) -> list[str]:
    return list(dict.fromkeys(line.strip() for line in text.splitlines() if line.strip()))


def _test_line(test: Mapping[str, Any] | str) -> str:
    if isinstance(test, str):
        return test.replace("\n", " ")
    platform = test.get("platform", "")
    parts = [test["text"].replace("\n", " "), str(PLATFORMS.get(platform, platform)), test.get("industry", "")]
    while not parts[-1]:
        parts.pop()
    return " | ".join(parts)


def _test(line: str) -> dict[str, str] | str:
    parts = [p.strip() for p in line.split(" | ")]
    if len(parts) == 1:
        return line
    platform = next((key for key, name in PLATFORMS.items() if parts[1] == str(name)), parts[1])
    industry = parts[2] if len(parts) > 2 else ""
    return (
        {"text": parts[0]} | ({"platform": platform} if platform else {}) | ({"industry": industry} if industry else {})
    )
