from enum import StrEnum


class VaultEvent(StrEnum):
    SECRET_STORED = "vault:secret:stored"  # noqa: S105  the name of an event
    SECRET_REPLACED = "vault:secret:replaced"  # noqa: S105  the name of an event
    ROTATION_DEMANDED = "vault:rotation:demanded"
    RULE_CORRECTED = "vault:rule:corrected"
    CODE_SHOWN = "vault:code:shown"
    KEY_ROTATED = "vault:key:rotated"
    KEY_REWRAPPED = "vault:key:rewrapped"
    KEY_RETIRED = "vault:key:retired"
    CHECKOUT_ASKED = "vault:checkout:asked"
    CHECKOUT_GRANTED = "vault:checkout:granted"
    CHECKOUT_DECLINED = "vault:checkout:declined"
    CHECKOUT_WITHDRAWN = "vault:checkout:withdrawn"
    CHECKOUT_LAPSED = "vault:checkout:lapsed"
    CHECKOUT_RETURNED = "vault:checkout:returned"
    CHECKOUT_EXPIRED = "vault:checkout:expired"
    CHECKOUT_ENDED = "vault:checkout:ended"
    CHECKOUT_USED = "vault:checkout:used"
    SECRET_REVEALED = "vault:secret:revealed"  # noqa: S105  the name of an event
    REVEALS_TOO_MANY = "vault:reveal:too_many"
    GLASS_ASKED = "vault:break_glass:asked"
    GLASS_OPENED = "vault:break_glass:opened"
    GLASS_LAPSED = "vault:break_glass:lapsed"
    GLASS_REVIEWED = "vault:break_glass:reviewed"
    REVIEW_OPENED = "vault:review:opened"
    REVIEW_KEPT = "vault:review:kept"
    REVIEW_REVOKED = "vault:review:revoked"
    REVIEW_CLOSED = "vault:review:closed"
    ACCESS_RESTORED = "vault:access:restored"
