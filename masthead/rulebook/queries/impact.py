"""Policy change impact: what is bound to the places that an amendment touches, and what nobody has confirmed yet."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from masthead.core.digest import digest_of
from masthead.rulebook.comparison import Change, PlaceChange
from masthead.rulebook.models import BindingKind, BindingReview, PolicyVersion, Question, Signature
from masthead.rulebook.queries.evidence import probes_by_clause
from masthead.rulebook.queries.versions import base_of, changes_of
from masthead.trail import wording
from masthead.trail.registry import GUARDS

WHOLE = "*"


@dataclass(frozen=True)
class Binding:
    """One guard, probe or question of a touched place, or the signatures as a whole. `review` None = to be confirmed."""

    kind: BindingKind
    ref: str
    label: str
    clause_key: str
    change: Change
    change_digest: str
    review: BindingReview | None

    @property
    def token(self) -> str:
        """How a form names it."""
        return f"{self.kind.value}|{self.ref}|{self.clause_key}"


def bindings_of(version: PolicyVersion) -> list[Binding]:
    """Everything that the amendment touches, in the order of the text; five queries."""
    changes = changes_of(version)
    if not changes:
        return []
    base = base_of(version)
    known = {(r.kind, r.ref, r.clause_key): r for r in _reviews(version)}
    questions: dict[str, list[Question]] = {}
    for question in Question.objects.filter(version=version).order_by("order", "pk"):
        questions.setdefault(question.clause_key, []).append(question)
    found = [
        _binding(kind, ref, label, place, known)
        for place in changes
        for kind, ref, label in _bound_to(place, questions)
    ]
    signed = Signature.objects.filter(version=base).count() if base else 0
    whole = digest_of([place.digest for place in changes])
    label = _("施行后全员重新阅读确认（现行版本已确认 %(n)s 人）") % {"n": signed}
    review = known.get((BindingKind.SIGNATURES, "all", WHOLE))
    kept = review if review is not None and review.change_digest == whole else None
    found.append(Binding(BindingKind.SIGNATURES, "all", label, WHOLE, Change.CHANGED, whole, kept))
    return found


def unconfirmed(version: PolicyVersion) -> list[Binding]:
    """What still blocks the publication."""
    return [binding for binding in bindings_of(version) if binding.review is None]


def _reviews(version: PolicyVersion) -> list[BindingReview]:
    return list(BindingReview.objects.filter(version=version).select_related("confirmed_by"))


def _bound_to(place: PlaceChange, questions: dict[str, list[Question]]) -> list[tuple[BindingKind, str, str]]:
    guards = [
        (BindingKind.GUARD, guard.key, wording.guard_deed(guard.key))
        for guard in GUARDS.values()
        if guard.clause == place.key
    ]
    probes = [(BindingKind.PROBE, probe.key, str(probe.title)) for probe in probes_by_clause().get(place.key, [])]
    asked = [(BindingKind.QUESTION, str(q.pk), q.text) for q in questions.get(place.key, [])]
    return [*sorted(guards), *probes, *asked]


def _binding(
    kind: BindingKind,
    ref: str,
    label: str,
    place: PlaceChange,
    known: dict[tuple[str, str, str], BindingReview],
) -> Binding:
    review = known.get((kind, ref, place.key))
    kept = review if review is not None and review.change_digest == place.digest else None
    return Binding(kind, ref, label, place.key, place.change, place.digest, kept)
