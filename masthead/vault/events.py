from enum import StrEnum


class VaultEvent(StrEnum):
    SECRET_STORED = "vault:secret:stored"  # noqa: S105  the name of an event
    SECRET_REPLACED = "vault:secret:replaced"  # noqa: S105  the name of an event
    ROTATION_DEMANDED = "vault:secret:rotation_demanded"
