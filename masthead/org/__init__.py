"""Floor 3, chapter 2. Who there is and who may: members, units, positions, the management group, roles, sign-in, calendar.

Owns: Member, Unit, UnitVersion, Position, ManagementGroup, GroupSeat, AccountGroup, Role, RoleCapability, Grant, Absence, CalendarDay,
OfficeHours, MemberImport, Counter, SignInProvider and what belongs to it, SignIn, SignInLock, ApiKey, ApiKeySecret, KeptCall.
Words: see docs/glossary.md.
"""
