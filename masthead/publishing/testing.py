"""Builders for tests of this room and the rooms above: an account that the sandbox knows, approved drafts, publications in any state."""

import datetime as dt
import io
import time
from collections.abc import Sequence
from typing import Any

from django.db.models import QuerySet
from PIL import Image

from masthead.accounts import actions as accounts_actions
from masthead.accounts.models import Account
from masthead.accounts.states import AccountStatus, ConnectionState
from masthead.accounts.testing import APP_ID, SECRET, make_account, make_connected_account
from masthead.approvals.models import Case, StepRun, StepState, Task, TaskState
from masthead.approvals.models import Mode as StepMode
from masthead.compliance.models import RuleSet
from masthead.compliance.testing import rules_in_force
from masthead.content import queries as content_queries
from masthead.content.models import Draft, ReviewRound, Revision, Topic, TopicSource
from masthead.content.testing import TITLE, make_approved_draft, make_topic, unit_of
from masthead.core import clock
from masthead.org.models import Member
from masthead.platforms.abilities import Mode
from masthead.publishing import actions, engine, queries
from masthead.publishing.brakes import PauseReason
from masthead.publishing.models import Correction, OwnComment, Publication
from masthead.publishing.states import BY_HAND, PublicationState

__all__ = [
    "APP_ID",
    "NOTE_LINK",
    "SECRET",
    "SITE_SECRET",
    "SITE_USER",
    "decide",
    "look_now",
    "make_account_for",
    "make_approved",
    "make_publication",
    "make_screenshot",
    "make_site_account",
    "schedule_now",
    "send_out",
    "shown_for",
    "things_afterwards",
    "things_by_hand",
    "with_first_comment",
]
SITE_USER, SITE_SECRET = "editor", "abcd EFGH 1234 ijkl MNOP 5678"  # pragma: allowlist secret
NOTE_LINK = "https://notes.example.com/explore/66f1a2b3000000001e03c4d5?xsec_token=AB12&source=web"


def make_account_for(member: Member, *, backup: Member, name: str = "云岭茶事", app_id: str = APP_ID) -> Account:
    """A connected sandbox account of the member's department."""
    return make_connected_account(unit=unit_of(member), administrator=member, backup=backup, name=name, app_id=app_id)


def make_approved(by: Member, *accounts: Account, title: str = "", approvers: Sequence[Member] = ()) -> Draft:
    """A draft approved for the accounts, whose window is open since an hour ago and for two days; decisions only when asked for."""
    if not RuleSet.objects.filter(in_force=True).exists():
        rules_in_force()
    draft = make_approved_draft(by, accounts=accounts, title=title or TITLE)
    now = clock.now()
    rows = Draft.objects.filter(pk=draft.pk)
    rows.update(window_start=now - dt.timedelta(hours=1), window_end=now + dt.timedelta(days=2))
    sealed = content_queries.content_hash(draft)
    rows.update(approved_hash=sealed)
    ReviewRound.objects.filter(draft=draft).update(content_hash=sealed)
    case_of(draft).update(content_hash=sealed)
    draft.refresh_from_db()
    for number, member in enumerate(approvers, start=1):
        decide(draft, member, number)
    return draft


def case_of(draft: Draft) -> QuerySet[Case]:
    """The approval case that sealed the draft."""
    return Case.objects.filter(subject_kind="content.draft", subject_id=draft.pk)


def decide(draft: Draft, member: Member, number: int) -> Task:
    """One reviewer's approval of exactly the sealed version, all four aspects confirmed."""
    step = StepRun.objects.create(
        case=case_of(draft).get(), number=number, name="审核", mode=StepMode.ANY, resolver={}, state=StepState.APPROVED
    )
    return Task.objects.create(
        step=step, case=step.case, assignee=member, state=TaskState.APPROVED, hash_seen=draft.approved_hash, decided_at=clock.now(),
        confirmations=["legality", "truthfulness", "accuracy", "conformity"],
    )  # fmt: skip


def with_first_comment(draft: Draft, text: str) -> Draft:
    """The approved draft with a first comment in its sealed version."""
    Revision.objects.filter(pk=draft.approved_revision_id or 0).update(settings={"first_comment": text})
    sealed = content_queries.content_hash(draft)
    Draft.objects.filter(pk=draft.pk).update(approved_hash=sealed)
    case_of(draft).update(content_hash=sealed)
    draft.refresh_from_db()
    return draft


def make_site_account(member: Member, *, backup: Member) -> Account:
    """A connected account on the sandbox's WordPress site; its emulator must know the user `SITE_USER`."""
    account = make_account(
        unit=unit_of(member), administrator=member, backup=backup, name="云岭茶业官网", platform="wordpress"
    )
    accounts_actions.connect_account(account=account, app_id=SITE_USER, secret=SITE_SECRET, by=None)
    Account.objects.filter(pk=account.pk).update(status=AccountStatus.ACTIVE, connection_state=ConnectionState.OK)
    account.refresh_from_db()
    return account


def send_out(publication: Publication, *, seconds: float = 8) -> Publication:
    """Walk it to its end as the clock of the house does."""
    end = time.monotonic() + seconds
    while publication.state not in (PublicationState.PUBLISHED, PublicationState.FAILED) and time.monotonic() < end:
        engine.tick("test")
        engine.look_up_unknown("test")
        publication.refresh_from_db()
    return queries.out_publication(publication.pk) or publication


def look_now(publication: Publication) -> Publication:
    """The next look, as the job does it."""
    engine.look_again(publication.pk, publication.verify_no)
    publication.refresh_from_db()
    return publication


def schedule_now(draft: Draft, account: Account, *, by: Member, at: dt.datetime | None = None) -> Publication:
    """立即发布 through the action, due at once."""
    return actions.publish_now(draft=draft, account=account, by=by, at=at or clock.now())


def make_publication(
    draft: Draft,
    account: Account,
    *,
    by: Member,
    due_at: dt.datetime,
    state: PublicationState = PublicationState.SCHEDULED,
    **more: Any,
) -> Publication:
    """A row straight into the table, for pages and figures."""
    seen = state in queries.OUT
    out = seen or state == PublicationState.ACCEPTED
    sending = state == PublicationState.SENDING
    by_hand = state in BY_HAND
    values: dict[str, Any] = {
        "draft": draft, "revision": draft.approved_revision or draft.revision, "account": account, "unit_id": draft.unit_id,
        "title": draft.title, "content_hash": draft.approved_hash or "0" * 64, "case_id": draft.case_id, "planned_at": due_at,
        "window_start": due_at - dt.timedelta(days=1), "window_end": due_at + dt.timedelta(days=1), "due_at": due_at, "next_try_at": due_at,
        "scheduled_by": by, "scheduled_at": due_at - dt.timedelta(hours=3), "state": state, "accepted_at": due_at if out else None,
        "published_at": due_at if seen else None, "withdrawn_at": due_at if state == PublicationState.WITHDRAWN else None,
        "claimed_by": "test" if sending else "",
        "lease_until": due_at if sending else None, "by_hand": by_hand, "handed_at": due_at if by_hand else None,
    }  # fmt: skip
    return Publication.objects.create(**(values | more))


def things_by_hand(by: Member, *, operator: Member, backup: Member) -> dict[str, list[Any]]:
    """A task in a person's hands, as addresses name it."""
    account = make_account(
        unit=unit_of(operator), administrator=operator, backup=backup, name="云岭茶事（人工）", platform="other"
    )
    Account.objects.filter(pk=account.pk).update(status=AccountStatus.ACTIVE, publish_mode=Mode.ASSISTED)
    draft = make_approved(by, account, title="一只盖碗能装多少水")
    now = clock.now()
    task = make_publication(
        draft, account, by=operator, due_at=now, state=PublicationState.HANDED, window_start=draft.window_start,
        window_end=draft.window_end,
    )  # fmt: skip
    token = queries.scan_address(task).rstrip("/").rpartition("/")[2]
    return {"task_by_hand": [task.pk], "kit_file": [task.pk, "cover"], "kit_token": [token]}


def things_afterwards(account: Account, writer: Member, keeper: Member) -> dict[str, list[Any]]:
    """A post that is out, with a comment that a person says and a correction that waits for somebody, as addresses name them."""
    draft = make_approved(writer, account, title="一片叶子走了多远")
    now = clock.now()
    post = make_publication(
        draft, account, by=keeper, due_at=now - dt.timedelta(hours=1), state=PublicationState.PUBLISHED
    )
    comment = OwnComment.objects.create(
        publication=post, kind="first", text="茶样申领见主页。", key="scene-first", state="handed", made_at=now
    )
    note = Correction.objects.create(
        publication=post, no=1, way="comment", state="asked", text="更正：海拔应为 1,100 米。", text_hash="0" * 64, asked_by=keeper,
        asked_at=now,
    )  # fmt: skip
    return {"post_out": [post.pk], "post_comment": [post.pk, comment.pk], "post_correction": [post.pk, note.no]}


def make_screenshot(seed: int = 1) -> bytes:
    """A picture with something on it; another seed is another picture."""
    picture = Image.new("RGB", (360, 640), "white")
    for n in range(40):
        x, y = (n * 37 * seed) % 300, (n * 53 * seed) % 600
        picture.paste((n * 6 % 255, seed * 40 % 255, 90), (x, y, x + 50, y + 30))
    out = io.BytesIO()
    picture.save(out, "PNG")
    return out.getvalue()


def shown_for(publication: Publication, **more: Any) -> actions.Shown:
    """A believable proof: link, screenshot, published at its time."""
    values: dict[str, Any] = {"published_at": publication.due_at, "link": NOTE_LINK, "screenshot": make_screenshot()}
    return actions.Shown(**(values | more))


def things_of_brakes(owner: Member, *, by: Member) -> dict[str, list[Any]]:
    """A pause as addresses name it: of a campaign without contents, so that it holds nothing back."""
    topic = make_topic(owner, title="双十二茶礼活动")
    Topic.objects.filter(pk=topic.pk).update(source=TopicSource.CAMPAIGN)
    topic.refresh_from_db()
    target = actions.Target(topic=topic)
    return {"pause": [actions.pause_publishing(target=target, why=PauseReason.REVIEW, by=by).pk]}


def things_of_the_calendar(account: Account, *, by: Member) -> dict[str, list[Any]]:
    """A recurring slot and a secret address, as addresses name them."""
    slot = actions.keep_slot(account=account, name="周三茶课", weekday=2, time=dt.time(19, 30), by=by)
    return {"slot": [slot.pk], "feed_secret": [actions.open_calendar_feed(by=by)]}
