from enum import StrEnum


class VaultEvent(StrEnum):
    SECRET_STORED = "vault:secret:stored"
    SECRET_REPLACED = "vault:secret:replaced"
