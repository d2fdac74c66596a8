"""Shape and wording of what people hand in, by noun. Rules live in the actions."""

from masthead.content.forms.almanac import AlmanacFilter, EntryInput, TableInput, UnitInput
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
from masthead.content.forms.topics import TopicFilterInput, TopicInput

__all__ = [
    "AlmanacFilter",
    "CoauthorsInput",
    "DraftFilterInput",
    "EntryInput",
    "HotFilterInput",
    "HotInput",
    "JudgeInput",
    "KeystrokesInput",
    "ReasonInput",
    "ReleaseInput",
    "SourceInput",
    "StartInput",
    "TableInput",
    "TextInput",
    "TopicFilterInput",
    "TopicInput",
    "UnitInput",
    "WordInput",
]
