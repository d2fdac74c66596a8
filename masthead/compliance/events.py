from enum import StrEnum


class ComplianceEvent(StrEnum):
    RULE_SET_ADOPTED = "compliance:rule_set:adopted"
    CHECKED = "compliance:check:made"
