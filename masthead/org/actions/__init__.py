"""Writes of `org`, by noun."""

from masthead.org.actions.company import create_unit, found_company, import_calendar_year, sync_roles, take_seat
from masthead.org.actions.counters import add_to_counter, rebuild_counter
from masthead.org.actions.grants import create_account_group, end_grant, grant_role
from masthead.org.actions.kept_calls import begin_call, finish_call, forget_old_calls, release_call
from masthead.org.actions.keys import issue_personal_key, issue_service_key, note_key_used, revoke_key, rotate_key
from masthead.org.actions.members import (
    add_member,
    let_member_leave,
    set_language,
    set_password,
    take_in,
    take_position,
)
from masthead.org.actions.sessions import (
    drop_second_factor,
    note_second_factor_change,
    note_sign_in,
    note_sign_in_refused,
    note_sign_out,
)

__all__ = [
    "begin_call",
    "finish_call",
    "forget_old_calls",
    "release_call",
    "issue_personal_key",
    "issue_service_key",
    "note_key_used",
    "revoke_key",
    "rotate_key",
    "add_member",
    "add_to_counter",
    "create_account_group",
    "create_unit",
    "drop_second_factor",
    "end_grant",
    "found_company",
    "grant_role",
    "import_calendar_year",
    "let_member_leave",
    "note_second_factor_change",
    "note_sign_in",
    "note_sign_in_refused",
    "note_sign_out",
    "rebuild_counter",
    "set_language",
    "set_password",
    "sync_roles",
    "take_in",
    "take_position",
    "take_seat",
]
