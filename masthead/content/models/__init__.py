"""Models of `content`, by noun."""

from masthead.content.models.almanac import AlmanacEntry, AlmanacTopic, ImportState, PlanningImport
from masthead.content.models.drafts import Draft, Origin, Revision, WorkingCopy
from masthead.content.models.hot import HotMark, HotRisk, HotSource, HotTopic, SourceKind
from masthead.content.models.pictures import Asset
from masthead.content.models.rounds import ReviewRound, RoundOutcome
from masthead.content.models.topics import Topic, TopicForm, TopicSource

__all__ = [
    "AlmanacEntry",
    "AlmanacTopic",
    "Asset",
    "Draft",
    "HotMark",
    "HotRisk",
    "HotSource",
    "HotTopic",
    "ImportState",
    "Origin",
    "PlanningImport",
    "ReviewRound",
    "Revision",
    "RoundOutcome",
    "SourceKind",
    "Topic",
    "TopicForm",
    "TopicSource",
    "WorkingCopy",
]
