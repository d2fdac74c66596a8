"""Whatever people, machines and the clock do through whatever door, in whatever order: the engine never has anything to claim that was
not approved in exactly this form by people who had no part in it. Clauses 3.3.2, 1.3.1."""

import datetime as dt
import json
from typing import Any, ClassVar

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.test import Client
from django.urls import reverse
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from masthead.accounts.models import Account
from masthead.approvals.models import Case, CaseState, Task, TaskState
from masthead.compliance.models import Check
from masthead.content import engine as review
from masthead.content import queries as content
from masthead.content.actions import EntryWords, Remark, annotate, keep_entry
from masthead.content.documents.tests.test_word import word
from masthead.content.models import Annotation, Draft, TopicImport
from masthead.content.testing import make_ready_draft
from masthead.core import clock
from masthead.core.errors import DomainError
from masthead.org.models import Member
from masthead.publishing import queries as publishing
from masthead.publishing.models import Publication, RecurringSlot
from masthead.web.api.testing import Machine, token_of
from tests.attempts import forms
from tests.attempts.conftest import Scene
from tests.attempts.proof import browser

ASPECTS = ["legality", "truthfulness", "accuracy", "conformity"]
WRITERS, JUDGES = ("lin", "chen"), ("zhou", "chen", "zheng", "lin", "sun")
writer, judge, hours = st.sampled_from(WRITERS), st.sampled_from(JUDGES), st.integers(-30, 60)
DRAGS = ("plain", "plain", "stale", "no right", "too near", "past")
agreed, RARELY = st.booleans(), st.sampled_from([False, False, False, True])


class AnyDoor(RuleBasedStateMachine):
    """One draft, two writers, everybody who might judge it, the publisher by page and by key."""

    world: ClassVar[tuple[Scene, int, dict[str, Client], dict[str, Machine]]]
    went_on: ClassVar[set[str]] = set()

    def __init__(self) -> None:
        super().__init__()
        self.scene, self.pk, self.pages, self.machines = self.world
        self.savepoint = transaction.atomic()
        self.savepoint.__enter__()
        self.now = clock.now()
        self.travel = clock.travelling(dt.timedelta())
        self.travel.__enter__()

    def teardown(self) -> None:
        self.travel.__exit__(None, None, None)
        transaction.set_rollback(True)
        self.savepoint.__exit__(None, None, None)

    # --- doors of the text ---------------------------------------------------------------------------------------

    @rule(name=writer, agreed=agreed, words=st.sampled_from(["明前茶", "雨前茶", "秋茶"]))
    def save_on_the_page(self, name: str, agreed: bool, words: str) -> None:
        self._post(name, "draft_save", forms.text(self.draft, title=f"云雾茶的山路 {words}") | _void(agreed))

    @rule(name=writer)
    def keystrokes(self, name: str) -> None:
        body = json.dumps(forms.keystrokes(self.draft, html="<p>写到一半</p>"))
        self.pages[name].post(self._url("draft_autosave"), body, content_type="application/json")

    @rule(agreed=agreed)
    def save_by_key(self, agreed: bool) -> None:
        found = self.machines["lin"].get(f"/drafts/{self.pk}")
        body = {"title": "机器写的标题", "html": "<p>茶园今天封园。</p>", "void_approval": agreed}
        self.machines["lin"].send("PUT", f"/drafts/{self.pk}/text", body, If_Match=found.headers["ETag"])

    @rule(name=writer)
    def import_a_word_file(self, name: str) -> None:
        self.pages[name].post(self._url("word_import"), {"word": SimpleUploadedFile("稿件.docx", word())})

    @rule(name=writer, better=st.sampled_from(["山路", "小路"]))
    def take_a_suggestion_over(self, name: str, better: str) -> None:
        draft, zhou = self.draft, self.scene.cast.people["zhou"]
        title = draft.revision.title if draft.revision else ""
        if draft.revision and "云雾" in title:
            at = title.index("云雾")
            self._try(
                lambda: annotate(revision=draft.revision, remark=Remark("title", at, at + 2, "", better), by=zhou)
            )
        for row in Annotation.objects.filter(draft=self.pk, state="open"):
            self.pages[name].post(reverse("content:annotation_deed", args=[row.pk]), {"deed": "accept"})

    @rule(name=writer, end=st.integers(1, 90), agreed=agreed, fewer=RARELY)
    def arrange(self, name: str, end: int, *, agreed: bool, fewer: bool) -> None:
        draft = self.draft
        form = forms.release(draft, end=clock.now() + dt.timedelta(hours=end), accounts=[] if fewer else None)
        self._post(name, "draft_release", form | _void(agreed))

    @rule(name=writer)
    def reopen(self, name: str) -> None:
        self._post(name, "draft_reopen", {"reason": "数据需要更正"})

    # --- doors of review -----------------------------------------------------------------------------------------

    @rule(name=writer, by_key=st.booleans())
    def hand_in(self, name: str, by_key: bool) -> None:
        if by_key:
            self.machines["lin"].post(f"/drafts/{self.pk}/submit")
        else:
            self._post(name, "draft_submit", {})

    @rule(name=writer)
    def withdraw(self, name: str) -> None:
        self._post(name, "draft_withdraw", {"reason": "标题写错了"})

    @rule(name=judge, times=st.integers(1, 2))
    def approve(self, name: str, times: int) -> None:
        for who in [name, *(n for n in JUDGES if n != name)][: 1 if times == 1 else len(JUDGES)]:
            for task in Task.objects.filter(case__subject_id=self.pk, state=TaskState.PENDING).select_related("case"):
                seen = {"hash_seen": task.case.content_hash, "confirmations": ASPECTS}
                self.pages[who].post(reverse("approvals:approve", args=[task.pk]), seen)

    @rule(name=judge, surely=RARELY)
    def send_back(self, name: str, surely: bool) -> None:
        for task in Task.objects.filter(case__subject_id=self.pk, state=TaskState.PENDING).select_related("case"):
            if surely:
                seen = {"hash_seen": task.case.content_hash, "reason": "请补充来源"}
                self.pages[name].post(reverse("approvals:return", args=[task.pk]), seen)

    # --- doors of the calendar -----------------------------------------------------------------------------------

    @rule(after=hours, by_key=st.booleans())
    def schedule(self, after: int, by_key: bool) -> None:
        when = clock.now() + dt.timedelta(hours=after)
        if by_key:
            body = {"accounts": [self.scene.account.pk], "planned_at": when.isoformat()}
            self.machines["wu"].post(f"/drafts/{self.pk}/publications", body)
        else:
            form = {"accounts": [self.scene.account.pk], "planned_at": forms.moment(when), "crowded_ok": "on"}
            self.pages["wu"].post(reverse("publishing:schedule", args=[self.pk]), form)

    @rule(after=hours, by_key=st.booleans())
    def move(self, after: int, by_key: bool) -> None:
        when = clock.now() + dt.timedelta(hours=after)
        for row in self._publications():
            if by_key:
                self.machines["wu"].post(f"/publications/{row.pk}/move", {"planned_at": when.isoformat()})
            else:
                self.pages["wu"].post(reverse("publishing:move", args=[row.pk]), {"planned_at": forms.moment(when)})

    @rule(after=hours, how=st.sampled_from(DRAGS))
    def drag(self, after: int, how: str) -> None:
        """A chip let go over another hour: the box tells what it would mean, and its form is sent, maybe when all has changed."""
        name = "lin" if how == "no right" else "wu"
        when = clock.now() + {"too near": dt.timedelta(minutes=2), "past": -dt.timedelta(days=1)}.get(
            how, dt.timedelta(hours=after)
        )
        for row in self._publications():
            box = forms.let_go(self.pages["wu"], row, when)
            if how == "stale":
                self.save_on_the_page("lin", agreed=True, words="秋茶")
            sent = box or forms.Box(reverse("publishing:move", args=[row.pk]), {"planned_at": forms.moment(when)})
            self.pages[name].post(sent.address, sent.form)
            self.went_on.add(f"dragged {box.kind if box else 'refused'}")

    @rule(after=hours)
    def fill_a_slot(self, after: int) -> None:
        """A column of the account at that hour, filled from the calendar."""
        when = clock.china(clock.now() + dt.timedelta(hours=after))
        words = {"account": self.scene.account.pk, "name": "茶课", "weekday": when.weekday(), "time": f"{when:%H:%M}"}
        self.pages["wu"].post(reverse("publishing:slots"), words)
        slot = RecurringSlot.objects.filter(account=self.scene.account, weekday=when.weekday()).last()
        if slot is not None:
            form = {"on": f"{when:%Y-%m-%d}", "draft": self.pk, "note": "纪念文章，部长已审定"}
            self.pages["wu"].post(reverse("publishing:slot_fill", args=[slot.pk]), form)

    @rule(name=writer)
    def import_topics(self, name: str) -> None:
        """A table that names the account and today: read, looked at, taken in."""
        page, columns = self.pages[name], "选题,主题与角度,计划发布日,目标账号"
        words = f"{columns}\n冬茶上市,立即发布,{clock.today()},{self.scene.account.name}\n".encode()
        page.post(reverse("content:topics_import"), {"file": SimpleUploadedFile("选题.csv", words)})
        last = TopicImport.objects.filter(made_by=self.scene.cast.people[name]).last()
        if last is not None:
            page.post(reverse("content:topic_import_deed", args=[last.pk, "confirm"]))
            self.went_on.add(f"import {TopicImport.objects.get(pk=last.pk).state}")

    @rule(deed=st.sampled_from(["cancel", "retry"]))
    def cancel_or_retry(self, deed: str) -> None:
        for row in self._publications():
            self.pages["wu"].post(reverse(f"publishing:{deed}", args=[row.pk]), {"reason": "时间要调整"})

    @rule(by_key=st.booleans())
    def the_straight_way(self, by_key: bool) -> None:
        if self.draft.state in ("draft", "returned", "expired"):
            self.arrange("lin", 40, agreed=True, fewer=False)
        self.hand_in("lin", by_key)
        self.approve("zhou", 2)
        self.schedule(2, by_key)

    @rule(span=st.integers(1, 40))
    def time_passes(self, span: int) -> None:
        self.travel.__exit__(None, None, None)
        self.now += dt.timedelta(hours=span)
        self.travel = clock.travelling(self.now - clock.now())
        self.travel.__enter__()
        review.mind_review()

    # --- what must hold ------------------------------------------------------------------------------------------

    @invariant()
    def the_engine_would_claim_nothing_that_was_not_approved(self) -> None:
        for row in self._publications():
            moment = max(clock.now(), row.next_try_at)
            if not publishing.due_publications(moment).filter(pk=row.pk).exists():
                continue
            if publishing.closed_now(row.pk, moment) is None:
                self.went_on.add("claimed")
                self._check_papers(row)

    def _check_papers(self, row: Publication) -> None:
        draft = self.draft
        sealed = content.content_hash(draft)
        case = Case.objects.filter(subject_kind="content.draft", subject_id=self.pk, content_hash=sealed).last()
        assert (draft.state, draft.approved_hash, row.content_hash) == ("approved", sealed, sealed)
        assert case is not None and case.state == CaseState.APPROVED
        said = Task.objects.filter(case=case, state=TaskState.APPROVED, hash_seen=sealed)
        people = set(said.values_list("assignee_id", flat=True))
        assert len(people) >= 2 and not people & (content.authors_of(draft) | {case.requester_id})
        assert all(sorted(task.confirmations) == sorted(ASPECTS) for task in said)
        assert draft.window_start and draft.window_end and draft.window_start <= row.planned_at <= draft.window_end
        assert Check.objects.filter(subject_id=self.pk, content_hash=sealed, blocking=0).exists()

    @invariant()
    def a_slot_that_was_missed_is_never_in_review_after_the_clock_came_round(self) -> None:
        if self.draft.state == "expired":
            self.went_on.add("expired")
            assert not Task.objects.filter(case__subject_id=self.pk, state=TaskState.PENDING).exists()

    # --- inner ---------------------------------------------------------------------------------------------------

    @property
    def draft(self) -> Draft:
        return Draft.objects.select_related("revision").get(pk=self.pk)

    def _publications(self) -> list[Publication]:
        return list(Publication.objects.filter(draft=self.pk))

    def _url(self, name: str) -> str:
        return reverse(f"content:{name}", args=[self.pk])

    def _post(self, name: str, door: str, form: dict[str, Any]) -> None:
        self.pages[name].post(self._url(door), form)

    def _try(self, deed: Any) -> None:
        try:
            with transaction.atomic():
                deed()
        except DomainError:
            return


def _void(agreed: bool) -> dict[str, str]:
    return {"void_approval": "on"} if agreed else {}


def a_fresh_draft(scene: Scene, account: Account, lin: Member) -> int:
    """Lin's draft that lacks nothing; its window has been open for an hour, so that what is approved may go out at once."""
    draft = make_ready_draft(lin, accounts=[account], title="云雾茶的山路")
    now = clock.now()
    Draft.objects.filter(pk=draft.pk).update(
        window_start=now - dt.timedelta(hours=1), window_end=now + dt.timedelta(days=2)
    )
    return draft.pk


def test_nothing_unapproved_reaches_the_engine_through_any_door(
    scene: Scene, account: Account, lin: Member, wu: Member
) -> None:
    people = scene.cast.people
    pages = {name: browser(people[name]) for name in {*WRITERS, *JUDGES, "wu"}}
    machines = {"lin": Machine(token_of(lin)), "wu": Machine(token_of(wu))}
    AnyDoor.world = (scene, a_fresh_draft(scene, account, lin), pages, machines)
    AnyDoor.went_on.clear()

    run_state_machine_as_test(  # type: ignore[no-untyped-call]
        AnyDoor,
        settings=settings(
            max_examples=6, stateful_step_count=16, deadline=None, derandomize=True,
            suppress_health_check=list(HealthCheck),
        ),
    )  # fmt: skip
    assert "claimed" in AnyDoor.went_on, "the machine must come far enough for the rule to mean anything"


@pytest.mark.parametrize("by_key", [False, True])
def test_the_way_through_all_doors_is_open_for_what_was_approved(
    scene: Scene, account: Account, lin: Member, wu: Member, by_key: bool
) -> None:
    """The positive side: the same machine, the straight way, and the engine has it to claim."""
    people = scene.cast.people
    pages = {name: browser(people[name]) for name in {*WRITERS, *JUDGES, "wu"}}
    machines = {"lin": Machine(token_of(lin)), "wu": Machine(token_of(wu))}
    AnyDoor.world = (scene, a_fresh_draft(scene, account, lin), pages, machines)
    AnyDoor.went_on.clear()
    one = AnyDoor()
    try:
        one.hand_in("lin", by_key)
        one.approve("zhou", 2)
        one.schedule(3, by_key)
        one.the_engine_would_claim_nothing_that_was_not_approved()
        one.save_on_the_page("lin", True, "秋茶")
        assert AnyDoor.went_on == {"claimed"}
        row = Publication.objects.get(draft=one.pk)
        assert publishing.closed_now(row.pk, row.next_try_at) is not None
    finally:
        one.teardown()


def test_what_the_calendar_drags_and_a_table_brings_goes_out_only_as_it_was_approved(
    scene: Scene, account: Account, lin: Member, wu: Member
) -> None:
    """Every way of dragging once, and the import: the doors that the machine above meets by chance are surely opened here."""
    people = scene.cast.people
    pages = {name: browser(people[name]) for name in {*WRITERS, *JUDGES, "wu"}}
    AnyDoor.world = (scene, a_fresh_draft(scene, account, lin), pages, {"wu": Machine(token_of(wu))})
    AnyDoor.went_on.clear()
    one = AnyDoor()
    try:
        one.import_topics("lin")
        assert not one._publications(), "a topic is no content that could go out"
        one.hand_in("lin", by_key=False)
        one.approve("zhou", 2)
        one.schedule(3, by_key=False)
        first = Publication.objects.get(draft=one.pk)
        for how, hours_on in (("past", 0), ("too near", 0), ("no right", 9), ("plain", 9)):
            one.drag(hours_on, how)
            one.the_engine_would_claim_nothing_that_was_not_approved()
            row = Publication.objects.get(draft=one.pk)
            assert (row.planned_at == first.planned_at) == (how != "plain"), how
        assert (one.draft.state, one.draft.approved_hash) == ("approved", row.content_hash), (
            "inside the window the seal holds"
        )
        one.move(10, by_key=True)
        assert Publication.objects.get(draft=one.pk).planned_at > row.planned_at
        row, tomorrow = Publication.objects.get(draft=one.pk), clock.at_china(clock.today() + dt.timedelta(days=1), 20)
        mourning = EntryWords("滑坡纪念日", tomorrow.date(), "sensitive", caution="不发促销", strict=True)
        keep_entry(words=mourning, by=people["chen"])
        body = {"planned_at": tomorrow.isoformat(), "note": "纪念文章，部长已审定"}
        closed = one.machines["wu"].post(f"/publications/{row.pk}/move", body)
        short = Machine(token_of(people["chen"])).post(f"/publications/{row.pk}/move", body | {"note": ""})
        assert (closed.json()["code"], short.json()["code"]) == ("sensitive_closed", "sensitive_words")
        assert Publication.objects.get(draft=one.pk).planned_at == row.planned_at
        one.drag(12, "stale")
        assert publishing.closed_now(row.pk, row.next_try_at) is not None, "dragged after the text was changed"
        assert AnyDoor.went_on >= {"import done", "claimed", "dragged inside", "dragged refused"}
    finally:
        one.teardown()


def test_a_drag_out_of_the_window_voids_the_seal(scene: Scene, account: Account, lin: Member, wu: Member) -> None:
    people = scene.cast.people
    pages = {name: browser(people[name]) for name in {*WRITERS, *JUDGES, "wu"}}
    AnyDoor.world = (scene, a_fresh_draft(scene, account, lin), pages, {"wu": Machine(token_of(wu))})
    AnyDoor.went_on.clear()
    one = AnyDoor()
    try:
        one.hand_in("lin", by_key=False)
        one.approve("zhou", 2)
        one.schedule(3, by_key=False)
        one.drag(60, "plain")
        assert "dragged outside" in AnyDoor.went_on
        assert (one.draft.state, one.draft.approved_hash) == ("draft", "")
        assert [row.state for row in one._publications()] == ["cancelled"]
        one.schedule(60, by_key=True)
        assert len(one._publications()) == 1, "nothing is scheduled anew without a new approval"
    finally:
        one.teardown()
