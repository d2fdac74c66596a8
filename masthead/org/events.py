from enum import StrEnum


class OrgEvent(StrEnum):
    COMPANY_FOUNDED = "org:company:founded"
    UNIT_CREATED = "org:unit:created"
    MEMBER_JOINED = "org:member:joined"
    MEMBER_LEFT = "org:member:left"
    PASSWORD_SET = "org:member:password_set"  # noqa: S105  the name of an event
    POSITION_TAKEN = "org:position:taken"
    SEAT_TAKEN = "org:group:seat_taken"
    ROLE_GRANTED = "org:role:granted"
    ROLE_ENDED = "org:role:ended"
    ROLES_SYNCED = "org:role:synced"
    ACCOUNT_GROUP_CREATED = "org:account_group:created"
    CALENDAR_IMPORTED = "org:calendar:imported"
    SIGNED_IN = "org:session:signed_in"
    SIGN_IN_REFUSED = "org:session:sign_in_refused"
    SIGNED_OUT = "org:session:signed_out"
    SECOND_FACTOR_CHANGED = "org:member:second_factor_changed"
    KEY_ISSUED = "org:key:issued"
    KEY_ROTATED = "org:key:rotated"
    KEY_REVOKED = "org:key:revoked"
