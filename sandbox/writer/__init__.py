"""A stand-in for a chat endpoint of the OpenAI kind: it answers what was asked for, from the words that it was given."""
