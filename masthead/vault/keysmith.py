"""Changing the key file: made once, then only ever replaced as a whole, so that no reader meets half a file."""

import base64
import fcntl
import json
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from django.utils.translation import gettext as _

from masthead.core import clock
from masthead.core.errors import RuleBroken
from masthead.vault.envelope import KEY_BYTES, KeyRing
from masthead.vault.keyring import from_environment, key_file, parsed_file, unavailable


def new_kid() -> str:
    """A name that tells the day."""
    return f"k{clock.today():%Y%m%d}-{os.urandom(3).hex()}"


def create_key_file() -> str:
    """Make a key file with one new key and return its id. Raises FileExistsError: a key file is never overwritten.

    Races: O_EXCL lets exactly one of two callers create it; the bytes are on disk before it returns.
    """
    path = key_file()
    path.parent.mkdir(parents=True, exist_ok=True)
    kid = new_kid()
    _write(path, KeyRing(kid, {kid: os.urandom(KEY_BYTES)}))
    return kid


def add_key(*, activate: bool = True) -> str:
    """A new key into the file, the old ones stay; returns its id. Raises RuleBroken, SecretUnavailable."""
    kid, key = new_kid(), os.urandom(KEY_BYTES)
    _change(lambda ring: KeyRing(kid if activate else ring.active, {**ring.keys, kid: key}))
    return kid


def activate_key(kid: str) -> None:
    """Let a key that is on the ring wrap what is new. Raises RuleBroken for an unknown one."""

    def turn(ring: KeyRing) -> KeyRing:
        if kid not in ring.keys:
            raise RuleBroken(_("密钥文件里没有「%(kid)s」。") % {"kid": kid}, code="vault_key_unknown", clause="3.2.2")
        return KeyRing(kid, ring.keys)

    _change(turn)


def remove_key(kid: str) -> None:
    """Take a key off the ring for good. Raises RuleBroken for the active one."""

    def without(ring: KeyRing) -> KeyRing:
        if kid == ring.active:
            raise RuleBroken(_("使用中的密钥不能移除。"), code="vault_key_active", clause="3.2.2")
        return KeyRing(ring.active, {name: key for name, key in ring.keys.items() if name != kid})

    _change(without)


def _change(turn: Callable[[KeyRing], KeyRing]) -> None:
    """Replace the file atomically. Races: the lock lets one change at a time through; a killed one leaves the old file whole."""
    path = key_file()
    if from_environment():
        raise RuleBroken(
            _("保险箱密钥来自环境变量，这里改不了。"),
            code="vault_key_in_environment",
            clause="3.2.2",
            advice=_("请在提供该变量的密钥管理系统里更换 MASTHEAD_VAULT_KEYS，再重启各进程。"),
        )
    if not path.exists():
        raise unavailable(
            _("找不到保险箱密钥文件。"), _("全新安装请先运行 manage.py vault_init。"), "vault_key_missing"
        )
    with _locked(path):
        ring = turn(parsed_file(path))
        beside = path.with_name(f"{path.name}.{os.getpid()}.new")
        beside.unlink(missing_ok=True)
        _write(beside, ring)
        beside.replace(path)
        _flush_folder(path.parent)


@contextmanager
def _locked(path: Path) -> Iterator[None]:
    handle = os.open(path.with_name(path.name + ".lock"), os.O_WRONLY | os.O_CREAT, 0o600)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


def _write(path: Path, ring: KeyRing) -> None:
    body = {"active": ring.active, "keys": {kid: base64.b64encode(key).decode() for kid, key in ring.keys.items()}}
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w", encoding="ascii") as out:
        out.write(json.dumps(body, indent=1))
        out.flush()
        os.fsync(out.fileno())


def _flush_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
