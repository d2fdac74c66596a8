from enum import StrEnum


class ComplianceEvent(StrEnum):
    RULE_SET_ADOPTED = "compliance:rule_set:adopted"
    CHECKED = "compliance:check:made"
    CHANGE_DRAFTED = "compliance:rule:drafted"
    CHANGE_DROPPED = "compliance:rule:dropped"
    CHANGE_LIVE = "compliance:rule:changed"
    EXPLAINED = "compliance:finding:explained"
    EXCEPTED = "compliance:finding:excepted"
    INDUSTRY_SET = "compliance:industry:set"
