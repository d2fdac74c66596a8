"""Clause 1.3.1: pictures and films of the library went out with valid rights only."""

from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from masthead.content import queries as content
from masthead.publishing.models import Publication
from masthead.publishing.probes.population import KIND, verdict, went_out
from masthead.publishing.probes.seeds import seed_unlicensed
from masthead.trail.probes import Verdict, Window, probe


def _without_rights() -> tuple[str, int]:
    """A post that shows a material for which no licence was ever written down."""
    return KIND, seed_unlicensed().pk


@probe(
    "1.3.1.rights",
    clause="1.3.1",
    title=gettext_lazy("发布内容所用素材的授权与肖像同意当时有效"),
    why=gettext_lazy(
        "用了没有授权或已到期的图片、视频，或当事人已撤回同意的肖像，会侵犯著作权和肖像权。一次也不允许。"
    ),
    seed=_without_rights,
    weight=4,
)
def rights(window: Window) -> Iterator[Verdict]:
    """Every content that went out and shows something of the library: licence and consents as written down at that moment."""
    for portion in went_out(window):
        showings = [_showing(row) for row in portion]
        then = content.rights_then(showings)
        for row in portion:
            if found := then.get(row.pk):
                reason = _("；").join(found.lacking) or _("%(n)d 个素材授权有效") % {"n": found.materials}
                yield verdict(row, passed=not found.lacking, reason=reason, materials=found.materials)


def _showing(row: Publication) -> content.Showing:
    moment = row.accepted_at or row.due_at
    return content.Showing(row.pk, row.draft_id, row.revision_id, row.account.platform.key, moment)
