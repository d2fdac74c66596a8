"""What the app accepts, as data. `mark` says how sure the fact is; only what is sure refuses."""

TITLE = (30, "likely")  # characters
TEXT = (1000, "likely")
SHORT_TITLE = (12, "sure")
TAGS = (5, "likely")
PICTURES = (35, "sure")
VIDEO_SECONDS = (3600, "sure")
VIDEO_TYPES = frozenset({"video/mp4"})
FIGURE_DAYS = 30  # item data is told for videos of thirty days
CALLBACK_AGE_SECONDS = 0  # the platform sends no time: repetitions are told apart by Msg-Id alone
