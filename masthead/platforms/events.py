from enum import StrEnum


class PlatformEvent(StrEnum):
    CATALOGUE_SYNCED = "platforms:catalogue:synced"
