"""What the house brings itself when nobody names a server: where its files, sockets and keys lie."""

import hashlib
import os
import secrets
import tempfile
from pathlib import Path
from urllib.parse import urlsplit

LONGEST_SOCKET_PATH = 100  # the kernel allows 107 characters, macOS 103


def valkey_socket(data_dir: Path) -> Path:
    """The embedded broker's socket; under the temporary folder when the data folder's path is too long for one."""
    socket = data_dir / "valkey.sock"
    if len(os.fsencode(socket)) <= LONGEST_SOCKET_PATH:
        return socket
    mark = hashlib.sha256(os.fsencode(data_dir)).hexdigest()[:12]
    return Path(tempfile.gettempdir()) / f"masthead-{os.getuid()}-{mark}" / "valkey.sock"


def embedded_broker_url(data_dir: Path) -> str:
    """The broker's address, as the task engine writes it."""
    return f"redis+socket://{valkey_socket(data_dir)}?virtual_host=0"


def redis_url(broker_url: str, *, database: int) -> str:
    """The same server as the broker's, another database, in the client library's spelling; empty when it is no Redis."""
    parts = urlsplit(broker_url)
    if parts.scheme == "redis+socket":
        return f"unix://{parts.path}?db={database}"
    if parts.scheme in {"redis", "rediss"}:
        return parts._replace(path=f"/{database}").geturl()
    return ""


def kept_secret(path: Path) -> str:
    """A random key, written once with mode 0600; of two first starters one writes and both read."""
    path.parent.mkdir(parents=True, exist_ok=True)
    if not path.exists():
        draft = path.with_name(f"{path.name}.{os.getpid()}")
        descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "w", encoding="ascii") as file:
            file.write(secrets.token_urlsafe(50))
        try:
            os.link(draft, path)
        except FileExistsError:
            pass
        finally:
            draft.unlink()
    return path.read_text(encoding="ascii").strip()
