"""The catalogues: nothing missing, nothing dead, nothing foreign; the glossary's words and no others."""

import ast
import re

import pytest
from django.conf import settings

from tests.words.frameworks import framework_messages
from tests.words.unwrapped import DATA_IN_PYTHON, bare_literals, unwrapped, unwrapped_python
from tools import messages
from tools.extract_messages import (
    CATALOGUE,
    CHINESE,
    ROOT,
    Message,
    collect,
    merged,
    python_messages,
    source_files,
    template_messages,
    words_in_scripts,
)
from tools.messages import LOCALES, read_entries

REMEDY = "run: .venv/bin/python -m tools.extract_messages, then translate what is empty in masthead/locale/en"
WRONG_WORDS = {  # what people write by mistake → what the glossary says
    "帐号": "账号（平台上的号）或成员（人）",
    "帐户": "账号（平台上的号）或成员（人）",
    "登陆": "登录",
    "用户": "成员",
    "粉丝": "关注者",
    "文章版本": "版本",
    "审批人员": "审核人",
    "流程单": "审批单",
    "密码箱": "保险箱",
    "操作日志": "留痕",
    "点击": "点",
    "请您": "请",
    "抱歉": "（说清原因和办法）",
}
RIGHT_ANYWAY = {
    # people outside of the house; users of the machine
    "用户反馈", "系统用户", "用户投稿",
    # the name of a measure, as every platform prints it
    "点击率",
    # what the consoles of the platforms call a field, a menu, a right and a service: it is looked for letter by letter
    "用户名", "「用户」", "「用户 →", "用户信息（USER_INFO）", "粉丝服务",
}  # fmt: skip
CONSOLES = re.compile(r"\buser (?:names?|information \(USER_INFO\))|“Users(?:”| →)", re.IGNORECASE)
"""The same in English."""
SCRIPT_SIGNS = {"'国'", "'茶'", "`${+(value / 1e8).toFixed(1)}亿`", "`${+(value / 1e4).toFixed(1)}万`"}
"""Probes for a font, and the signs of large numbers, which the script uses on Chinese pages only."""


def entries(language: str) -> list[messages.Entry]:
    return list(read_entries((LOCALES / language / "LC_MESSAGES" / "django.po").read_text(encoding="utf-8")))


def test_the_english_catalogue_holds_what_the_sources_say() -> None:
    now = read_entries(merged(CATALOGUE.read_text(encoding="utf-8"), collect()))

    assert {entry.key for entry in entries("en")} ^ {entry.key for entry in now} == set(), REMEDY


@pytest.mark.parametrize("language", ["en", "zh_Hans"])
def test_every_message_is_translated_with_its_placeholders(language: str) -> None:
    assert list(messages.faults(entries(language))) == [], REMEDY


def test_no_chinese_is_left_in_english() -> None:
    assert [entry.text for entry in entries("en") if entry.key and CHINESE.search(entry.text)] == []


def test_english_has_no_chinese_punctuation() -> None:
    assert [entry.text for entry in entries("en") if re.search(r"[，。：；！？（）「」《》、]", entry.text)] == []


def test_no_message_uses_a_word_that_the_glossary_does_not_know() -> None:
    said = [entry.key for entry in entries("en")] + [entry.text for entry in entries("zh_Hans")]
    found = [
        (wrong, right, text)
        for text in said
        for wrong, right in WRONG_WORDS.items()
        if wrong in text and not any(phrase in text for phrase in RIGHT_ANYWAY)
    ]
    assert found == []


def test_english_calls_people_members_and_never_users_or_accounts() -> None:
    wrong = re.compile(r"\b(your account|user accounts?|users?\b(?! feedback)|log ?in|log ?out|click)\b", re.IGNORECASE)
    allowed = {
        "The vault's key file can be read by other users of this system.", "User feedback", "Click-through rate (%)",
    }  # fmt: skip

    said = [entry.text for entry in entries("en") if entry.text not in allowed]
    assert [text for text in said if wrong.search(CONSOLES.sub("", text))] == []


def test_scripts_hold_no_words_of_their_own() -> None:
    assert [line for line in words_in_scripts() if line.split(": ", 1)[1] not in SCRIPT_SIGNS] == []


def test_templates_hold_no_chinese_outside_of_translation() -> None:
    assert unwrapped() == []


def test_python_holds_no_chinese_outside_of_translation() -> None:
    assert unwrapped_python() == [], "wrap it in gettext, or say in tests/words/unwrapped.py why it is data"


def test_every_file_excused_still_needs_the_excuse() -> None:
    sources = {str(file.relative_to(ROOT)): file for file in source_files()}

    assert [
        name
        for name in DATA_IN_PYTHON
        if name not in sources or not bare_literals(ast.parse(sources[name].read_text(encoding="utf-8")))
    ] == []


@pytest.mark.parametrize("language", ["en", "zh_Hans"])
def test_compiled_catalogues_are_fresh(language: str) -> None:
    source = LOCALES / language / "LC_MESSAGES" / "django.po"

    assert source.with_suffix(".mo").read_bytes() == messages.compiled(entries(language)), "run: ./dev build"


def test_our_chinese_for_the_frameworks_answers_to_messages_that_exist() -> None:
    theirs = framework_messages()

    assert [entry.key for entry in entries("zh_Hans") if entry.key and entry.singular not in theirs] == []


def test_both_languages_of_the_settings_have_a_catalogue() -> None:
    assert {code.lower() for code, _ in settings.LANGUAGES} == {
        folder.name.replace("_", "-").lower() for folder in LOCALES.iterdir() if folder.is_dir()
    }


def test_extraction_knows_aliases_contexts_and_plurals() -> None:
    source = (
        "from django.utils.translation import gettext_lazy as lazy, npgettext, pgettext\n"
        'a = lazy("甲" "乙")\nb = pgettext("题", "丙")\nc = npgettext("题", "丁", "丁们", n)\nd = other("戊")\n'
    )

    assert set(python_messages(source)) == {Message("甲乙"), Message("丙", "", "题"), Message("丁", "丁们", "题")}


def test_extraction_reads_templates_as_django_looks_messages_up() -> None:
    source = (
        '{% translate "甲" context "题" %}{% include "x" with a=_("乙 100%") %}{{ b|default:_("丙") }}{# _("无") #}'
        "{% blocktranslate trimmed count n=n asvar s %}\n  {{ n }} 件\n  东西\n{% plural %}{{ n }} 件{% endblocktranslate %}"
    )

    assert list(template_messages(source)) == [
        Message("甲", "", "题"),
        Message("乙 100%%"),
        Message("丙"),
        Message("%(n)s 件 东西", "%(n)s 件"),
    ]


def test_merging_keeps_translations_and_drops_what_nobody_says() -> None:
    before = 'msgid ""\nmsgstr "Language: en\\n"\n\nmsgid "甲"\nmsgstr "A"\n\nmsgid "死"\nmsgstr "dead"\n'

    after = merged(before, {Message("甲"): {"b.py", "a.py"}, Message("新"): {"c.html"}})

    assert [(entry.singular, entry.text) for entry in read_entries(after)][1:] == [("新", ""), ("甲", "A")]
    assert "#: a.py\n#: b.py\n" in after and "dead" not in after
