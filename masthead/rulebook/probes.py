"""What the board asks of the rulebook itself."""

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from masthead.rulebook.models import PolicyDocument, PolicyVersion
from masthead.rulebook.states import VersionState
from masthead.trail.probes import Verdict, Window, probe


def _document_without_force() -> tuple[str, int]:
    """The violation that the probe must notice: a document none of whose versions is in force."""
    lonely = PolicyDocument.objects.create(key="seeded-violation", title="没有生效版本的制度")
    PolicyVersion.objects.create(document=lonely, number=1, text_digest="0" * 64)
    return "rulebook.policydocument", lonely.pk


@probe(
    "8.2.in_force",
    clause="8.2",
    title=gettext_lazy("制度有且只有一个现行版本"),
    why=gettext_lazy("没有现行版本时，各项检查和审批就没有依据。"),
    seed=_document_without_force,
    window_days=1,
    weight=3,
)
def documents_are_in_force(window: Window) -> Iterator[Verdict]:
    """Every document at the end of the window; two versions in force are refused by the database."""
    in_force = {
        version.document_id: version
        for version in PolicyVersion.objects.filter(state=VersionState.IN_FORCE, adopted_at__lte=window.end)
    }
    for document in PolicyDocument.objects.order_by("pk").iterator():
        version = in_force.get(document.pk)
        if version is None:
            reason, facts = _("没有现行版本"), {}
        else:
            held = _("第 %(number)s 版，自 %(day)s 起施行")
            reason = held % {"number": version.number, "day": version.effective_on}
            facts = {"version": version.number, "digest": version.text_digest}
        url = reverse("rulebook:clauses")
        yield Verdict("rulebook.policydocument", document.pk, document.title, version is not None, reason, url, facts)
