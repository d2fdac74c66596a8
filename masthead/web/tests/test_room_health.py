"""系统状态: the rooms above the ground say what stands still."""

import datetime as dt

import pytest

from masthead.approvals.models import Case, FlowVersion, StepRun, StepState
from masthead.content.testing import publish_review_flow
from masthead.core import clock
from masthead.core.health import Health, State
from masthead.notify.models import HookState, Webhook
from masthead.org.models import Member, OutsideIdentity, SignInProvider
from masthead.rulebook.models import ProbeRun
from masthead.trail.probes import PROBES
from masthead.web import health

pytestmark = pytest.mark.django_db


def state_of(key: str) -> Health:
    return next(f.health for f in health.system_findings() if f.check.key == key)


def ran(*, ok: bool = True, age: dt.timedelta = dt.timedelta()) -> None:
    now = clock.now() - age
    ProbeRun.objects.all().delete()
    for probe in PROBES.values():
        ProbeRun.objects.create(
            probe_key=probe.key, clause_key=probe.clause, window_start=now, window_end=now, started_at=now, finished_at=now, ran_ok=ok
        )  # fmt: skip


def test_probes_that_broke_or_grew_old_are_told(company: object) -> None:
    assert state_of("rulebook.probes").state == State.QUIET
    ran()
    assert state_of("rulebook.probes").state == State.OK
    ran(ok=False)
    assert "没有运行成功" in state_of("rulebook.probes").text
    ran(age=dt.timedelta(days=400))
    assert "已过时" in state_of("rulebook.probes").text


def test_a_webhook_that_was_switched_off_is_told(he: Member) -> None:
    hook = Webhook.objects.create(
        name="数据仓库", owner=he, host="example.com", sealed_address="-", sealed_secret="-", created_at=clock.now()
    )
    assert state_of("notify.webhooks").state == State.OK

    Webhook.objects.filter(pk=hook.pk).update(state=HookState.OFF, failing_since=clock.now())

    assert "数据仓库" in state_of("notify.webhooks").text


def test_approvals_that_nobody_looks_at_are_told(lin: Member) -> None:
    assert state_of("approvals.clock").state == State.OK
    publish_review_flow()
    case = Case.objects.create(
        flow=FlowVersion.objects.get(), subject_kind="content.draft", subject_id=1, title="春茶", content_hash="0" * 64,
        requester=lin, opened_at=clock.now(),
    )  # fmt: skip
    StepRun.objects.create(
        case=case,
        number=1,
        name="初审",
        mode="any",
        resolver={"kind": "unit_head"},
        state=StepState.ACTIVE,
        look_at=clock.now() - dt.timedelta(hours=1),
    )

    assert state_of("approvals.clock").state == State.WARN


def test_a_used_way_to_sign_in_that_is_off_is_told(lin: Member) -> None:
    provider = SignInProvider.objects.create(kind="oidc", key="sso", name="统一登录", client_id="x", enabled=False)
    assert state_of("org.sign_in").state == State.OK

    OutsideIdentity.objects.create(provider=provider, member=lin, subject="lin", linked_at=clock.now())

    assert "统一登录" in state_of("org.sign_in").text
