"""The key file: where the key-encryption keys lie, outside the database. Missing, readable by others or damaged = fail closed.

JSON `{"active": "<kid>", "keys": {"<kid>": "<base64 of 32 bytes>", …}}`, mode 0600. Old versions stay on the ring until nothing
is wrapped by them any more.
"""

import base64
import binascii
import json
import os
import re
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from masthead.core import clock
from masthead.core.secrets import SecretUnavailable
from masthead.vault.envelope import KEY_BYTES, KeyRing

KID = re.compile(r"[A-Za-z0-9_-]{1,40}")
OTHERS = 0o077  # group and others: nothing


def key_file() -> Path:
    """Where the key file lies."""
    return Path(settings.VAULT_KEY_FILE)


def load_ring() -> KeyRing:
    """The key ring, read again whenever the file changes. Raises SecretUnavailable with what the administrator must do."""
    path = key_file()
    try:
        facts = path.stat()
        if facts.st_mode & OTHERS:
            raise _unavailable(
                _("保险箱密钥文件的权限过宽，其他系统用户可以读取。"),
                _("请在服务器上把该文件的权限改为 600。"),
                "vault_key_mode",
            )
        return _ring_at(str(path), facts.st_mtime_ns, facts.st_ino)
    except FileNotFoundError:
        raise _unavailable(
            _("找不到保险箱密钥文件，凭据无法打开。"),
            _("请恢复密钥文件的备份；全新安装请运行 manage.py vault_init。"),
            "vault_key_missing",
        ) from None
    except (OSError, UnicodeDecodeError):
        raise _unavailable(
            _("读不到保险箱密钥文件，凭据无法打开。"), _("请检查文件的所有者和内容。"), "vault_key_unreadable"
        ) from None


@lru_cache(maxsize=1)
def _ring_at(path: str, _changed_ns: int, _inode: int) -> KeyRing:
    """Parsed once for each state of the file."""
    return _parsed(Path(path).read_text(encoding="ascii"))


def create_key_file() -> str:
    """Make a key file with one new key and return its id. Raises FileExistsError: a key file is never overwritten.

    Races: O_EXCL lets exactly one of two callers create it; the bytes are on disk before it returns.
    """
    path = key_file()
    path.parent.mkdir(parents=True, exist_ok=True)
    kid = f"k{clock.today():%Y%m%d}-{os.urandom(3).hex()}"
    body = json.dumps({"active": kid, "keys": {kid: base64.b64encode(os.urandom(KEY_BYTES)).decode()}}, indent=1)
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w", encoding="ascii") as out:
        out.write(body)
        out.flush()
        os.fsync(out.fileno())
    return kid


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
    return _unavailable(
        _("保险箱密钥文件已损坏，凭据无法打开。"), _("请恢复密钥文件的备份，不要手工修改。"), "vault_key_damaged"
    )


def _unavailable(message: str, advice: str, code: str) -> SecretUnavailable:
    return SecretUnavailable(message, code=code, clause="3.2.2", advice=advice)
