"""The one deed of the shell: opening an empty house."""

from typing import Any

from django.db import transaction

from masthead.approvals import actions as approvals
from masthead.compliance import actions as compliance
from masthead.core import clock
from masthead.org import actions as org
from masthead.org import queries as org_queries
from masthead.org.models import Member, Seat
from masthead.platforms import actions as platforms
from masthead.rulebook import actions as rulebook
from masthead.trail.guards import guarded

CONTENT_FLOW: list[dict[str, Any]] = [
    {"name": "内容审核", "mode": "any", "resolver": {"kind": "role", "role": "reviewer"}},
    {"name": "部门终审", "mode": "any", "resolver": {"kind": "unit_head"}},
]


@guarded("2.1")
@transaction.atomic
def open_house(
    *,
    company: str,
    group: str,
    name: str,
    username: str,
    password: str,
    title: str,
    seat: str = "",
    email: str = "",
    by: Member | None = None,
) -> Member:
    """Everything that an empty system needs to begin, at once or not at all; returns the first administrator.

    Clause: 2.1.  Raises: RuleBroken when a company exists, BadInput naming the field.  Events: org:company:founded,
    org:member:joined, org:role:granted, rulebook:version:in_force and those of the other rooms.
    Races: see org.actions.found_company; the loser leaves nothing behind.
    """
    root = org.found_company(name=company, group_name=group, by=by)
    admin = org.add_member(username=username, name=name, password=password, email=email, by=by)
    org.take_position(member=admin, unit=root, title=title, by=admin)
    if seat:
        org.take_seat(member=admin, seat=Seat(seat), by=admin)
    org.grant_role(member=admin, role=org_queries.all_roles().get(key="admin"), by=admin)
    for year in (clock.today().year, clock.today().year + 1):
        org.import_calendar_year(year=year, by=admin)
    compliance.adopt_built_in_rules(by=admin)
    rulebook.adopt_template(by=admin)
    approvals.publish_flow(key="content.draft", name="内容发布审核", steps=CONTENT_FLOW, by=admin)
    platforms.sync_catalogue(by=admin)
    return admin
