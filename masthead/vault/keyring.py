"""Where the key-encryption keys lie, outside the database: a file, or a variable of the environment. Anything wrong = fail closed.

JSON `{"active": "<kid>", "keys": {"<kid>": "<base64 of 32 bytes>", …}}`. The file has mode 0600. Given both, they must say the same.
Old versions stay on the ring until nothing is wrapped by them any more.
"""

import base64
import binascii
import json
import re
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from masthead.core.secrets import SecretUnavailable
from masthead.vault.envelope import KEY_BYTES, KeyRing

KID = re.compile(r"[A-Za-z0-9_-]{1,40}")
OTHERS = 0o077  # group and others: nothing


def key_file() -> Path:
    """Where the key file lies."""
    return Path(settings.VAULT_KEY_FILE)


def from_environment() -> bool:
    """Do the keys come from MASTHEAD_VAULT_KEYS?"""
    return bool(settings.VAULT_KEYS)


def load_ring() -> KeyRing:
    """The key ring, read again whenever the file changes. Raises SecretUnavailable with what the administrator must do."""
    if not from_environment():
        return _ring_of_file()
    given = _parsed(settings.VAULT_KEYS)
    if key_file().exists() and not _same(given, _ring_of_file()):
        raise unavailable(
            _("环境变量和密钥文件给出的保险箱密钥不一致，凭据无法打开。"),
            _("请只保留其中一处，或让两处完全相同。"),
            "vault_key_conflict",
        )
    return given


def parsed_file(path: Path) -> KeyRing:
    """A file's keys now, without any cache. Raises SecretUnavailable, OSError."""
    return _parsed(path.read_text(encoding="ascii"))


def unavailable(message: str, advice: str, code: str) -> SecretUnavailable:
    """A refusal of everything that needs a key."""
    return SecretUnavailable(message, code=code, clause="3.2.2", advice=advice)


def _ring_of_file() -> KeyRing:
    path = key_file()
    try:
        facts = path.stat()
        if facts.st_mode & OTHERS:
            raise unavailable(
                _("保险箱密钥文件的权限过宽，其他系统用户可以读取。"),
                _("请在服务器上把该文件的权限改为 600。"),
                "vault_key_mode",
            )
        return _ring_at(str(path), facts.st_mtime_ns, facts.st_ino)
    except FileNotFoundError:
        raise unavailable(
            _("找不到保险箱密钥文件，凭据无法打开。"),
            _("请恢复密钥文件的备份；全新安装请运行 manage.py vault_init。"),
            "vault_key_missing",
        ) from None
    except (OSError, UnicodeDecodeError):
        raise unavailable(
            _("读不到保险箱密钥文件，凭据无法打开。"), _("请检查文件的所有者和内容。"), "vault_key_unreadable"
        ) from None


@lru_cache(maxsize=1)
def _ring_at(path: str, _changed_ns: int, _inode: int) -> KeyRing:
    """Parsed once for each state of the file."""
    return parsed_file(Path(path))


def _same(one: KeyRing, other: KeyRing) -> bool:
    return one.active == other.active and one.keys == other.keys


@lru_cache(maxsize=1)
def _parsed(text: str) -> KeyRing:
    try:
        given: Any = json.loads(text)
        active, keys = (
            given["active"],
            {str(kid): base64.b64decode(key, validate=True) for kid, key in given["keys"].items()},
        )
    except (ValueError, KeyError, TypeError, AttributeError, binascii.Error):
        raise _damaged() from None
    good = all(KID.fullmatch(kid) and len(key) == KEY_BYTES for kid, key in keys.items())
    if not good or active not in keys:
        raise _damaged()
    return KeyRing(active, keys)


def _damaged() -> SecretUnavailable:
    if from_environment():
        return unavailable(
            _("环境变量里的保险箱密钥已损坏，凭据无法打开。"), _("请恢复原来的值，不要手工修改。"), "vault_key_damaged"
        )
    return unavailable(
        _("保险箱密钥文件已损坏，凭据无法打开。"), _("请恢复密钥文件的备份，不要手工修改。"), "vault_key_damaged"
    )
