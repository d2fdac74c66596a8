from enum import StrEnum


class PlatformEvent(StrEnum):
    CATALOGUE_SYNCED = "platforms:catalogue:synced"
    PLATFORM_ADDED = "platforms:platform:added"
    LIMIT_CORRECTED = "platforms:limit:corrected"
    CRITERIA_CHANGED = "platforms:criteria:changed"
    ASSESSMENT_DRAFTED = "platforms:assessment:drafted"
    ASSESSMENT_CHANGED = "platforms:assessment:changed"
    ASSESSMENT_SUBMITTED = "platforms:assessment:submitted"
    ASSESSMENT_APPROVED = "platforms:assessment:approved"
    ASSESSMENT_RETURNED = "platforms:assessment:returned"
    ASSESSMENT_REFUSED = "platforms:assessment:refused"
