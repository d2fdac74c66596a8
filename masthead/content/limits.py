"""Lengths that people are told while they write. Platforms' own rules are checked by their connectors; these are the tightest we know.

Source: the draft interface of official accounts: title 64 (32 advised), author 16, digest 128 (120 advised), body 20,000 of HTML.
"""

TITLE_MOST, TITLE_ADVISED = 64, 32
BYLINE_MOST = 16
DIGEST_MOST, DIGEST_ADVISED = 128, 120
BODY_MOST = 20_000
BODY_TAKEN = 400_000  # more than this is not stored at all
