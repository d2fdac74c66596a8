"""Writes of `org`, by noun."""

from masthead.org.actions.absences import delegate_duties, end_absence
from masthead.org.actions.calendar import (
    drop_own_day,
    import_calendar_year,
    import_notice,
    set_office_hours,
    set_own_day,
)
from masthead.org.actions.company import found_company, sync_roles
from masthead.org.actions.counters import add_to_counter, rebuild_counter
from masthead.org.actions.grants import create_account_group, end_grant, grant_role, rename_account_group
from masthead.org.actions.group import change_group, change_leader, end_seat, take_seat
from masthead.org.actions.imports import UNDO_DAYS, confirm_import, drop_import, note_export, read_members, undo_import
from masthead.org.actions.invitations import make_setup_link, set_first_password
from masthead.org.actions.leaving import let_member_leave, return_member
from masthead.org.actions.members import add_member, change_member, set_language, set_password, take_in
from masthead.org.actions.positions import change_position, end_position, take_position, transfer_member
from masthead.org.actions.roles import change_role, create_role, retire_role
from masthead.org.actions.sessions import (
    drop_second_factor,
    note_second_factor_change,
    note_sign_in,
    note_sign_in_refused,
    note_sign_out,
)
from masthead.org.actions.units import change_unit, close_unit, create_unit, merge_unit, move_unit

__all__ = [
    "UNDO_DAYS",
    "add_member",
    "add_to_counter",
    "change_group",
    "change_leader",
    "change_member",
    "change_position",
    "change_role",
    "change_unit",
    "close_unit",
    "confirm_import",
    "create_account_group",
    "create_role",
    "create_unit",
    "delegate_duties",
    "drop_import",
    "drop_own_day",
    "drop_second_factor",
    "end_absence",
    "end_grant",
    "end_position",
    "end_seat",
    "found_company",
    "grant_role",
    "import_calendar_year",
    "import_notice",
    "let_member_leave",
    "make_setup_link",
    "merge_unit",
    "move_unit",
    "note_export",
    "note_second_factor_change",
    "note_sign_in",
    "note_sign_in_refused",
    "note_sign_out",
    "read_members",
    "rebuild_counter",
    "rename_account_group",
    "retire_role",
    "return_member",
    "set_first_password",
    "set_language",
    "set_office_hours",
    "set_own_day",
    "set_password",
    "sync_roles",
    "take_in",
    "take_position",
    "take_seat",
    "transfer_member",
    "undo_import",
]
