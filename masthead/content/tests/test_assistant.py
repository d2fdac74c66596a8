"""The writing helper: off by default, personal data stays at home, every use is recorded, what is taken over is declared."""

from typing import Any

import pytest

from masthead.accounts.models import Account
from masthead.content import actions, assistant, testing
from masthead.content.assistant import Wish, masked, messages_for
from masthead.content.assistant.prompts import answers_in
from masthead.content.models import AssistantRun, AssistantSetup, Draft, RunState
from masthead.core import outbound
from masthead.core.errors import BadInput, NotPermitted, RuleBroken, TooMany
from masthead.org.models import Member
from sandbox.testing import SandboxServer

pytestmark = pytest.mark.django_db
SECRET = "sandbox-writer"  # pragma: allowlist secret


def set_up(he: Member, server: SandboxServer, model: str = "stand-in", **other: Any) -> AssistantSetup:
    return actions.set_up_assistant(
        enabled=True, base_url=f"{server.base_url}/writer/v1", model=model, key=other.pop("key", SECRET), by=he, **other
    )


@pytest.fixture
def draft(lin: Member, account: Account) -> Draft:
    return testing.make_ready_draft(lin, accounts=[account])


def ask(draft: Draft, by: Member, task: str = "titles", **other: Any) -> AssistantRun:
    run = actions.ask_assistant(draft=draft, task=task, by=by, **other)
    assistant.answer(run.pk)
    run.refresh_from_db()
    return run


@pytest.mark.parametrize(
    ("text", "gone"),
    [
        ("电话 13812345678", "13812345678"),
        ("电话 138 1234 5678", "1234 5678"),
        ("身份证 11010519491231002X", "11010519491231002X"),
        ("卡号 6222 0212 3456 7890 123", "6222"),
        ("写信 tea.farm@example.com", "tea.farm@example.com"),
        ("加 vx: tea_2026_x", "tea_2026_x"),
        ("车牌 川A12345", "川A12345"),
        ("密钥 sk-abcdefghijklmnop1234", "abcdefghijklmnop"),
    ],
)
def test_personal_data_and_keys_stay_at_home(text: str, gone: str) -> None:
    messages, hidden = messages_for(Wish("titles", "标题", f"前{text}后"))
    assert gone not in messages[1]["content"] and hidden == 1


def test_plain_numbers_are_sent() -> None:
    assert masked("海拔 1200 米，2026 年 3 月 12 日，400-800-1234")[1] == 0


@pytest.mark.parametrize(
    ("content", "found"),
    [
        ('["甲", "乙"]', ["甲", "乙"]),
        ('```json\n["甲"]\n```', ["甲"]),
        ("1. 甲\n2、乙\n- 丙", ["甲", "乙", "丙"]),
        ('{"a": 1}', ['{"a": 1}']),
        ("", []),
    ],
)
def test_answers_are_read_in_every_dress(content: str, found: list[str]) -> None:
    assert answers_in(content) == found


def test_the_helper_is_off_until_somebody_switches_it_on(draft: Draft, lin: Member) -> None:
    with pytest.raises(RuleBroken, match="没有启用"):
        actions.ask_assistant(draft=draft, task="titles", by=lin)
    assert AssistantRun.objects.count() == 0


def test_an_address_of_the_inner_network_is_refused(he: Member) -> None:
    for address in (
        "https://10.0.0.1/v1",
        "https://169.254.169.254/latest",
        "ftp://a.example/v1",
        "https://user:pw@a.example/v1",
    ):
        with pytest.raises(outbound.Refused):
            actions.set_up_assistant(enabled=True, base_url=address, model="m", key="k", by=he)
    assert not AssistantSetup.objects.exists()


def test_the_key_lies_sealed(he: Member, sandbox_server: SandboxServer) -> None:
    setup = set_up(he, sandbox_server)
    assert SECRET not in setup.sealed_key and setup.sealed_key
    again = set_up(he, sandbox_server, model="other", key="")
    assert again.sealed_key == setup.sealed_key, "留空就不变"


def test_titles_come_back_and_one_is_taken_over(
    draft: Draft, lin: Member, he: Member, sandbox_server: SandboxServer
) -> None:
    set_up(he, sandbox_server)
    run = ask(draft, lin)
    assert (run.state, len(run.answers)) == (RunState.DONE, 5), run.error
    revision = actions.take_over(run=run, index=1, by=lin)
    draft.refresh_from_db()
    assert revision.title == run.answers[1][:120]
    assert draft.declared["ai_use"] == "assist", "用过助手的稿件要声明"
    with pytest.raises(BadInput):
        actions.take_over(run=run, index=9, by=lin)


@pytest.mark.parametrize(("model", "words"), [("busy", "太忙"), ("empty", "空的")])
def test_trouble_ends_the_run_in_words(
    model: str, words: str, draft: Draft, lin: Member, he: Member, sandbox_server: SandboxServer
) -> None:
    set_up(he, sandbox_server, model=model)
    run = ask(draft, lin)
    assert run.state == RunState.FAILED and words in run.error


def test_a_wrong_key_and_a_dead_address_say_so(
    draft: Draft, lin: Member, he: Member, sandbox_server: SandboxServer
) -> None:
    set_up(he, sandbox_server, key="wrong")
    assert "密钥不被接受" in ask(draft, lin).error
    AssistantSetup.objects.update(base_url="http://127.0.0.1:9/v1")
    assert "连接失败" in ask(draft, lin).error


def test_a_run_is_answered_once(draft: Draft, lin: Member, he: Member, sandbox_server: SandboxServer) -> None:
    set_up(he, sandbox_server)
    run = ask(draft, lin)
    AssistantRun.objects.filter(pk=run.pk).update(answers=["留着"])
    assistant.answer(run.pk)
    run.refresh_from_db()
    assert run.answers == ["留着"]


def test_a_rewriting_needs_an_account_and_a_writer(
    draft: Draft, lin: Member, zhou: Member, he: Member, sandbox_server: SandboxServer, account: Account
) -> None:
    set_up(he, sandbox_server)
    with pytest.raises(BadInput, match="选择账号"):
        actions.ask_assistant(draft=draft, task="variant", by=lin)
    with pytest.raises(NotPermitted):
        actions.ask_assistant(draft=draft, task="titles", by=zhou)
    assert len(ask(draft, lin, "variant", account=account).answers) == 2


def test_a_day_has_its_limit(draft: Draft, lin: Member, he: Member, sandbox_server: SandboxServer) -> None:
    set_up(he, sandbox_server, most_a_day=1)
    ask(draft, lin)
    with pytest.raises(TooMany):
        actions.ask_assistant(draft=draft, task="titles", by=lin)
