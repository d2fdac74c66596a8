"""Starting and stopping the real servers: each in a group of its own, on 127.0.0.1 only, in a temporary folder."""

import json
import os
import secrets
import shutil
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx

from sandbox.testing import free_port
from tools import real_platforms
from tools.processes import end_groups

HERE = Path(__file__).parent
START_SECONDS = 60


@dataclass(frozen=True)
class Site:
    """A WordPress site and its users' application passwords; `plain_url` is the same site behind a server without rewrite rules."""

    url: str
    plain_url: str
    passwords: dict[str, str]


@dataclass(frozen=True)
class Pds:
    """A server of the AT Protocol."""

    url: str
    admin_password: str


@contextmanager
def running(command: list[str], log: Path, answers: Callable[[], bool], **environment: str) -> Iterator[None]:
    """One program until the end of the block. Raises RuntimeError with its log when it does not come up."""
    with log.open("wb") as out:
        process = subprocess.Popen(
            command, env=os.environ | environment, stdout=out, stderr=subprocess.STDOUT, start_new_session=True
        )  # fmt: skip
        try:
            until = time.monotonic() + START_SECONDS
            while not answers():
                if process.poll() is not None or time.monotonic() > until:
                    raise RuntimeError(f"{command[0]} did not start:\n{log.read_text(errors='replace')[-3000:]}")
                time.sleep(0.1)
            yield
        finally:
            end_groups([process.pid], grace=10)
            process.wait(5)


def _speaks(url: str) -> Callable[[], bool]:
    def answers() -> bool:
        try:
            return httpx.get(url, trust_env=False, timeout=10).status_code < 500
        except httpx.TransportError:
            return False

    return answers


def _checked(command: list[str], **environment: str) -> str:
    result = subprocess.run(command, env=os.environ | environment, capture_output=True, text=True)
    if result.returncode:
        raise RuntimeError(f"{command[0]} failed:\n{(result.stdout + result.stderr)[-3000:]}")
    return result.stdout


@contextmanager
def database(folder: Path) -> Iterator[Path]:
    """A MariaDB of our own on a socket, without a port."""
    data, socket = folder / "db", folder / "db.sock"
    owner = ["--user=root"] if os.getuid() == 0 else []
    method = "--auth-root-authentication-method=normal"
    _checked(["mariadb-install-db", "--no-defaults", f"--datadir={data}", method, "--skip-test-db", *owner])
    server = shutil.which("mariadbd") or "/usr/sbin/mariadbd"
    command = [
        server, "--no-defaults", f"--datadir={data}", f"--socket={socket}", f"--pid-file={folder / 'db.pid'}", "--skip-networking",
        "--innodb-flush-log-at-trx-commit=0", "--character-set-server=utf8mb4", *owner,
    ]  # fmt: skip
    with running(command, folder / "db.log", socket.exists):
        code = f'$d = new mysqli("localhost", "root", "", "", 0, "{socket}"); $d->query("CREATE DATABASE wordpress");'
        _checked(["php", "-r", code])
        yield socket


@contextmanager
def wordpress(folder: Path) -> Iterator[Site]:
    """The site, filled with its users, served by PHP's own server."""
    with database(folder) as socket:
        source, root = real_platforms.wordpress(), folder / "site"
        root.mkdir()
        for entry in source.iterdir():  # the code stays where it is; configuration and uploads are this run's own
            if entry.is_dir() and entry.name != "wp-content":
                (root / entry.name).symlink_to(entry)
            elif entry.suffix == ".php":  # these look for the configuration beside themselves
                shutil.copy(entry, root)
        content = root / "wp-content"
        for name in ("uploads", "plugins", "themes", "mu-plugins"):
            (content / name).mkdir(parents=True)
        # Readers of a test comment within seconds: the site's pause of fifteen between two is set aside.
        (content / "mu-plugins" / "pause.php").write_text(
            "<?php add_filter('comment_flood_filter', '__return_false', 99);"
        )
        shutil.copy(HERE / "wordpress_config.php", root / "wp-config.php")
        port, plain_port = free_port(), free_port()
        site = {
            "SITE_URL": f"http://127.0.0.1:{port}", "SITE_FOLDER": str(root), "SITE_SOCKET": str(socket), "SITE_CONTENT": str(content),
            "PHP_CLI_SERVER_WORKERS": "3",
        }  # fmt: skip
        passwords = json.loads(
            _checked(["php", "-d", "sendmail_path=/bin/true", str(HERE / "wordpress_setup.php")], **site)
        )
        with _php(root, port, folder, **site), _php(root, plain_port, folder, PLAIN_ADDRESSES="1", **site):
            yield Site(site["SITE_URL"], f"http://127.0.0.1:{plain_port}", passwords)


@contextmanager
def _php(root: Path, port: int, folder: Path, **environment: str) -> Iterator[None]:
    options = [
        "-d",
        "sendmail_path=/bin/true",
        "-d",
        "display_errors=0",
        "-d",
        "upload_max_filesize=8M",
        "-d",
        "post_max_size=9M",
    ]
    command = ["php", *options, "-S", f"127.0.0.1:{port}", "-t", str(root), str(HERE / "wordpress_router.php")]
    with running(command, folder / f"php-{port}.log", _speaks(f"http://127.0.0.1:{port}/?rest_route=/"), **environment):
        yield


@contextmanager
def bluesky(folder: Path) -> Iterator[Pds]:
    """A data server with its directory; rate limits on, no view of the network."""
    port, plc_port, password = free_port(), free_port(), secrets.token_hex(12)
    for name in ("pds", "blobs"):
        (folder / name).mkdir()
    environment = {
        "SERVERS_FOLDER": str(real_platforms.bluesky()), "PLC_PORT": str(plc_port), "NODE_ENV": "production", "LOG_ENABLED": "0",
        "PDS_PORT": str(port), "PDS_HOSTNAME": "localhost", "PDS_DEV_MODE": "true", "PDS_DISABLE_SSRF_PROTECTION": "true",
        "PDS_DATA_DIRECTORY": str(folder / "pds"), "PDS_BLOBSTORE_DISK_LOCATION": str(folder / "blobs"),
        "PDS_DID_PLC_URL": f"http://127.0.0.1:{plc_port}", "PDS_SERVICE_HANDLE_DOMAINS": ".test", "PDS_INVITE_REQUIRED": "false",
        "PDS_RATE_LIMITS_ENABLED": "true", "PDS_ADMIN_PASSWORD": password, "PDS_JWT_SECRET": secrets.token_hex(16),
        "PDS_DPOP_SECRET": secrets.token_hex(32), "PDS_PLC_ROTATION_KEY_K256_PRIVATE_KEY_HEX": secrets.token_hex(32),
    }  # fmt: skip
    url = f"http://127.0.0.1:{port}"
    command = ["node", str(HERE / "bluesky_servers.cjs")]
    with running(command, folder / "bluesky.log", _speaks(f"{url}/xrpc/_health"), **environment):
        yield Pds(url, password)
