"""Writes of `org`, by noun."""

from masthead.org.actions.absences import (
    delegate_duties,
    end_absence,
)
from masthead.org.actions.admissions import (
    Admission,
    admit,
    approve_request,
    deny_request,
    link_identity,
    unlink_identity,
)
from masthead.org.actions.calendar import (
    drop_own_day,
    import_calendar_year,
    import_notice,
    set_office_hours,
    set_own_day,
)
from masthead.org.actions.company import (
    found_company,
    sync_roles,
)
from masthead.org.actions.counters import (
    add_to_counter,
    rebuild_counter,
)
from masthead.org.actions.factors import (
    drop_second_factor,
    note_factor_refused,
    note_second_factor_change,
    require_second_factor,
)
from masthead.org.actions.grants import (
    create_account_group,
    end_grant,
    grant_role,
    rename_account_group,
)
from masthead.org.actions.group import (
    change_group,
    change_leader,
    end_seat,
    take_seat,
)
from masthead.org.actions.imports import (
    UNDO_DAYS,
    confirm_import,
    drop_import,
    note_export,
    read_members,
    undo_import,
)
from masthead.org.actions.invitations import (
    make_setup_link,
    set_first_password,
)
from masthead.org.actions.kept_calls import (
    begin_call,
    finish_call,
    forget_old_calls,
    release_call,
)
from masthead.org.actions.keys import (
    issue_personal_key,
    issue_service_key,
    note_key_used,
    revoke_key,
    rotate_key,
)
from masthead.org.actions.leaving import (
    let_member_leave,
    return_member,
)
from masthead.org.actions.locks import (
    count_wrong_guess,
    forget_guesses,
    unlock_sign_in,
)
from masthead.org.actions.mapping import (
    apply_claims,
)
from masthead.org.actions.members import (
    add_member,
    change_member,
    set_language,
    set_password,
    take_in,
)
from masthead.org.actions.passwords import (
    expect_new_password,
)
from masthead.org.actions.positions import (
    change_position,
    end_position,
    take_position,
    transfer_member,
)
from masthead.org.actions.providers import (
    add_mapping_rule,
    add_provider,
    change_provider,
    end_mapping_rule,
    switch_provider,
)
from masthead.org.actions.roles import (
    change_role,
    create_role,
    retire_role,
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
from masthead.org.actions.units import (
    change_unit,
    close_unit,
    create_unit,
    merge_unit,
    move_unit,
)

__all__ = [
    "Admission",
    "TOUCH_SECONDS",
    "UNDO_DAYS",
    "add_mapping_rule",
    "add_member",
    "add_provider",
    "add_to_counter",
    "admit",
    "apply_claims",
    "approve_request",
    "begin_call",
    "carry_sign_in_on",
    "change_group",
    "change_leader",
    "change_member",
    "change_position",
    "change_provider",
    "change_role",
    "change_unit",
    "close_unit",
    "confirm_import",
    "count_wrong_guess",
    "create_account_group",
    "create_role",
    "create_unit",
    "delegate_duties",
    "deny_request",
    "drop_import",
    "drop_own_day",
    "drop_second_factor",
    "end_absence",
    "end_grant",
    "end_mapping_rule",
    "end_other_sign_ins",
    "end_position",
    "end_seat",
    "end_sign_in",
    "expect_new_password",
    "finish_call",
    "forget_guesses",
    "forget_old_calls",
    "found_company",
    "grant_role",
    "import_calendar_year",
    "import_notice",
    "issue_personal_key",
    "issue_service_key",
    "let_member_leave",
    "link_identity",
    "make_setup_link",
    "merge_unit",
    "move_unit",
    "note_export",
    "note_factor_refused",
    "note_key_used",
    "note_second_factor_change",
    "note_sign_in",
    "note_sign_in_refused",
    "note_sign_out",
    "read_members",
    "rebuild_counter",
    "release_call",
    "rename_account_group",
    "require_second_factor",
    "retire_role",
    "return_member",
    "revoke_key",
    "rotate_key",
    "set_first_password",
    "set_language",
    "set_office_hours",
    "set_own_day",
    "set_password",
    "switch_provider",
    "sync_roles",
    "take_in",
    "take_position",
    "take_seat",
    "touch_sign_in",
    "transfer_member",
    "undo_import",
    "unlink_identity",
    "unlock_sign_in",
]
