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

__all__ = [
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
