"""Lengths that people are told while they write. Platforms' own rules are checked by their connectors; these are the tightest we know.

Source: the draft interface of official accounts: title 64 (32 advised), author 16, digest 128 (120 advised), body 20,000 of HTML.
"""

TITLE_MOST, TITLE_ADVISED = 64, 32
BYLINE_MOST = 16
DIGEST_MOST, DIGEST_ADVISED = 128, 120
BODY_MOST = 20_000
BODY_TAKEN = 400_000  # more than this is not stored at all

CROP_RATIOS = {"2.35:1": 2.35, "1:1": 1.0, "3:4": 0.75, "16:9": 16 / 9}
CROP_SIDE = 2000  # pixels of a cut's longer side
PRESENT_SECONDS = 30  # a window that was silent for so long is closed
