"""Violations on purpose: a publication with everything it hangs on, inside the savepoint that the probe's caller rolls back."""

import datetime as dt
from uuid import uuid4

from masthead.accounts.models import Account
from masthead.accounts.states import AccountStatus
from masthead.content.models import Asset, Draft, Material, MaterialUse, MaterialVersion, Revision, Topic
from masthead.content.states import TopicState
from masthead.core import clock
from masthead.core.digest import digest_of
from masthead.core.models import StoredFile
from masthead.org.models import Member, Unit
from masthead.platforms.models import Platform
from masthead.publishing.models import Proof, Publication
from masthead.publishing.states import BY_HAND, PublicationState

NAME = "探针"


def seed_publication(
    *,
    state: PublicationState = PublicationState.PUBLISHED,
    topic_state: TopicState = TopicState.IN_PROGRESS,
    late_minutes: int = 0,
    twin_of: Publication | None = None,
) -> Publication:
    """One publication of a moment ago, out of nothing; as a twin, a second acceptance of the same version on the same account."""
    mark = uuid4().hex[:10]
    now = clock.now() - dt.timedelta(minutes=3)  # inside a window that ends at this moment
    due = now - dt.timedelta(minutes=late_minutes, seconds=5)
    out = state in (PublicationState.PUBLISHED, PublicationState.PROOF)
    by_hand = state in BY_HAND
    common: dict[str, object] = {
        "title": NAME, "window_start": due - dt.timedelta(days=1), "window_end": due + dt.timedelta(days=2), "planned_at": due, "due_at": due,
        "next_try_at": due, "scheduled_at": due, "accepted_at": now if out else None, "published_at": now if out else None,
        "by_hand": by_hand, "handed_at": due if by_hand else None,
    }  # fmt: skip
    if twin_of is not None:
        twin = {f: getattr(twin_of, f"{f}_id") for f in ("draft", "revision", "account", "unit", "scheduled_by")}
        keys = {f"{name}_id": pk for name, pk in twin.items()}
        return Publication.objects.create(
            state=state, content_hash=twin_of.content_hash, remote_key=mark, **keys, **common
        )
    member, draft, revision, account = _hang(mark, topic_state, now)
    return Publication.objects.create(
        draft=draft, revision=revision, account=account, unit=draft.unit, scheduled_by=member, state=state,
        content_hash=digest_of(mark), remote_key=mark, **common,
    )  # fmt: skip


def seed_unlicensed() -> Publication:
    """A post that shows a material of the library for which no papers were ever written down."""
    row = seed_publication()
    moment, digest, writer = row.due_at, digest_of(f"{NAME} {row.pk}"), row.scheduled_by
    stored = StoredFile.objects.create(sha256=digest, size_bytes=1, mime="image/png", name=NAME, use="content.picture")
    material = Material.objects.create(unit=row.unit, kind="picture", name=NAME, added_at=moment)
    version = MaterialVersion.objects.create(
        material=material, number=1, file=stored, sha256=digest, given_sha256=digest, added_at=moment
    )
    asset = Asset.objects.create(draft=row.draft, file=stored, sha256=digest, added_at=moment)
    MaterialUse.objects.create(
        material=material, version=version, draft=row.draft, asset=asset, used_by=writer, used_at=moment
    )
    Revision.objects.filter(pk=row.revision_id).update(pictures=[digest])
    return row


def seed_proof(*, hours: int) -> Publication:
    """A proof given `hours` ago that nobody has looked at."""
    publication = seed_publication(state=PublicationState.PROOF)
    given = clock.now() - dt.timedelta(hours=hours)
    Proof.objects.create(
        publication=publication, no=1, link="https://example.com/works/probe", link_key=f"example.com/works/{publication.pk}",
        published_at=given, given_at=given, given_by=publication.scheduled_by,
    )  # fmt: skip
    return publication


def _hang(mark: str, topic_state: TopicState, now: dt.datetime) -> tuple[Member, Draft, Revision, Account]:
    unit = Unit.objects.create(name=f"{NAME}{mark}", path=f"/{mark}/")
    member, other = (Member.objects.create(username=f"{mark}{n}", name=NAME, is_active=False) for n in "ab")
    platform = Platform.objects.create(key=mark, name=NAME)
    account = Account.objects.create(
        name=f"{NAME}{mark}",
        platform=platform,
        unit=unit,
        administrator=member,
        backup=other,
        status=AccountStatus.ACTIVE,
        created_at=now,
    )
    topic = Topic.objects.create(
        title=NAME, theme=NAME, unit=unit, owner=member, planned_on=clock.today(), state=topic_state, proposed_by=member, proposed_at=now,
        decided_by=None if topic_state == TopicState.PROPOSED else other,
    )  # fmt: skip
    draft = Draft.objects.create(topic=topic, unit=unit, title=NAME, author=member, started_at=now, updated_at=now)
    revision = Revision.objects.create(
        draft=draft, number=1, title=NAME, content_hash=digest_of(mark), saved_by=member, saved_at=now
    )
    draft.revision = revision
    draft.save(update_fields=["revision"])
    return member, draft, revision, account
