"""The programs of the real platform servers for `./dev test-real`: looked for, and installed where that is allowed.

WordPress comes from Debian's packages: PHP and the database server are installed, WordPress itself is only unpacked into our data folder, so
that no web server is started beside ours. The Bluesky server and its directory come from npm, into our data folder. Nothing is started here.
"""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PHP_PACKAGES = (
    "php-cli",
    "php-mysql",
    "php-gd",
    "php-mbstring",
    "php-xml",
    "php-curl",
    "php-getid3",
    "libjs-cropper",
    "libjs-underscore",
)
DATABASE_PACKAGES = (
    "mariadb-server-core",
    "mariadb-client-core",
)  # the second for my_print_defaults; neither starts a server
DATABASE_PROGRAMS = ("mariadbd", "mariadb-install-db", "my_print_defaults")
NPM = {"@atproto/pds": "0.4.217", "@did-plc/server": "0.0.1"}
OLDEST_NODE = 20


class Missing(SystemExit):
    """This machine lacks something and cannot install it; the message says what to do."""


def folder() -> Path:
    """Where they are kept between runs; MASTHEAD_REAL_DIR names another place (a campaign's data folder is thrown away)."""
    if named := os.environ.get("MASTHEAD_REAL_DIR"):
        return Path(named).resolve()
    return Path(os.environ.get("MASTHEAD_DATA_DIR") or ROOT / "data").resolve() / "real-platforms"


def wordpress() -> Path:
    """WordPress's own folder."""
    return folder() / "wordpress" / "usr" / "share" / "wordpress"


def bluesky() -> Path:
    """The folder with node_modules."""
    return folder() / "bluesky"


def say(text: str) -> None:
    print(f"· {text}", flush=True)


def run(command: list[str], *, why: str, cwd: Path | None = None, **environment: str) -> None:
    """A step; its output is shown only when it fails."""
    result = subprocess.run(command, cwd=cwd, env=os.environ | environment, capture_output=True, text=True)
    if result.returncode:
        raise Missing(f"{why} failed ({' '.join(command[:4])} …):\n{(result.stdout + result.stderr)[-3000:]}")


def apt_allowed() -> bool:
    return shutil.which("apt-get") is not None and os.getuid() == 0


def install_php_and_database() -> None:
    wanted = [] if shutil.which("php") and has_php_modules() else list(PHP_PACKAGES)
    if not all(shutil.which(name, path=f"{os.environ.get('PATH', '')}:/usr/sbin") for name in DATABASE_PROGRAMS):
        wanted += DATABASE_PACKAGES
    if not wanted:
        return
    if not apt_allowed():
        raise Missing(
            f"WordPress needs packages that are not installed. One line, then again:\n    sudo apt-get install -y {' '.join(wanted)}"
        )
    say(f"installing {' '.join(wanted)}")
    subprocess.run(["apt-get", "update", "-qq"], capture_output=True)
    run(
        ["apt-get", "install", "-y", "-qq", "--no-install-recommends", *wanted],
        why="apt-get install",
        DEBIAN_FRONTEND="noninteractive",
    )


def has_php_modules() -> bool:
    found = subprocess.run(["php", "-m"], capture_output=True, text=True).stdout.lower().split()
    return {"mysqli", "gd", "mbstring", "xml"} <= set(found)


def unpack_wordpress() -> None:
    """Debian's package links to libraries beside itself: they are found through two links of ours."""
    if (wordpress() / "wp-load.php").exists():
        return
    if shutil.which("apt-get") is None or shutil.which("dpkg") is None:
        raise Missing(
            f"WordPress is missing: put its files into {wordpress()} (the folder that holds wp-load.php), then again."
        )
    target = folder() / "wordpress"
    target.mkdir(parents=True, exist_ok=True)
    say("fetching WordPress (package wordpress, unpacked only)")
    run(["apt-get", "download", "-qq", "wordpress"], why="apt-get download wordpress", cwd=target)
    package = max(target.glob("wordpress_*.deb"))
    run(["dpkg", "-x", str(package), str(target)], why="dpkg -x")
    for name in ("php", "javascript"):
        link = target / "usr" / "share" / name
        if not link.exists():
            link.symlink_to(f"/usr/share/{name}")


def install_bluesky() -> None:
    node, npm = shutil.which("node"), shutil.which("npm")
    version = subprocess.run([node, "--version"], capture_output=True, text=True).stdout.strip() if node else ""
    if not node or not npm or int(version.lstrip("v").split(".")[0] or 0) < OLDEST_NODE:
        raise Missing(f"The Bluesky server needs Node {OLDEST_NODE} or newer with npm (found: {version or 'none'}).")
    here = bluesky()
    manifest = json.dumps({"name": "masthead-real-bluesky", "private": True, "dependencies": NPM}, indent=2)
    stamp = here / "installed"
    if stamp.exists() and stamp.read_text() == manifest + version:
        return
    here.mkdir(parents=True, exist_ok=True)
    (here / "package.json").write_text(manifest)
    say(
        f"installing {' '.join(f'{name}@{number}' for name, number in NPM.items())} (a few minutes: its database is compiled)"
    )
    run([npm, "install", "--no-audit", "--no-fund", "--ignore-scripts"], why="npm install", cwd=here)
    compile_database(Path(node), here / "node_modules" / "better-sqlite3")
    stamp.write_text(manifest + version)


def compile_database(node: Path, package: Path) -> None:
    """better-sqlite3 brings no program for every machine; Node's own headers serve where they are installed."""
    if not shutil.which("make") or not shutil.which("g++"):
        raise Missing("The Bluesky server's database is compiled here: install make and g++, then again.")
    prefix = node.resolve().parents[1]
    npm_folder = Path(subprocess.run(["npm", "root", "-g"], capture_output=True, text=True).stdout.strip())
    gyp = next(iter(sorted(npm_folder.glob("npm/node_modules/node-gyp/bin/node-gyp.js"))), None)
    if gyp is None:
        raise Missing("npm here has no node-gyp; install a Node that brings npm's own, then again.")
    headers = [f"--nodedir={prefix}"] if (prefix / "include" / "node" / "node.h").exists() else []
    run([str(node), str(gyp), "rebuild", "--release", *headers], why="compiling better-sqlite3", cwd=package)


def prepare() -> None:
    """Everything, or a Missing that names all that is lacking."""
    lacking = []
    for step in (install_php_and_database, unpack_wordpress, install_bluesky):
        try:
            step()
        except Missing as missing:
            lacking.append(str(missing))
    if lacking:
        raise Missing("\n".join(lacking))


def main() -> int:
    try:
        prepare()
    except Missing as missing:
        print(missing, file=sys.stderr)
        return 1
    say(f"real platform servers are ready in {folder()}")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
