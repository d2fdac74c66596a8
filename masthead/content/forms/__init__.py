"""Shape and wording of what people hand in, by noun. Rules live in the actions."""

from masthead.content.forms.almanac import AlmanacFilter, EntryInput, TableInput, UnitInput
from masthead.content.forms.assistant import AskInput, AssistantSetupInput
from masthead.content.forms.claims import (
    ClaimFilterInput,
    ClaimInput,
    ClaimReasonInput,
    ClaimSourceInput,
    DeclarationInput,
)
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
from masthead.content.forms.hot import HotFilterInput, HotInput, JudgeInput, SourceInput
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
from masthead.content.forms.review import QueueInput, RemarkDeedInput, RemarkInput, words_said
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
    "AlmanacFilter",
    "ArmsInput",
    "AskInput",
    "AssistantSetupInput",
    "BlockInput",
    "BulkInput",
    "ClaimFilterInput",
    "ClaimInput",
    "ClaimReasonInput",
    "ClaimSourceInput",
    "CoauthorsInput",
    "ColoursInput",
    "ConsentInput",
    "CropInput",
    "DecisionInput",
    "DeclarationInput",
    "DescriptionInput",
    "DraftFilterInput",
    "EntryInput",
    "EvaluationInput",
    "FiguresInput",
    "FolderInput",
    "HotFilterInput",
    "HotInput",
    "IdeaTopicInput",
    "JudgeInput",
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
    "TableInput",
    "TextInput",
    "TopicFilterInput",
    "TopicInput",
    "UnitInput",
    "WordInput",
    "folder_choices",
    "words_said",
]
