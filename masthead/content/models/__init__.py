"""Models of `content`, by noun."""

from masthead.content.models.drafts import Draft, Origin, Revision, WorkingCopy
from masthead.content.models.pictures import Asset
from masthead.content.models.rounds import ReviewRound, RoundOutcome
from masthead.content.models.topics import Topic, TopicForm, TopicSource

__all__ = [
    "Asset",
    "Draft",
    "Origin",
    "ReviewRound",
    "Revision",
    "RoundOutcome",
    "Topic",
    "TopicForm",
    "TopicSource",
    "WorkingCopy",
]
