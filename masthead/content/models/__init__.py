"""Models of `content`, by noun."""

from masthead.content.models.assistant import AssistantRun, AssistantSetup, AssistantTask, RunState
from masthead.content.models.claims import AI_PARTS, AiUse, Claim, ClaimKind, ClaimState, Commerce, Declared
from masthead.content.models.drafts import Draft, Origin, Revision, WorkingCopy
from masthead.content.models.pictures import Asset
from masthead.content.models.rounds import ReviewRound, RoundOutcome
from masthead.content.models.topics import Topic, TopicForm, TopicSource

__all__ = [
    "AssistantRun",
    "AssistantSetup",
    "AssistantTask",
    "RunState",
    "AI_PARTS",
    "AiUse",
    "Claim",
    "ClaimKind",
    "ClaimState",
    "Commerce",
    "Declared",
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
