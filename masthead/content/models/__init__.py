"""Models of `content`, by noun."""

from masthead.content.models.almanac import AlmanacEntry, AlmanacTopic, ImportState, PlanningImport
from masthead.content.models.annotations import Annotation, AnnotationKind, AnnotationReply, AnnotationState
from masthead.content.models.assistant import AssistantRun, AssistantSetup, AssistantTask, RunState
from masthead.content.models.claims import AI_PARTS, AiUse, Claim, ClaimKind, ClaimState, Commerce, Declared
from masthead.content.models.composing import Block, BlockKind, BrandColour, Presence
from masthead.content.models.drafts import Draft, Origin, Revision, WorkingCopy
from masthead.content.models.experiments import ExperimentArm, Figure
from masthead.content.models.hot import HotMark, HotRisk, HotSource, HotTopic, SourceKind
from masthead.content.models.library import (
    AiPart,
    Material,
    MaterialFolder,
    MaterialGram,
    MaterialKind,
    MaterialRendition,
    MaterialTag,
    MaterialVersion,
    RenditionKind,
    Upload,
    UploadState,
)
from masthead.content.models.pictures import Asset
from masthead.content.models.planning import AgendaLine, Outcome, PlanningMeeting, PlanningSeries, Rhythm
from masthead.content.models.rights import LicenceKind, MaterialLicence, MaterialUse, PortraitConsent, RightsNotice
from masthead.content.models.rounds import AfterLook, ReviewRound, RoundOutcome
from masthead.content.models.topic_parts import (
    TopicEvaluation,
    TopicImport,
    TopicImportState,
    TopicMaterial,
    TopicMaterialKind,
    TopicMaterialState,
    TopicVariant,
)
from masthead.content.models.topics import UNDATED, Topic, TopicForm, TopicSource

__all__ = [
    "AI_PARTS",
    "AfterLook",
    "AgendaLine",
    "AiPart",
    "AiUse",
    "AlmanacEntry",
    "AlmanacTopic",
    "Annotation",
    "AnnotationKind",
    "AnnotationReply",
    "AnnotationState",
    "Asset",
    "AssistantRun",
    "AssistantSetup",
    "AssistantTask",
    "Block",
    "BlockKind",
    "BrandColour",
    "Claim",
    "ClaimKind",
    "ClaimState",
    "Commerce",
    "Declared",
    "Draft",
    "ExperimentArm",
    "Figure",
    "HotMark",
    "HotRisk",
    "HotSource",
    "HotTopic",
    "ImportState",
    "LicenceKind",
    "Material",
    "MaterialFolder",
    "MaterialGram",
    "MaterialKind",
    "MaterialLicence",
    "MaterialRendition",
    "MaterialTag",
    "MaterialUse",
    "MaterialVersion",
    "Origin",
    "Outcome",
    "PlanningImport",
    "PlanningMeeting",
    "PlanningSeries",
    "PortraitConsent",
    "Presence",
    "RenditionKind",
    "ReviewRound",
    "Revision",
    "Rhythm",
    "RightsNotice",
    "RoundOutcome",
    "RunState",
    "SourceKind",
    "Topic",
    "TopicEvaluation",
    "TopicForm",
    "TopicImport",
    "TopicImportState",
    "TopicMaterial",
    "TopicMaterialKind",
    "TopicMaterialState",
    "TopicSource",
    "TopicVariant",
    "UNDATED",
    "Upload",
    "UploadState",
    "WorkingCopy",
]
