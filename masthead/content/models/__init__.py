"""Models of `content`, by noun."""

from masthead.content.models.drafts import Draft, Origin, Revision, WorkingCopy
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
from masthead.content.models.rights import (
    LicenceKind,
    MaterialLicence,
    MaterialUse,
    PortraitConsent,
    RightsNotice,
)
from masthead.content.models.rounds import ReviewRound, RoundOutcome
from masthead.content.models.topics import Topic, TopicForm, TopicSource

__all__ = [
    "AiPart",
    "Asset",
    "Draft",
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
    "PortraitConsent",
    "RenditionKind",
    "ReviewRound",
    "Revision",
    "RightsNotice",
    "RoundOutcome",
    "Topic",
    "TopicForm",
    "TopicSource",
    "Upload",
    "UploadState",
    "WorkingCopy",
]
