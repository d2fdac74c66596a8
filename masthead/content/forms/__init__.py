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
from masthead.content.forms.library import (
    ConsentInput,
    DescriptionInput,
    FolderInput,
    LicenceInput,
    MaterialFilterInput,
    RegisterInput,
    folder_choices,
)
from masthead.content.forms.topics import TopicFilterInput, TopicInput

__all__ = [
    "CoauthorsInput",
    "ConsentInput",
    "DescriptionInput",
    "DraftFilterInput",
    "FolderInput",
    "KeystrokesInput",
    "LicenceInput",
    "MaterialFilterInput",
    "ReasonInput",
    "RegisterInput",
    "ReleaseInput",
    "StartInput",
    "TextInput",
    "TopicFilterInput",
    "TopicInput",
    "WordInput",
    "folder_choices",
]
