"""B 站, emulated: the open platform's authorisation, signed calls, videos, articles and webhooks."""
