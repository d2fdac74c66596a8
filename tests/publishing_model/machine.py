"""Random histories of the life cycle. Whatever people, platforms, workers and the clock do, in whatever order, the promises of clause
3.3.3 hold after every step, and when everything has calmed down nothing is left open."""

import datetime as dt
from collections import Counter
from typing import ClassVar

from django.db import transaction
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from masthead.accounts import actions as accounts_actions
from masthead.accounts.models import Account
from masthead.accounts.states import ConnectionState
from masthead.content import actions as content_actions
from masthead.content.models import Draft
from masthead.content.states import DraftState
from masthead.core import clock
from masthead.core.errors import DomainError
from masthead.publishing import actions, engine
from masthead.publishing.models import Publication
from masthead.publishing.states import OPEN, VOID, PublicationState, Verdict
from sandbox.wechat.callback_xml import sealed_post
from tests.publishing_model.interrupted import Death, LeftBehind, die
from tests.publishing_model.world import World, is_move, watching_moves

S = PublicationState
SUBMIT = "freepublish/submit"
FAULTS = (
    ("timeout_before", SUBMIT, 0), ("timeout_after", SUBMIT, 0), ("http_500", SUBMIT, 0), ("errcode", SUBMIT, 45011),
    ("errcode", SUBMIT, 53503), ("publish_fails", SUBMIT, 0), ("expired_token", "*", 0), ("http_500", "draft/add", 0),
    ("timeout_after", "draft/add", 0), ("errcode", "draft/add", 45011), ("timeout_before", "freepublish/get", 0),
    ("timeout_before", "freepublish/batchget", 0), ("http_500", "draft/get", 0), ("callback_lost", "*", 0),
)  # fmt: skip
WAITS = (3, 40, 130, 700, 4_000, 90_000)
REASON = "按计划调整"
drafts, accounts, rows = st.integers(0, 2), st.integers(0, 1), st.integers(0, 7)
workers = st.sampled_from(["a", "b"])
hours = st.sampled_from([-1, 0, 0, 0, 1, 20, 60])


class LifeCycle(RuleBasedStateMachine):
    """Three drafts, two accounts, two workers, one platform with a bad temper."""

    world: ClassVar[World]
    went_on: ClassVar[Counter[str]] = Counter()
    played: ClassVar[int] = 0

    def __init__(self) -> None:
        super().__init__()
        self.savepoint = transaction.atomic()
        self.savepoint.__enter__()
        self.offset, self.travels = dt.timedelta(), []
        self.illegal: list[str] = []
        self.watch = watching_moves(self._moved)
        self.watch.__enter__()
        self.late: list[LeftBehind] = []
        self.world.begin(publish_seconds=20)
        self.sent: dict[str, Counter[str]] = {app: Counter() for app in self.world.apps}
        self.allowed: set[str] = set()
        self.visible: dict[str, dict[str, int]] = {}

    def teardown(self) -> None:
        try:
            self.calm_down()
            type(self).played += 1
        finally:
            self.watch.__exit__(None, None, None)
            for travel in reversed(self.travels):
                travel.__exit__(None, None, None)
            transaction.set_rollback(True)
            self.savepoint.__exit__(None, None, None)

    @initialize(
        picked=st.lists(st.tuples(drafts, accounts), min_size=3, max_size=6, unique=True),
        tempers=st.lists(st.tuples(st.sampled_from(FAULTS), st.integers(1, 3)), min_size=1, max_size=3),
    )
    def a_busy_hour(self, picked: list[tuple[int, int]], tempers: list[tuple[tuple[str, str, int], int]]) -> None:
        for draft, account in picked:
            self.schedule(draft, account, 0)
        for fault, count in tempers:
            self.the_platform_is_in_a_bad_temper(fault, count)

    # --- people ----------------------------------------------------------------------------------------------------

    @rule(draft=drafts, account=accounts, after=hours)
    def schedule(self, draft: int, account: int, after: int) -> None:
        one = Draft.objects.get(pk=self.world.drafts[draft].pk)
        to = Account.objects.get(pk=self.world.accounts[account].pk)
        when = clock.now() + dt.timedelta(hours=after)
        self._try(lambda: actions.schedule_publication(draft=one, account=to, planned_at=when, by=self.world.wu))

    @rule(row=rows, after=hours)
    def move(self, row: int, after: int) -> None:
        if found := self._row(row):
            when = clock.now() + dt.timedelta(hours=after)
            self._try(lambda: actions.move_publication(publication=found, planned_at=when, by=self.world.wu))

    @rule(row=rows)
    def cancel(self, row: int) -> None:
        if found := self._row(row):
            self._try(lambda: actions.cancel_publication(publication=found, reason=REASON, by=self.world.wu))

    @rule(row=rows)
    def retry(self, row: int) -> None:
        if found := self._row(row, S.FAILED):
            self._try(lambda: actions.retry_publication(publication=found, reason=REASON, by=self.world.wu))

    @rule(row=rows)
    def a_person_looks_at_the_platform(self, row: int) -> None:
        """The verdict is true: nobody says «not sent» of a post that the platform shows or still has in its audit."""
        found = self._row(row, S.UNKNOWN)
        stats = self.world.platform.stats(appid=self._app(found)) if found else None
        if found is None or stats is None or stats.in_progress:
            return
        seen = stats.by_title.get(found.title, 0)
        verdict, url = (Verdict.SENT, "https://mp.example.com/s/abc") if seen else (Verdict.NOT_SENT, "")
        self._try(
            lambda: actions.resolve_unknown(
                publication=found, verdict=verdict, reason=REASON, by=self.world.wu, url=url
            )
        )

    @rule(draft=drafts)
    def take_the_draft_up_again(self, draft: int) -> None:
        one = Draft.objects.get(pk=self.world.drafts[draft].pk)
        self._try(lambda: content_actions.reopen_draft(draft=one, reason=REASON, by=self.world.lin))

    @rule(draft=drafts)
    def the_same_version_is_approved_anew(self, draft: int) -> None:
        pk = self.world.drafts[draft].pk
        Draft.objects.filter(pk=pk).exclude(state=DraftState.APPROVED).update(**self.world.seals[pk])

    @rule(account=accounts, frozen=st.booleans())
    def freeze_or_thaw(self, account: int, *, frozen: bool) -> None:
        one = Account.objects.get(pk=self.world.accounts[account].pk)
        deed = accounts_actions.freeze_account if frozen else accounts_actions.unfreeze_account
        self._try(lambda: deed(account=one, reason=REASON, by=self.world.wu))

    @rule(account=accounts)
    def the_connection_is_mended(self, account: int) -> None:
        Account.objects.filter(pk=self.world.accounts[account].pk).update(connection_state=ConnectionState.OK)

    # --- workers ---------------------------------------------------------------------------------------------------

    @rule(worker=workers)
    def tick(self, worker: str) -> None:
        engine.tick(worker)

    @rule(worker=workers, pause=st.sampled_from(WAITS[:4]))
    def a_while_of_work(self, worker: str, pause: int) -> None:
        for _ in range(2):
            engine.tick(worker)
            engine.look_up_unknown(worker)
            self.time_passes(pause, ours_only=False)

    @rule(worker=workers, death=st.sampled_from(list(Death)))
    def die_at(self, worker: str, death: Death) -> None:
        """A worker takes what is due and dies at some place of the first of them; the others stay claimed."""
        claim = actions.claim_due(worker=worker, most=3)
        for key in claim.keys[:1]:
            left = die(key, claim.token, death, worker)
            self.late += [left] if left else []
            self.went_on[f"died {death}"] += 1

    @rule()
    def the_dead_worker_was_only_slow(self) -> None:
        if self.late:
            self.late.pop().come_back()
            self.went_on["came back"] += 1

    # --- the platform and the clock -------------------------------------------------------------------------------

    @rule(fault=st.sampled_from(FAULTS), count=st.integers(1, 3))
    def the_platform_is_in_a_bad_temper(self, fault: tuple[str, str, int], count: int) -> None:
        kind, endpoint, code = fault
        self.world.platform.set_fault(kind, endpoint, count=count, errcode=code or -1)  # type: ignore[arg-type]

    @rule()
    def the_platform_is_well_again(self) -> None:
        self.world.platform.clear_faults()

    @rule(seconds=st.sampled_from(WAITS), ours_only=st.sampled_from([False] * 6 + [True]))
    def time_passes(self, seconds: int, *, ours_only: bool) -> None:
        self._travel(seconds)
        if not ours_only:  # else our clock alone has jumped; the next step sets the platform's right
            self.world.platform.shift_clock(offset_seconds=self.offset.total_seconds())

    @rule(times=st.integers(1, 2), which=st.integers(0, 3))
    def the_platform_calls(self, times: int, which: int) -> None:
        """One of its messages arrives now: early, late, twice; the others may never."""
        waiting = self.world.platform.callbacks()
        if not waiting:
            return
        told = waiting[which % len(waiting)]
        app = self.world.apps[told["appid"]]
        account = self.world.accounts[list(self.world.apps).index(told["appid"])]
        for _ in range(times):
            query, body = sealed_post(app, told["xml"], clock.now().timestamp())
            engine.hear(account.pk, query, body.encode(), {"content-type": "text/xml"})
            self.went_on["called"] += 1

    # --- promises --------------------------------------------------------------------------------------------------

    @invariant()
    def nothing_is_out_twice(self) -> None:
        self.visible = {}
        for app in self.world.apps:
            told = self.world.platform.stats(appid=app)
            assert not told.duplicates, f"{app}: {told.duplicates}"
            fresh = Counter(told.accepted_by_title) - self.sent[app]
            assert set(fresh) <= self.allowed, f"{app}: sent without an intact approval: {fresh}"
            self.sent[app], self.visible[app] = Counter(told.accepted_by_title), told.by_title
        self.allowed = set(Draft.objects.filter(state=DraftState.APPROVED).values_list("revision__title", flat=True))
        self._what_is_published_is_there_and_what_is_void_is_not()

    @invariant()
    def states_move_along_the_table(self) -> None:
        assert not self.illegal, self.illegal

    def _what_is_published_is_there_and_what_is_void_is_not(self) -> None:
        live = set(Publication.objects.exclude(state__in=VOID).values_list("title", "account_id"))
        for row in Publication.objects.all():
            there = self.visible[self._app(row)].get(row.title, 0)
            if row.state == S.PUBLISHED:
                assert there == 1, f"{row} says published"
            elif row.state in VOID and (row.title, row.account_id) not in live:
                assert there == 0, f"{row} is {row.state} ({row.failure_message}) and is out all the same"

    @invariant()
    def every_open_row_has_a_future(self) -> None:
        now, far = clock.now(), dt.timedelta(days=3)
        for row in Publication.objects.filter(state__in=OPEN):
            if row.state == S.SENDING:
                assert row.lease_until and row.lease_until <= now + dt.timedelta(seconds=60), f"{row}: endless lease"
            else:
                assert row.next_try_at <= max(now, row.due_at) + far, f"{row}: waits for ever"

    def calm_down(self) -> None:
        """The platform is well, nobody does anything more, workers tick on: all ends, but what only a person can tell."""
        if not Publication.objects.exists():
            return
        self.world.platform.clear_faults()
        for wait in (31, 31, *[700] * 5, 90_000, 90_000, 700, 700, 700):
            if not Publication.objects.filter(state__in=OPEN).exists():
                break
            self.time_passes(wait, ours_only=False)
            engine.tick("a")
            engine.look_up_unknown("b")
        self.world.platform.wait_until_settled()
        left = Publication.objects.filter(state__in=OPEN)
        stuck = [f"{r} {r.state} {r.failure_message}" for r in left if r.state != S.UNKNOWN or r.asked_at is None]
        assert not stuck, f"still open when all is quiet: {stuck}"
        self.nothing_is_out_twice()
        self.states_move_along_the_table()
        self.went_on.update(f"ended {r.state}" for r in Publication.objects.all())

    # --- means -----------------------------------------------------------------------------------------------------

    def _moved(self, before: str, after: str) -> None:
        self.went_on[f"{before} → {after}"] += 1
        if not is_move(before, after):
            self.illegal.append(f"{before} → {after}")

    def _travel(self, seconds: int) -> None:
        self.offset += dt.timedelta(seconds=seconds)
        travel = clock.travelling(self.offset)
        travel.__enter__()
        self.travels.append(travel)

    def _row(self, number: int, *states: str) -> Publication | None:
        found = Publication.objects.select_related("draft", "account").order_by("pk")
        kept = list(found.filter(state__in=states) if states else found)
        return kept[number % len(kept)] if kept else None

    def _app(self, row: Publication) -> str:
        keys = [a.pk for a in self.world.accounts]
        return list(self.world.apps)[keys.index(row.account_id)]

    def _try(self, deed: object) -> None:
        """A refusal is an answer; whatever else goes wrong is not."""
        assert callable(deed)
        try:
            with transaction.atomic():
                deed()
        except DomainError as refused:
            self.went_on[f"refused {refused.code}"] += 1
