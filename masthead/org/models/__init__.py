"""Members, units, positions, the management group, roles and scopes, calendar, counters; absences; sign-in; keys."""

from masthead.org.models.company import (
    AccountGroup,
    CalendarDay,
    Counter,
    DayKind,
    Grant,
    GroupSeat,
    ManagementGroup,
    Member,
    MemberManager,
    Position,
    Role,
    RoleCapability,
    ScopeKind,
    Seat,
    Unit,
    in_force,
)
from masthead.org.models.keys import ApiKey, ApiKeySecret, KeptCall, KeyKind

__all__ = [
    "ApiKey",
    "ApiKeySecret",
    "KeptCall",
    "KeyKind",
    "AccountGroup",
    "CalendarDay",
    "Counter",
    "DayKind",
    "Grant",
    "GroupSeat",
    "ManagementGroup",
    "Member",
    "MemberManager",
    "Position",
    "Role",
    "RoleCapability",
    "ScopeKind",
    "Seat",
    "Unit",
    "in_force",
]
