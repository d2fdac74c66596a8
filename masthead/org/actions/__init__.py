"""Writes of `org`, by noun."""

from masthead.org.actions.admissions import (
    Admission,
    admit,
    approve_request,
    deny_request,
    link_identity,
    unlink_identity,
)
from masthead.org.actions.company import create_unit, found_company, import_calendar_year, sync_roles, take_seat
from masthead.org.actions.counters import add_to_counter, rebuild_counter
from masthead.org.actions.factors import (
    drop_second_factor,
    note_factor_refused,
    note_second_factor_change,
    require_second_factor,
)
from masthead.org.actions.grants import create_account_group, end_grant, grant_role
from masthead.org.actions.locks import count_wrong_guess, forget_guesses, unlock_sign_in
from masthead.org.actions.mapping import apply_claims
from masthead.org.actions.members import (
    add_member,
    let_member_leave,
    set_language,
    set_password,
    take_in,
    take_position,
)
from masthead.org.actions.passwords import expect_new_password
from masthead.org.actions.providers import (
    add_mapping_rule,
    add_provider,
    change_provider,
    end_mapping_rule,
    switch_provider,
)
from masthead.org.actions.sessions import (
    TOUCH_SECONDS,
    carry_sign_in_on,
    end_other_sign_ins,
    end_sign_in,
    note_sign_in,
    note_sign_in_refused,
    note_sign_out,
    touch_sign_in,
)

__all__ = [
    "Admission",
    "TOUCH_SECONDS",
    "add_mapping_rule",
    "add_member",
    "add_provider",
    "add_to_counter",
    "admit",
    "apply_claims",
    "approve_request",
    "carry_sign_in_on",
    "change_provider",
    "count_wrong_guess",
    "create_account_group",
    "create_unit",
    "deny_request",
    "drop_second_factor",
    "end_grant",
    "end_mapping_rule",
    "end_other_sign_ins",
    "end_sign_in",
    "expect_new_password",
    "forget_guesses",
    "found_company",
    "grant_role",
    "import_calendar_year",
    "let_member_leave",
    "link_identity",
    "note_factor_refused",
    "note_second_factor_change",
    "note_sign_in",
    "note_sign_in_refused",
    "note_sign_out",
    "rebuild_counter",
    "require_second_factor",
    "set_language",
    "set_password",
    "switch_provider",
    "sync_roles",
    "take_in",
    "take_position",
    "take_seat",
    "touch_sign_in",
    "unlink_identity",
    "unlock_sign_in",
]
