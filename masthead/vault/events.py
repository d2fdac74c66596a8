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
