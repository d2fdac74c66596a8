"""The writing helper: prompts (pure), the call to an OpenAI-compatible endpoint, and one run from claim to settlement."""

from masthead.content.assistant.prompts import Wish, masked, messages_for
from masthead.content.assistant.run import answer

__all__ = ["Wish", "answer", "masked", "messages_for"]
