"""Shape and wording of what people hand in, by noun. Rules live in the actions."""

from masthead.content.forms.assistant import AskInput, AssistantSetupInput
from masthead.content.forms.claims import ClaimFilterInput, ClaimInput, ClaimReasonInput, DeclarationInput, SourceInput
from masthead.content.forms.composing import BlockInput, ColoursInput, CropInput
from masthead.content.forms.drafts import (
    CoauthorsInput,
    DraftFilterInput,
    KeystrokesInput,
    ReasonInput,
    ReleaseInput,
    StartInput,
    TextInput,
    WordInput,
)
from masthead.content.forms.library import (
    ConsentInput,
    DescriptionInput,
    FolderInput,
    LicenceInput,
    MaterialFilterInput,
    RegisterInput,
    folder_choices,
)
from masthead.content.forms.planning import ArmsInput, FiguresInput, LineInput, PlanningInput, SeriesInput
from masthead.content.forms.review import QueueInput, RemarkDeedInput, RemarkInput
from masthead.content.forms.topic_parts import (
    BulkInput,
    DecisionInput,
    EvaluationInput,
    IdeaTopicInput,
    ListInput,
    MaterialInput,
)
from masthead.content.forms.topics import TopicFilterInput, TopicInput

__all__ = [
    "ArmsInput",
    "AskInput",
    "AssistantSetupInput",
    "BlockInput",
    "BulkInput",
    "ClaimFilterInput",
    "ClaimInput",
    "ClaimReasonInput",
    "CoauthorsInput",
    "ColoursInput",
    "ConsentInput",
    "CropInput",
    "DecisionInput",
    "DeclarationInput",
    "DescriptionInput",
    "DraftFilterInput",
    "EvaluationInput",
    "FiguresInput",
    "FolderInput",
    "IdeaTopicInput",
    "KeystrokesInput",
    "LicenceInput",
    "LineInput",
    "ListInput",
    "MaterialFilterInput",
    "MaterialInput",
    "PlanningInput",
    "QueueInput",
    "ReasonInput",
    "RegisterInput",
    "ReleaseInput",
    "RemarkDeedInput",
    "RemarkInput",
    "SeriesInput",
    "SourceInput",
    "StartInput",
    "TextInput",
    "TopicFilterInput",
    "TopicInput",
    "WordInput",
    "folder_choices",
]
