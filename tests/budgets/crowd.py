"""Rows behind the one thing that a detail page shows: versions, pictures, rounds, attempts, figures, deeds; and people, accounts, units."""

import datetime as dt
from typing import Any

from bench.world import Company, copies
from masthead.accounts.models import Account, AccountDocument, Checkup, Filing
from masthead.analytics.models import Observation
from masthead.approvals.models import Case, StepRun, Task
from masthead.content.models import Asset, Draft, ReviewRound, Revision, RoundOutcome, Topic
from masthead.org.models import Grant, Member, Position, Unit
from masthead.publishing.models import Attempt, Publication
from masthead.rulebook.models import ProbeResult, ProbeRun
from masthead.trail.models import Event
from masthead.trail.probes import PROBES
from masthead.vault.models import Secret
from tests.budgets.crowd_content import crowd_of_content

DAY = dt.timedelta(days=1)


def crowd(things: dict[str, list[Any]], company: Company, numbers: range) -> None:
    """One more of each for every number, on the things of the role matrix."""
    draft = Draft.objects.get(pk=things["draft"][0])
    publication = Publication.objects.get(pk=things["publication"][0])
    _people(company, numbers)
    _accounts(draft, numbers)
    _register(draft.accounts.order_by("pk")[0], numbers)
    _versions(draft, numbers)
    _sendings(draft, publication, company, numbers)
    _decisions(things, numbers)
    _deeds(things, company, numbers)
    crowd_of_content(things, company, numbers)


def _people(company: Company, numbers: range) -> None:
    unit = company.cast.units["宣传部"]
    copies(Member(pk=0, name="茶友", password="!"), numbers, lambda n: {"id": n, "username": f"chayou{n}"})
    copies(
        Position(member_id=0, unit=unit, title="编辑", is_primary=True, start_on=dt.date(2020, 1, 1)),
        numbers,
        lambda n: {"member_id": n},
    )
    model = Grant.objects.filter(unit__isnull=False, role__key="reviewer").first()
    assert model is not None
    model.pk = None
    copies(model, numbers, lambda n: {"member_id": n})
    copies(
        Unit(pk=0, parent=unit, name="班组"),
        numbers,
        lambda n: {"id": n, "name": f"班组{n}", "path": f"{unit.path}{n}/"},
    )


def _account_of(n: int) -> dict[str, Any]:
    """Another account: what must be unique is."""
    names = {"name": f"云岭茶事{n}", "name_key": f"云岭茶事{n}", "handle": f"gh_{n}", "handle_key": f"gh{n}"}
    return {"id": n, "app_id": f"wx{n}", **names}


def _register(account: Account, numbers: range) -> None:
    """A secret, a check-up, a paper and a filing of each of the other accounts: what the chapter's lists show."""
    secret = Secret.objects.filter(owner_id=account.pk).first()
    assert secret is not None
    secret.pk = None
    copies(secret, numbers, lambda n: {"owner_id": n})
    for kind in (Checkup, AccountDocument, Filing):
        row = kind._default_manager.first()
        if row is not None:
            row.pk = None
            copies(row, numbers, lambda n: {"account_id": n})


def _accounts(draft: Draft, numbers: range) -> None:
    model = draft.accounts.order_by("pk")[0]
    copies(model, numbers, _account_of)
    aims = Draft.accounts.through(draft=draft, account=model)
    copies(aims, numbers, lambda n: {"account_id": n})
    topics = Topic.accounts.through(topic=draft.topic, account=model)
    copies(topics, numbers, lambda n: {"account_id": n})
    more = Draft(
        pk=0,
        topic=draft.topic,
        unit=draft.unit,
        author=draft.author,
        started_at=draft.started_at,
        updated_at=draft.updated_at,
    )
    copies(more, numbers, lambda n: {"id": 40_000 + n, "title": f"续篇 {n}"})


def _versions(draft: Draft, numbers: range) -> None:
    first = draft.revision
    assert first is not None
    revision = Revision.objects.get(pk=first.pk)
    copies(revision, numbers, lambda n: {"id": 10_000 + n, "number": n, "html": f"<p>第 {n} 版：手工揉捻三道。</p>"})
    asset = Asset.objects.filter(draft=draft).first()
    assert asset is not None
    asset.pk = None
    copies(asset, numbers, lambda n: {"sha256": f"{n:064x}"})
    rounds = ReviewRound(
        pk=0, draft=draft, revision=revision, content_hash=revision.content_hash, outcome=RoundOutcome.RETURNED, submitted_by=draft.author,
        submitted_at=draft.updated_at, closed_at=draft.updated_at, comment="请补充产地。",
    )  # fmt: skip
    copies(rounds, numbers, lambda n: {"id": n + 50_000_000, "number": n + 1000})
    coauthors = Draft.coauthors.through(draft=draft, member_id=0)
    copies(coauthors, numbers, lambda n: {"member_id": n})


def _sendings(draft: Draft, publication: Publication, company: Company, numbers: range) -> None:
    attempt = Attempt(
        publication=publication,
        stage="submit",
        label="提交发布",
        started_at=company.now,
        ended_at=company.now,
        outcome="lost",
    )
    copies(attempt, numbers, lambda n: {"no": n})
    more = Publication.objects.get(pk=publication.pk)
    more.draft, more.state, more.published_at = draft, "published", company.now
    copies(more, numbers, lambda n: {"id": 20_000 + n, "content_hash": f"{n:063x}b"})
    seen = Observation(
        publication_id=0, account=publication.account, metric_id="read_users", value=7, as_of=company.now, source="test"
    )
    copies(seen, numbers, lambda n: {"publication_id": 20_000 + n, "on": (company.now - n % 30 * DAY).date()})


def _decisions(things: dict[str, list[Any]], numbers: range) -> None:
    case = Case.objects.get(pk=things["case"][0])
    step = StepRun.objects.filter(case=case).first()
    task = Task.objects.filter(case=case).first()
    assert step is not None and task is not None
    copies(step, numbers, lambda n: {"id": 30_000 + n, "number": n})
    task.state, task.decided_at, task.hash_seen = "approved", case.opened_at, case.content_hash
    copies(task, numbers, lambda n: {"id": 30_000 + n, "step_id": 30_000 + n})


def _deeds(things: dict[str, list[Any]], company: Company, numbers: range) -> None:
    event = Event(
        at=company.now, name="content:draft:started", actor_kind="org.member", actor_id=1, actor_name="林知夏", data={}, clause="3.3.2"
    )  # fmt: skip
    kinds = {"content.draft": "draft", "content.topic": "topic", "accounts.account": "account", "org.member": "member",
             "publishing.publication": "publication"}  # fmt: skip
    run = ProbeRun(
        clause_key="3.3.2", window_start=company.now, window_end=company.now, started_at=company.now,
        finished_at=company.now, ran_ok=True,
    )  # fmt: skip
    for run.probe_key in (key for key, probe in PROBES.items() if probe.clause == "3.3.2"):
        copies(run, numbers, lambda _n: {})
        newest = ProbeRun.objects.filter(probe_key=run.probe_key).order_by("-pk")[0]
        result = ProbeResult(run=newest, rank=0, kind="content.draft", name="普洱仓储", object_id=0)
        copies(result, numbers, lambda n: {"object_id": n})
    for kind, key in kinds.items():
        event.target_kind, event.target_id = kind, things[key][0]
        copies(event, numbers, lambda n: {"digest": f"{n:064x}"})
