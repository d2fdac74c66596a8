from enum import StrEnum


class RulebookEvent(StrEnum):
    VERSION_IN_FORCE = "rulebook:version:in_force"
    IMPORT_STARTED = "rulebook:import:started"
    IMPORT_ABANDONED = "rulebook:import:abandoned"
    VERSION_DRAFTED = "rulebook:version:drafted"
    PROBES_ORDERED = "rulebook:probe:ordered"
    PROBE_FAILED = "rulebook:probe:failed"
    CLAUSE_CHANGED = "rulebook:clause:state_changed"
