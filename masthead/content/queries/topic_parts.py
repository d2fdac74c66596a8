"""Evaluations, materials, likenesses and origin of a topic."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from masthead.content.models import Topic, TopicEvaluation, TopicForm, TopicMaterial
from masthead.content.queries.topics import topics_visible_to
from masthead.content.states import OPEN_TOPICS
from masthead.core.search import queries as search
from masthead.core.search.grams import grams
from masthead.org.models import Member

WEIGHTS = {"value": 40, "timeliness": 25, "risk": 20, "effort": 15}
AGAINST = ("risk", "effort")
ALIKE_FROM = 0.5


@dataclass(frozen=True)
class Cell:
    """One grade with its reason; `good`: how much it speaks for the topic, 1 to 5."""

    grade: int
    why: str
    good: int


@dataclass(frozen=True)
class Opinion:
    member: str
    score: int
    cells: list[Cell]


@dataclass(frozen=True)
class Matrix:
    """Who thinks what: a row a person, a column a question, means below."""

    labels: list[str]
    rows: list[Opinion]
    means: list[str]
    score: int | None


def _of_one(row: TopicEvaluation) -> float:
    total = 0.0
    for name, weight in WEIGHTS.items():
        total += weight * (_for(name, getattr(row, name)) - 1) / 4
    return total


def _for(name: str, grade: int) -> int:
    return 6 - grade if name in AGAINST else grade


def score_of(rows: Sequence[TopicEvaluation]) -> int | None:
    """0 to 100: value 40, timeliness 25, low risk 20, low effort 15; the mean over people; None without any."""
    return round(sum(_of_one(r) for r in rows) / len(rows)) if rows else None


def matrix_of(topic: Topic) -> Matrix:
    """The evaluations as a small table; one query."""
    found = list(topic.evaluations.select_related("member").order_by("at"))
    rows = [
        Opinion(
            row.member.name,
            round(_of_one(row)),
            [Cell(g := getattr(row, n), row.reasons.get(n, ""), _for(n, g)) for n in WEIGHTS],
        )
        for row in found
    ]
    means = [f"{sum(getattr(r, n) for r in found) / len(found):.1f}" for n in WEIGHTS] if found else []
    return Matrix([_("价值"), _("时效"), _("风险"), _("投入")], rows, means, topic.score)


def my_evaluation(topic: Topic, member: Member) -> TopicEvaluation | None:
    """What the member said of it before."""
    return topic.evaluations.filter(member=member).first()


def materials_of(topic: Topic) -> QuerySet[TopicMaterial]:
    """What is collected for it, the first due first."""
    return topic.materials.select_related("owner").order_by("state", "until", "pk")


@dataclass(frozen=True)
class Aim:
    """An account and the form that it gets."""

    account: str
    url: str
    form: str
    own: bool


def aims_of(topic: Topic) -> list[Aim]:
    """Which account gets which form; `own`: another than the topic's. One query beside the prefetched accounts."""
    forms = dict(topic.variants.values_list("account_id", "form"))
    return [
        Aim(a.name, a.get_absolute_url(), str(TopicForm(forms.get(a.pk, topic.form)).label), a.pk in forms)
        for a in topic.accounts.all()
    ]


@dataclass(frozen=True)
class Likeness:
    topic: Topic
    percent: int


def topics_like(member: Member, title: str, *, but: int | None = None) -> list[Likeness]:
    """Topics in the member's scope whose titles share most of their grams with `title`, the most alike first.

    The search index proposes by single words; the share of common grams decides.
    """
    wanted = set(grams(title))
    if len(wanted) < 2:
        return []
    rows = topics_visible_to(member).exclude(pk=but or 0).order_by("-pk")
    likely = {h.pk for gram in sorted(wanted, key=len, reverse=True)[:4] for h in _hits(member, gram)}
    recent = set(rows.filter(state__in=OPEN_TOPICS).values_list("pk", flat=True)[:200])
    found = [
        Likeness(topic, round(100 * share))
        for topic in rows.filter(pk__in=likely | recent)
        if (share := _share(wanted, set(grams(topic.title)))) >= ALIKE_FROM
    ]
    return sorted(found, key=lambda like: -like.percent)[:5]


def _hits(member: Member, gram: str) -> list[search.Hit]:
    return search.search(member, gram, kinds=["content.topic"], limit=20).hits


def _share(one: set[str], other: set[str]) -> float:
    return 2 * len(one & other) / (len(one) + len(other)) if one and other else 0.0
