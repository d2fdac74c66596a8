"""Models of `content`, by noun."""

from masthead.content.models.annotations import Annotation, AnnotationKind, AnnotationReply, AnnotationState
from masthead.content.models.assistant import AssistantRun, AssistantSetup, AssistantTask, RunState
from masthead.content.models.claims import AI_PARTS, AiUse, Claim, ClaimKind, ClaimState, Commerce, Declared
from masthead.content.models.drafts import Draft, Origin, Revision, WorkingCopy
from masthead.content.models.pictures import Asset
from masthead.content.models.rounds import AfterLook, ReviewRound, RoundOutcome
from masthead.content.models.topics import Topic, TopicForm, TopicSource

__all__ = [
    "AI_PARTS",
    "AfterLook",
    "AiUse",
    "Annotation",
    "AnnotationKind",
    "AnnotationReply",
    "AnnotationState",
    "Asset",
    "AssistantRun",
    "AssistantSetup",
    "AssistantTask",
    "Claim",
    "ClaimKind",
    "ClaimState",
    "Commerce",
    "Declared",
    "Draft",
    "Origin",
    "ReviewRound",
    "Revision",
    "RoundOutcome",
    "RunState",
    "Topic",
    "TopicForm",
    "TopicSource",
    "WorkingCopy",
]
