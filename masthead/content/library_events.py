from enum import StrEnum


class LibraryEvent(StrEnum):
    MATERIAL_ADDED = "content:material:added"
    MATERIAL_CHANGED = "content:material:changed"
    MATERIAL_MOVED = "content:material:moved"
    MATERIAL_ARCHIVED = "content:material:archived"
    MATERIAL_RESTORED = "content:material:restored"
    VERSION_ADDED = "content:material:version_added"
    AI_LABELLED = "content:material:ai_labelled"
    COVER_CHOSEN = "content:material:cover_chosen"
    FOLDER_MADE = "content:folder:made"
    LICENCE_RECORDED = "content:licence:recorded"
    CONSENT_RECORDED = "content:consent:recorded"
    CONSENT_WITHDRAWN = "content:consent:withdrawn"
    MATERIAL_USED = "content:material:used"
