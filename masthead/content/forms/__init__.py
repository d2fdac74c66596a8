"""Shape and wording of what people hand in, by noun. Rules live in the actions."""

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
from masthead.content.forms.topics import TopicFilterInput, TopicInput

__all__ = [
    "BlockInput",
    "CoauthorsInput",
    "ColoursInput",
    "CropInput",
    "DraftFilterInput",
    "KeystrokesInput",
    "ReasonInput",
    "ReleaseInput",
    "StartInput",
    "TextInput",
    "TopicFilterInput",
    "TopicInput",
    "WordInput",
]
