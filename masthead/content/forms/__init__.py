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
from masthead.content.forms.planning import ArmsInput, FiguresInput, LineInput, PlanningInput, SeriesInput
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
    "BulkInput",
    "CoauthorsInput",
    "DecisionInput",
    "DraftFilterInput",
    "EvaluationInput",
    "FiguresInput",
    "IdeaTopicInput",
    "KeystrokesInput",
    "LineInput",
    "ListInput",
    "MaterialInput",
    "PlanningInput",
    "ReasonInput",
    "ReleaseInput",
    "SeriesInput",
    "StartInput",
    "TextInput",
    "TopicFilterInput",
    "TopicInput",
    "WordInput",
]
