"""Models of `content`, by noun."""

from masthead.content.models.drafts import Draft, Origin, Revision, WorkingCopy
from masthead.content.models.experiments import ExperimentArm, Figure
from masthead.content.models.pictures import Asset
from masthead.content.models.planning import AgendaLine, Outcome, PlanningMeeting, PlanningSeries, Rhythm
from masthead.content.models.rounds import ReviewRound, RoundOutcome
from masthead.content.models.topic_parts import (
    MaterialKind,
    TopicEvaluation,
    TopicImport,
    TopicMaterial,
    TopicMaterialState,
    TopicVariant,
)
from masthead.content.models.topics import UNDATED, Topic, TopicForm, TopicSource

__all__ = [
    "UNDATED",
    "AgendaLine",
    "Asset",
    "Draft",
    "ExperimentArm",
    "Figure",
    "TopicMaterial",
    "MaterialKind",
    "TopicMaterialState",
    "Origin",
    "Outcome",
    "PlanningMeeting",
    "PlanningSeries",
    "ReviewRound",
    "Revision",
    "Rhythm",
    "RoundOutcome",
    "Topic",
    "TopicEvaluation",
    "TopicForm",
    "TopicImport",
    "TopicSource",
    "TopicVariant",
    "WorkingCopy",
]
