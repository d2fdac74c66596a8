"""A rule that catches nothing is a decoration: each gets a seeded fault, and its clean twin."""

import ast
from collections.abc import Callable, Iterator
from functools import partial

import pytest

from tests_arch import action_rules, rules, template_rules
from tests_arch.findings import Finding

Rule = Callable[[str, ast.Module], Iterator[Finding]]

WRITES_THAT_COUNT = [
    "Draft.objects.create(title='x')",
    "draft.save()",
    "draft.save(update_fields=['state'])",
    "draft.delete()",
    "Draft.objects.filter(pk=1).update(state='x')",
    "Draft.objects.filter(pk=1).delete()",
    "queries.drafts().filter(pk=1).update(state='x')",
    "Draft.objects.bulk_create([])",
    "rows.bulk_update([], [])",
    "Draft.objects.get_or_create(pk=1)",
    "type(draft)._base_manager.filter(pk=1).update(state='x')",
    "states.DRAFT.move(draft, to=DraftState.IN_REVIEW)",
]
CALLS_THAT_DO_NOT = [
    "context.update(title='x')",
    "total.update(b'x')",
    "cache.delete('key')",
    "digest.update(data)",
    "form.save(commit=False)",
    "image.save(buffer, 'PNG')",
    "payload.create()",
    "shutil.move(a, b)",
]


def seen(rule: Rule, source: str, name: str = "masthead/content/views.py") -> list[Finding]:
    """What the rule says about a snippet."""
    return list(rule(name, ast.parse(source)))


@pytest.mark.parametrize("line", WRITES_THAT_COUNT)
def test_a_write_in_a_view_is_caught(line: str) -> None:
    assert seen(rules.orm_writes, f"def show(request):\n    {line}\n")


@pytest.mark.parametrize("line", CALLS_THAT_DO_NOT)
def test_a_harmless_call_is_left_alone(line: str) -> None:
    assert not seen(rules.orm_writes, f"def show(request):\n    {line}\n")


def test_the_seed_of_a_probe_may_break_the_rule_that_it_tests() -> None:
    assert not seen(rules.orm_writes, "def _lose():\n    Seat.objects.create()\n\n@probe(seed=_lose)\ndef p(w): ...")
    assert seen(rules.orm_writes, "def _lose():\n    Seat.objects.create()\n\n@probe(seed=_other)\ndef p(w): ...")


LONG = "def f():\n" + "    x = 1\n" * 41
LONG_TEXT = 'def f():\n    """\n' + "    words\n" * 60 + '    """\n    return 1\n'
GOOD_ACTION = '''
@guarded("3.3.2")
@transaction.atomic
def submit_draft(*, draft, by):
    """Hand a finished draft to review."""
    trail.record(Event.SUBMITTED, target=draft, by=by)
'''


@pytest.mark.parametrize(
    ("rule", "bad", "good"),
    [
        (rules.manager_uses, "d = Draft.objects.all()", "d = queries.drafts_visible_to(member)"),
        (rules.hidden_imports, "def f():\n    from x import y", "from x import y\ndef f(): ..."),
        (partial(rules.long_functions, limit=40), LONG, LONG_TEXT),
        (rules.platform_words, "if account.platform == 'weibo': ...", "if account.platform.can_publish: ..."),
        (rules.platform_words, "from x import wechat_html", '"""As weibo does."""\nx = 1'),
        (action_rules.positional_arguments, GOOD_ACTION.replace("*, draft", "draft"), GOOD_ACTION),
        (action_rules.undocumented, GOOD_ACTION.replace('"""Hand a finished draft to review."""', ""), GOOD_ACTION),
        (
            action_rules.order_of_decorators,
            '@transaction.atomic\n@guarded("1")\ndef f(*, by):\n    """X."""',
            GOOD_ACTION,
        ),
        (action_rules.order_of_decorators, '@guarded("1")\ndef f(*, by):\n    """X."""', GOOD_ACTION),
        (action_rules.silent_actions, "@transaction.atomic\ndef f(*, by):\n    draft.save()", GOOD_ACTION),
        (
            action_rules.silent_actions,
            "def _note(d):\n    d.save()\n@transaction.atomic\ndef f(*, by):\n    _note(d)",
            "def _note(d):\n    trail.record(E.X, target=d)\n@transaction.atomic\ndef f(*, by):\n    _note(d)",
        ),
        (
            action_rules.silent_actions,
            "@transaction.atomic\ndef f(*, by):\n    queries.count()",
            '@silent("a counter, not a deed")\n@transaction.atomic\ndef f(*, by):\n    row.save()',
        ),
    ],
)
def test_the_fault_is_caught_and_its_twin_is_not(rule: Rule, bad: str, good: str) -> None:
    assert seen(rule, bad, "masthead/content/actions.py"), "the seeded fault went through"
    assert not seen(rule, good, "masthead/content/actions.py"), "the clean twin was accused"


@pytest.mark.parametrize(
    ("bad", "good"),
    [
        ("<script>alert(1)</script>", '<script src="/static/app.js" type="module"></script>'),
        ("<style>p {}</style>", '<p class="style">style</p>'),
        ('<p style="color: red">', '<p data-style="x">'),
        ('<button onclick="go()">', '<button data-behaviour="go">'),
        ('<a href="javascript:go()">', '<a href="/go/">'),
        ('<img src="https://elsewhere.example/a.png">', '<a href="https://elsewhere.example/">'),
        ("<script>\n</script>", "{# <script></script> #}"),
    ],
)
def test_inline_code_in_a_template_is_caught(bad: str, good: str) -> None:
    assert list(template_rules.inline_code("a.html", bad))
    assert not list(template_rules.inline_code("a.html", good))


def test_addresses_in_templates_are_found_with_their_line() -> None:
    text = "{# {% url 'no:one' %} #}\n<a href=\"{% url 'content:draft' pk %}\">{% panel 'publishing:list' pk %}"

    assert list(template_rules.named_addresses(text)) == [(2, "content:draft")]
    assert list(template_rules.named_addresses(text, template_rules.PANEL_TAG)) == [(2, "publishing:list")]


def test_a_key_that_is_computed_is_refused() -> None:
    with pytest.raises(AssertionError, match="must stand there"):
        list(rules.environment_keys(ast.parse("env_str(prefix + 'X')")))
