"""Clause 3.3.1: published contents come from a planned topic."""

from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from masthead.content.states import TopicState
from masthead.publishing.probes.population import KIND, verdict, went_out
from masthead.publishing.probes.seeds import seed_publication
from masthead.trail.probes import Verdict, Window, probe

DECIDED = (TopicState.ADOPTED, TopicState.IN_PROGRESS, TopicState.DONE)


def _unplanned() -> tuple[str, int]:
    """A post whose topic nobody ever decided on."""
    return KIND, seed_publication(topic_state=TopicState.PROPOSED).pk


@probe(
    "3.3.1.planned",
    clause="3.3.1",
    title=gettext_lazy("已发布内容来自经采纳的选题"),
    why=gettext_lazy("没有经过选题决定就发布的内容，脱离了内容策划，也没有人为它的方向负责。"),
    seed=_unplanned,
)
def planned(window: Window) -> Iterator[Verdict]:
    """Every content that went out: its topic was decided on by a head or the leader."""
    for portion in went_out(window):
        for row in portion:
            topic = row.draft.topic
            good = topic.state in DECIDED and topic.decided_by_id is not None
            reason = _("选题「%(t)s」%(s)s") % {"t": topic.title, "s": _("已采纳") if good else _("没有经过采纳")}
            yield verdict(row, passed=good, reason=reason, topic=topic.pk)
