"""After the confirmation the post is looked at again, and what it looked like is kept: nothing of it changes the publication."""

import datetime as dt

import pytest

from masthead.core import clock
from masthead.core.files import store
from masthead.core.models import StoredFile
from masthead.notify.models import Notice
from masthead.publishing import actions, engine, queries
from masthead.publishing.after_states import EvidenceKind, VerifyState
from masthead.publishing.models import Evidence, Publication
from masthead.publishing.states import PublicationState
from masthead.publishing.testing import SITE_SECRET, SITE_USER, look_now, make_screenshot
from masthead.trail.models import Event

pytestmark = pytest.mark.django_db
S, V = PublicationState, VerifyState


def test_the_first_look_keeps_link_page_and_words_with_their_digests(out):
    look_now(out)

    kinds = list(Evidence.objects.filter(publication=out, occasion="confirmed").values_list("kind", flat=True))
    assert kinds.count(EvidenceKind.LINK) == 1
    assert kinds.count(EvidenceKind.TEXT) == 2  # the page, and the words as the platform gives them back
    assert (out.state, out.verify_state, out.verify_no) == (S.PUBLISHED, V.SAME, 1)
    assert all(shown.intact for shown in queries.evidence_of(out))
    assert Event.objects.filter(name="publishing:evidence:kept", target_id=out.pk).count() == 1


def test_looks_come_after_ten_minutes_a_day_and_a_week_and_then_no_more(out):
    base = out.ended_at
    look_now(out)
    assert out.next_verify_at == base + dt.timedelta(minutes=10)

    for number, after in ((1, dt.timedelta(days=1)), (2, dt.timedelta(days=7))):
        moment = base + dt.timedelta(minutes=11) if number == 1 else base + dt.timedelta(days=1, minutes=1)
        engine_look(out, number, moment)
        assert out.next_verify_at == base + after
    engine_look(out, 3, base + dt.timedelta(days=7, minutes=1))
    assert out.next_verify_at is None
    assert Event.objects.filter(name="publishing:publication:verified", target_id=out.pk).count() == 3


def engine_look(publication: Publication, number: int, moment: dt.datetime) -> None:
    """One look with the clock set on."""
    found = engine.afterwards._look(publication)
    actions.settle_look(publication_id=publication.pk, number=number, look=found, at=moment)
    publication.refresh_from_db()


def test_looks_missed_while_the_house_was_dark_are_one_look(out):
    engine_look(out, 0, out.ended_at + dt.timedelta(days=3))

    assert out.verify_no == 3
    assert out.next_verify_at == out.ended_at + dt.timedelta(days=7)


def test_a_look_that_was_handed_out_twice_counts_once(out):
    first = engine.afterwards._look(out)

    assert actions.settle_look(publication_id=out.pk, number=0, look=first) == V.SAME
    assert actions.settle_look(publication_id=out.pk, number=0, look=first) is None
    assert Evidence.objects.filter(publication=out, kind=EvidenceKind.LINK).count() == 1


def test_a_post_that_is_gone_stays_published_and_its_people_hear_of_it_once(out, platform, wu, lin):
    look_now(out)
    platform.ban_article(out.remote["article_id"])

    look_now(out)
    look_now(out)

    assert (out.state, out.verify_state) == (S.PUBLISHED, V.GONE)
    assert out.attempts.count() == 3
    for member in (wu, lin):
        assert Notice.objects.filter(kind="publishing.verified", member=member).count() == 1
    assert Event.objects.filter(name="publishing:publication:gone", target_id=out.pk).count() == 1


def test_a_post_whose_words_were_changed_on_the_platform_is_told(site_out, platform, wu):
    look_now(site_out)
    address = f"{platform.url_of('wordpress')}/wp-json/wp/v2/posts/{site_out.remote['post_id']}"
    platform.http.post(address, json={"title": "改过的标题"}, auth=(SITE_USER, SITE_SECRET)).raise_for_status()

    look_now(site_out)

    assert (site_out.state, site_out.verify_state) == (S.PUBLISHED, V.CHANGED)
    kept = Evidence.objects.filter(publication=site_out, occasion="verified", kind=EvidenceKind.TEXT)
    assert any("改过的标题" in store.current().read(e.sha256).decode() for e in kept)
    assert Notice.objects.filter(kind="publishing.verified", member=wu, title__contains="被改动").exists()


def test_a_platform_that_does_not_answer_is_asked_again_and_nobody_is_alarmed(out, platform):
    platform.set_fault("http_500", "freepublish/getarticle", count=5)

    look_now(out)

    assert (out.verify_state, out.verify_no, out.verify_misses) == (V.UNSURE, 0, 1)
    assert out.next_verify_at > clock.now() + dt.timedelta(minutes=29)
    assert not Notice.objects.filter(kind="publishing.verified").exists()


def test_a_post_made_by_hand_says_that_the_platform_cannot_be_asked(proved, chen):
    actions.confirm_proof(publication=proved, by=chen)
    proved.refresh_from_db()
    assert proved.next_verify_at is not None

    look_now(proved)

    assert (proved.state, proved.verify_state) == (S.PUBLISHED, V.UNTOLD)
    assert Evidence.objects.filter(publication=proved, kind=EvidenceKind.LINK).count() == 1


def test_evidence_that_was_changed_in_the_storage_is_told_on_view(out, wu):
    row = actions.add_evidence(publication=out, data=make_screenshot(), name="live.png", note="早上九点", by=wu)
    assert queries.evidence_of(out)[0].intact

    stored = StoredFile.objects.get(pk=row.file_id)
    other = actions.add_evidence(publication=out, data=make_screenshot(7), name="other.png", note="", by=wu)
    Evidence.objects.filter(pk=row.pk).update(file=other.file)

    told = {shown.evidence.pk: shown for shown in queries.evidence_of(out)}
    assert stored.sha256 != other.sha256
    assert not told[row.pk].intact
    assert told[other.pk].intact
