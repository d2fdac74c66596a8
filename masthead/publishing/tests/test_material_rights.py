"""A post whose picture lost its licence or its person's consent is stopped, and what is out already can be found."""

import datetime as dt

import pytest
from django.urls import reverse

from masthead.content import actions as content
from masthead.content.models import Material
from masthead.content.testing import make_material, picture_bytes
from masthead.core import clock
from masthead.core.errors import RuleBroken
from masthead.publishing import actions, queries
from masthead.publishing.states import PublicationState
from masthead.publishing.testing import make_approved, make_publication

pytestmark = pytest.mark.django_db


@pytest.fixture
def cover(lin) -> Material:
    """The very picture that drafts of the tests have as cover, as a material of the library."""
    return make_material(lin, data=picture_bytes("seagreen"))


def test_rights_are_asked_at_scheduling_and_again_before_it_goes_out(cover, lin, wu, account):
    draft = make_approved(lin, account)
    assert queries.draft_gate(draft, draft.approved_hash) == ""

    content.record_licence(material=cover, kind="own", valid_until=clock.today() - dt.timedelta(days=1), by=lin)

    assert queries.draft_gate(draft, draft.approved_hash) == "rights_over"
    with pytest.raises(RuleBroken, match="素材授权"):
        actions.schedule_publication(
            draft=draft, account=account, planned_at=clock.now() + dt.timedelta(hours=2), by=wu
        )


def test_the_page_of_a_material_lists_what_went_out_with_it(cover, lin, wu, account, client_of):
    address = reverse("publishing:material_publications", args=[cover.pk])

    assert "还没有随它发布的内容" in client_of(wu, htmx=True).get(address).content.decode()
    draft = make_approved(lin, account)
    make_publication(
        draft, account, by=wu, due_at=clock.now() - dt.timedelta(minutes=5), state=PublicationState.PUBLISHED
    )
    consent = content.record_consent(material=cover, person="王素琴", given_on=clock.today(), by=lin)
    content.withdraw_consent(consent=consent, reason="本人来函", by=lin)

    page = client_of(wu, htmx=True).get(address).content.decode()
    assert draft.title in page and "请逐一核对" in page
