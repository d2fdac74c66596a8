"""What happened at 云岭茶业 in the last two weeks, and what lies on the desks this morning."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, field

from django.db.models import Q
from django.utils import timezone

from masthead.accounts import actions as accounts
from masthead.accounts.models import Account
from masthead.approvals import actions as approvals
from masthead.approvals import queries as approval_queries
from masthead.approvals.models import Task
from masthead.content import actions as content
from masthead.content.models import Draft, Topic
from masthead.core import clock, jobs
from masthead.core.errors import RuleBroken
from masthead.org.models import Member
from masthead.publishing import actions as publishing
from masthead.publishing.models import Publication
from masthead.publishing.queries import sensitive_names
from masthead.publishing.states import PublicationState
from masthead.web.demo import claims, pictures
from masthead.web.demo.articles import Piece, html_of
from masthead.web.demo.people import fresh
from masthead.web.demo.platform import Platform
from masthead.web.demo.script import Script

ASPECTS = ["legality", "truthfulness", "accuracy", "conformity"]
PATIENCE = 40  # turns of twenty seconds for the platform to finish a publication


@dataclass
class Story:
    """Deeds of the cast; what they made is kept by the key of the piece."""

    script: Script
    platform: Platform
    account: Account
    topics: dict[str, Topic] = field(default_factory=dict)
    drafts: dict[str, Draft] = field(default_factory=dict)

    def propose(self, piece: Piece, day: dt.date, writer: str = "linbj") -> None:
        by = fresh(writer)
        unit = by.positions.select_related("unit").get(is_primary=True).unit
        self.topics[piece.key] = content.propose_topic(
            title=piece.title, theme=piece.theme, form="article", source=piece.source, unit=unit, owner=by, planned_on=day, by=by,
            accounts=[self.account] if unit == self.account.unit else [],
        )  # fmt: skip

    def adopt(self, piece: Piece, head: str = "chenzg") -> None:
        content.adopt_topic(topic=self.topics[piece.key], by=fresh(head))

    def drop(self, piece: Piece, reason: str) -> None:
        content.drop_topic(topic=self.topics[piece.key], reason=reason, by=fresh("chenzg"))

    def write(self, piece: Piece, window: tuple[dt.datetime, dt.datetime] | None, writer: str = "linbj") -> None:
        """Start the draft, put pictures in, save the first version, fix accounts and window."""
        by = fresh(writer)
        draft = content.start_draft(topic=Topic.objects.get(pk=self.topics[piece.key].pk), by=by)
        body = pictures.tea_hills(piece.key, mood=piece.mood, size=(1080, 608))
        inside = content.add_picture(draft=draft, data=body, name=f"{piece.key}.jpg", by=by)
        cover = content.add_picture(
            draft=draft, data=pictures.tea_hills(piece.key, mood=piece.mood), name=f"{piece.key}-封面.jpg", by=by
        )
        html = html_of(piece, {piece.mood: f"asset:{inside.sha256}"})
        content.save_revision(
            draft=draft,
            title=piece.title,
            byline="云岭茶事",
            digest=piece.digest,
            html=html,
            cover=cover.file,
            expected_revision=0,
            by=by,
        )
        claims.settle(draft, piece.key, by)
        if window:
            content.arrange_release(draft=draft, accounts=[self.account], start=window[0], end=window[1], by=by)
        self.drafts[piece.key] = draft

    def submit(self, piece: Piece, writer: str = "linbj") -> None:
        draft = self._draft(piece)
        content.submit_draft(draft=draft, by=fresh(writer), words=claims.answers_to(draft))

    def try_to_submit(self, piece: Piece, writer: str) -> None:
        """An attempt that the gates refuse; the refusal stays on the trail."""
        try:
            self.submit(piece, writer)
        except RuleBroken:
            return
        raise AssertionError("the gate let an unlawful text through")

    def approve(self, piece: Piece, reviewer: str, comment: str = "") -> None:
        self.decide(piece, reviewer, lambda by, task, seen: approvals.approve_task(
            task=task, by=by, hash_seen=seen, confirmations=ASPECTS, comment=comment
        ))  # fmt: skip

    def send_back(self, piece: Piece, reviewer: str, comment: str) -> None:
        self.decide(
            piece,
            reviewer,
            lambda by, task, seen: approvals.return_task(task=task, by=by, hash_seen=seen, comment=comment),
        )

    def correct(self, piece: Piece, old: str, new: str) -> None:
        """Change some words after a return and save another version."""
        draft = self._draft(piece)
        last = draft.revision
        assert last is not None
        content.save_revision(
            draft=draft, title=last.title, byline=last.byline, digest=last.digest, html=last.html.replace(old, new), cover=last.cover,
            expected_revision=last.number, by=fresh("linbj"),
        )  # fmt: skip

    def schedule(self, piece: Piece, moment: dt.datetime) -> None:
        publishing.schedule_publication(
            draft=self._draft(piece),
            account=Account.objects.get(pk=self.account.pk),
            planned_at=moment,
            by=fresh("wufb") if not sensitive_names(clock.china(moment).date()) else fresh("chenzg"),
            note="内容与当天的纪念无关，部长已审定",
        )

    def run_engine(self) -> None:
        """Let the engine work until nothing more moves: the same jobs that workers run."""
        offset = clock.now() - timezone.now()
        for turn in range(PATIENCE):
            later = offset + dt.timedelta(seconds=20 * turn)
            self.platform.set_offset(later)
            with clock.travelling(later):
                jobs.run_now("publishing.tick")
                jobs.run_now("publishing.reconcile")
            if not _in_flight():
                return

    def finish(self, piece: Piece) -> None:
        """The head closes a topic whose article is out."""
        content.finish_topic(topic=Topic.objects.get(pk=self.topics[piece.key].pk), by=fresh("chenzg"))

    def collect(self) -> None:
        """The morning collection of yesterday's figures."""
        if "analytics.scan" in jobs.JOBS:
            jobs.run_now("analytics.scan")

    def test_connection(self) -> None:
        accounts.test_connection(account=Account.objects.get(pk=self.account.pk), by=fresh("hezh"))

    def _draft(self, piece: Piece) -> Draft:
        return Draft.objects.get(pk=self.drafts[piece.key].pk)

    def decide(self, piece: Piece, reviewer: str, decision: Callable[[Member, Task, str], object]) -> None:
        """What the reviewer does with the task that waits: decision(by, task, hash seen)."""
        by = fresh(reviewer)
        case = approval_queries.latest_case("content.draft", self.drafts[piece.key].pk)
        assert case is not None
        task = approval_queries.open_task_of(by, case)
        assert task is not None
        decision(by, task, case.content_hash)


def _in_flight() -> bool:
    """Is any publication on its way, or due?"""
    moving = Q(state__in=[PublicationState.SENDING, PublicationState.ACCEPTED, PublicationState.UNKNOWN])
    due = Q(state=PublicationState.SCHEDULED, due_at__lte=clock.now())
    return Publication.objects.filter(moving | due).exists()
