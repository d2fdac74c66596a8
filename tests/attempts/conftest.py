"""The scene of all attempts: the cast, two accounts, a draft in every state. Built once for a module, each test in a savepoint of its own."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from django.db import transaction

from masthead.accounts.models import Account
from masthead.accounts.testing import CALLBACK_KEY, CALLBACK_TOKEN, make_connected_account
from masthead.approvals import actions as approvals
from masthead.approvals.models import Task, TaskState
from masthead.content import actions as content
from masthead.content.models import Draft
from masthead.content.testing import make_ready_draft
from masthead.org.models import Member
from masthead.org.testing import Cast, build_cast, give_role, make_member
from masthead.publishing.testing import APP_ID, SECRET, make_approved
from sandbox.testing import SandboxServer
from tests.matrix.world import things_of

STATES = ("draft", "in_review", "returned", "rejected", "approved")


@dataclass(frozen=True)
class Scene:
    """`things` = arguments of an address by kind; `drafts` = keys of Lin's drafts by state; `bai` writes in 宣传部 too, but other texts."""

    cast: Cast
    bai: Member
    account: Account
    foreign: Account
    things: dict[str, list[Any]]
    drafts: dict[str, int]


def drafts_of(lin: Member, zhou: Member, chen: Member, account: Account) -> dict[str, int]:
    """One draft of Lin's in every state, each brought there by real actions."""
    made = {state: make_ready_draft(lin, accounts=[account], title=f"云雾茶的山路 {state}") for state in STATES[:-1]}
    for state in STATES[1:-1]:
        content.submit_draft(draft=made[state], by=lin)
    for state, deed in (("returned", approvals.return_task), ("rejected", approvals.reject_task)):
        task = Task.objects.get(case__subject_id=made[state].pk, state=TaskState.PENDING)
        deed(task=task, by=zhou, hash_seen=task.case.content_hash, comment="产地写错了，请核对。")
    made["approved"] = make_approved(lin, account, title="云雾茶的山路 approved", approvers=[zhou, chen])
    return {state: draft.pk for state, draft in made.items()}


def build_scene() -> Scene:
    cast = build_cast()
    lin, zhou, chen, wu, he, sun = (cast.people[n] for n in ("lin", "zhou", "chen", "wu", "he", "sun"))
    press, market = cast.units["宣传部"], cast.units["市场部"]
    bai = make_member("bairx", "白若溪", unit=press, title="内容编辑")
    give_role(bai, "editor", unit=press)
    account = make_connected_account(
        unit=press, administrator=wu, backup=he, callback_token=CALLBACK_TOKEN, callback_key=CALLBACK_KEY
    )
    foreign = make_connected_account(unit=market, administrator=sun, backup=he, name="云岭优选", app_id="wx_market")
    things = things_of(cast, account)
    return Scene(cast, bai, account, foreign, things, drafts_of(lin, zhou, chen, account))


@pytest.fixture(scope="module")
def scene(django_db_setup: None, django_db_blocker: Any) -> Iterator[Scene]:
    """Everything in one transaction that is rolled back after the module."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield build_scene()
        transaction.set_rollback(True)


@pytest.fixture
def cast(scene: Scene, db: None) -> Cast:
    """The cast of the scene, not a second one."""
    return scene.cast


@pytest.fixture
def bai(scene: Scene, db: None) -> Member:
    """白若溪, another editor of 宣传部: no author of any draft here."""
    return scene.bai


@pytest.fixture
def account(scene: Scene, db: None) -> Account:
    """公众号「云岭茶事」 of 宣传部, connected."""
    return Account.objects.select_related("platform").get(pk=scene.account.pk)


@pytest.fixture
def foreign(scene: Scene, db: None) -> Account:
    """An account of 市场部, connected."""
    return Account.objects.get(pk=scene.foreign.pk)


@pytest.fixture
def draft_in(scene: Scene, db: None) -> Callable[[str], Draft]:
    """`draft_in("returned")`: Lin's draft in that state, as the database has it."""
    return lambda state: Draft.objects.select_related("revision").get(pk=scene.drafts[state])


@pytest.fixture
def approved(draft_in: Callable[[str], Draft]) -> Draft:
    """Lin's approved draft; its window has been open for an hour."""
    return draft_in("approved")


@pytest.fixture
def platform(sandbox_server: SandboxServer, settings: Any) -> SandboxServer:
    """The sandbox in the platform's place, knowing our account; the engine has no patience."""
    settings.SANDBOX_URL = sandbox_server.base_url
    settings.PUBLISHING_ENGINE = {"poll_seconds": (0.05,), "look_seconds": (0.05,), "threads": 0}
    sandbox_server.add_app(APP_ID, SECRET, name="云岭茶事")
    return sandbox_server
