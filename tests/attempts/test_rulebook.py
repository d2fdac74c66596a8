"""The rulebook and its evidence: nobody signs for another, publishes a path, or carries the auditors' papers away."""

import io
import zipfile
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from masthead.approvals.models import FlowVersion
from masthead.core import clock
from masthead.core.files import actions as files
from masthead.core.models import StoredFile
from masthead.org import sheets
from masthead.org.models import Member, MemberImport
from masthead.rulebook import actions, queries
from masthead.rulebook.models import AuditPack, Finding, PolicyVersion, Signature
from masthead.rulebook.states import PackState
from masthead.rulebook.testing import right_answers
from tests.attempts.proof import browser, refused


@pytest.fixture
def policy(scene: Any, db: None) -> PolicyVersion:
    """The version in force."""
    return PolicyVersion.objects.get(pk=scene.things["policy_version"][0])


def signing(who: Member, policy: PolicyVersion, /, **form: Any) -> Any:
    return lambda: browser(who).post(reverse("rulebook:sign", args=[policy.pk]), form)


def test_nobody_signs_what_was_not_read(policy: PolicyVersion, lin: Member) -> None:
    refused(signing(lin, policy, typed_name="林知夏"), status=422, code="not_read", by=lin)


def test_nobody_signs_without_the_quiz(policy: PolicyVersion, lin: Member) -> None:
    actions.open_reading(version=policy, by=lin)

    refused(signing(lin, policy, typed_name="林知夏"), status=422, code="quiz_not_passed", by=lin)


@pytest.mark.parametrize("name", ["周明远", "linbj", "林知", "", "林知夏 周明远"])
def test_nobody_signs_with_another_name(policy: PolicyVersion, lin: Member, name: str) -> None:
    actions.open_reading(version=policy, by=lin)
    actions.answer_quiz(version=policy, answers=right_answers(policy), by=lin)

    refused(signing(lin, policy, typed_name=name), status=422)


def test_a_forged_member_in_the_form_signs_for_nobody_else(policy: PolicyVersion, lin: Member, zhou: Member) -> None:
    actions.open_reading(version=policy, by=lin)
    actions.answer_quiz(version=policy, answers=right_answers(policy), by=lin)

    signing(lin, policy, typed_name="林知夏", member=zhou.pk, by=zhou.pk, member_name="周明远")()

    row = Signature.objects.get(version=policy, member=lin)
    assert (row.member_name, row.typed_name) == ("林知夏", "林知夏")
    assert not Signature.objects.filter(member=zhou).exists()
    assert queries.seal_holds(row)


@pytest.mark.parametrize("who", ["lin", "zhou", "chen", "zheng", "wu", "sun", "auditor"])
@pytest.mark.parametrize("deed", ["start", "design", "publish", "discard", "retire"])
def test_nobody_but_an_administrator_changes_a_path(cast: Any, scene: Any, who: str, deed: str) -> None:
    before = FlowVersion.objects.count()
    form = {"edition": 1, "reason": "换一条容易走的路", "version": 1, "steps": "[]"}

    refused(
        lambda: browser(cast.people[who]).post(reverse(f"approvals:flow_{deed}", args=scene.things["flow"]), form),
        status=403,
        code="lacks:approvals.flow.manage",
    )
    assert FlowVersion.objects.count() == before


FORMULAS = ["=1+1", '=HYPERLINK("https://evil.example")', "+cmd|'/c calc'!A1", "-2+3", "@SUM(A1)"]


@pytest.mark.parametrize("column", [0, 3])
@pytest.mark.parametrize("formula", FORMULAS)
def test_a_formula_is_no_member(he: Member, column: int, formula: str) -> None:
    """It is named beside its cell, nobody is taken in, and the file of errors holds it as text."""
    cells = ["赵春生", "zhaocs", "宣传部", "采编"]
    cells[column] = '"' + formula.replace('"', '""') + '"'
    roster = "姓名,登录名,部门,岗位\n".encode() + ",".join(cells).encode()
    people, client = Member.objects.count(), browser(he)

    client.post(reverse("org:imports"), {"file": SimpleUploadedFile("成员.csv", roster, "text/csv")})
    one = MemberImport.objects.order_by("-pk")[0]
    errors = client.get(reverse("org:import_errors", args=[one.pk]))
    answer = client.post(reverse("org:confirm_import", args=[one.pk]), {"which": "all"})

    assert "像是公式" in one.rows[0]["errors"][("name", "", "", "title")[column]]
    assert (answer.status_code, Member.objects.count()) == (422, people)
    assert not sheets.read_table(b"".join(errors) if errors.streaming else errors.content, "a.xlsx").formulas


@pytest.mark.parametrize("deed", ["plan", "close"])
def test_another_department_does_not_take_a_finding_away(scene: Any, sun: Member, zhou: Member, deed: str) -> None:
    finding = Finding.objects.get(pk=scene.things["finding"][0])
    Finding.objects.filter(pk=finding.pk).update(owner=zhou, action="本周内完成阅读确认。")
    form = {"owner": sun.pk, "due_on": f"{clock.today():%Y-%m-%d}", "cause": "", "action": "改由市场部处理。"}

    refused(
        lambda: browser(sun).post(reverse(f"rulebook:finding_{deed}", args=[finding.pk]), form),
        status=403,
        code="finding_of_another_unit",
        by=sun,
    )


def test_another_department_is_not_given_the_work(scene: Any, sun: Member, zhou: Member) -> None:
    form = {"owner": zhou.pk, "due_on": f"{clock.today():%Y-%m-%d}", "cause": "", "action": "请宣传部处理。"}

    refused(lambda: browser(sun).post(reverse("rulebook:finding_plan", args=scene.things["finding"]), form), status=422)


@pytest.fixture
def pack(auditor: Member, db: None) -> AuditPack:
    """A pack that the auditor ordered and that is built."""
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        archive.writestr("index.html", "<p>阅读确认名单</p>")
    stored = files.store_bytes(data=held.getvalue(), name="pack.zip", use=actions.PACK_USE, stored_by_id=auditor.pk)
    today = clock.today()
    return AuditPack.objects.create(
        since=today, until=today, ordered_by=auditor, ordered_at=clock.now(), state=PackState.READY, file=stored
    )


def test_the_auditor_carries_the_pack_away(pack: AuditPack, auditor: Member) -> None:
    """The positive side of the next."""
    assert browser(auditor).get(reverse("files:download", args=[pack.file_id])).status_code == 200


@pytest.mark.parametrize("who", ["lin", "zhou", "chen", "wu", "sun", "outsider"])
def test_nobody_else_carries_the_auditors_pack_away(cast: Any, pack: AuditPack, who: str) -> None:
    client = browser(cast.people[who])

    refused(lambda: client.get(reverse("files:download", args=[pack.file_id])), status=404)
    refused(lambda: client.get(reverse("rulebook:pack", args=[pack.pk])), status=403)
    refused(lambda: client.get(reverse("rulebook:packs")), status=403)
    assert StoredFile.objects.filter(pk=pack.file_id).exists()
