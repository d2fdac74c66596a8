"""Shape and wording of what people hand in, by noun. Rules live in the actions."""

from masthead.content.forms.assistant import AskInput, AssistantSetupInput
from masthead.content.forms.claims import ClaimFilterInput, ClaimInput, ClaimReasonInput, DeclarationInput, SourceInput
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
from masthead.content.forms.review import QueueInput, RemarkDeedInput, RemarkInput
from masthead.content.forms.topics import TopicFilterInput, TopicInput

__all__ = [
    "AskInput",
    "AssistantSetupInput",
    "ClaimFilterInput",
    "ClaimInput",
    "ClaimReasonInput",
    "CoauthorsInput",
    "DeclarationInput",
    "DraftFilterInput",
    "KeystrokesInput",
    "QueueInput",
    "ReasonInput",
    "ReleaseInput",
    "RemarkDeedInput",
    "RemarkInput",
    "SourceInput",
    "StartInput",
    "TextInput",
    "TopicFilterInput",
    "TopicInput",
    "WordInput",
]
