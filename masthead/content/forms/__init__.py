"""Shape and wording of what people hand in, by noun. Rules live in the actions."""

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
    "CoauthorsInput",
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
