"""Imports of topics, and what a table may name."""

from django.db.models import Q, QuerySet

from masthead.accounts import queries as accounts_queries
from masthead.content import errors
from masthead.content.models import TopicImport
from masthead.content.queries.scopes import units_for
from masthead.content.queries.topics import topics_visible_to
from masthead.content.states import OPEN_TOPICS
from masthead.content.topic_sheet import Known
from masthead.core.permissions import CAPABILITIES
from masthead.org import queries as org
from masthead.org.models import Member


def require_somewhere(member: Member, capability: str) -> None:
    """Raise NotPermitted unless the member holds the capability in some department."""
    if not member.has_perm(capability):
        raise errors.lacks_capability(str(CAPABILITIES[capability].label))


def known_for_import(member: Member) -> Known:
    """What the names in a list of topics may mean for this member; five queries."""
    titles = topics_visible_to(member).filter(state__in=OPEN_TOPICS).values_list("title", flat=True)
    return Known(
        units={u.name: u.pk for u in units_for(member, "content.topic.propose")},
        owners={m.name: m.pk for m in org.active_members()},
        accounts={a.name: a.pk for a in accounts_queries.accounts_visible_to(member)},
        titles={"".join(t.split()).lower(): t for t in titles},
        unit=org.primary_unit_id(member),
        owner=member.pk,
    )


def topic_imports_of(member: Member) -> QuerySet[TopicImport]:
    """The member's own imports, newest first."""
    return TopicImport.objects.filter(made_by=member).select_related("made_by").order_by("-pk")


def get_topic_import_for(member: Member, pk: int) -> TopicImport:
    """One's own import, or one of a department in which the member decides on topics. Raises NotThere."""
    scope = org.scope_of(member, "content.topic.decide")
    rows = TopicImport.objects.filter(scope.as_q(unit="unit_id") | Q(made_by=member))
    found = rows.select_related("made_by").filter(pk=pk).first()
    if found is None:
        raise errors.import_not_there()
    return found
