"""Floor 3, chapter 2. Who there is and who may: members, units, positions, the management group, roles, sign-in, calendar.

Owns: Member, Unit, Position, ManagementGroup, GroupSeat, AccountGroup, Role, RoleCapability, Grant, CalendarDay, Counter, ApiKey,
ApiKeySecret, KeptCall.
Words: see docs/glossary.md.
"""
