"""From a bare machine to a built house, standard library only: virtual environment, packages, Node, front end.

Each step leaves a stamp (a hash of what it depends on) and is skipped while the stamp is right.
"""

import hashlib
import os
import re
import shutil
import subprocess
import sys
import sysconfig
from collections.abc import Iterable
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
BOOT, VENV = ROOT / ".boot", ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
LOCK, NODE_LOCK = ROOT / "requirements-dev.lock", ROOT / "requirements-node.lock"
OLDEST_NODE = (20, 19)
NO_VENV = """\
Python's venv module lacks its installer here. One line, then ./dev again:
    sudo apt-get install -y python3-venv
"""


class SetupFault(SystemExit):
    """A step that did not work, with what to do."""


def step(text: str) -> None:
    """One line for each thing that takes time."""
    print(f"· {text}", flush=True)


def run(command: list[str], *, why: str, environment: dict[str, str] | None = None) -> None:
    """Run a program; its output is shown only when it fails."""
    result = subprocess.run(command, cwd=ROOT, env=environment or dict(os.environ), capture_output=True, text=True)
    if result.returncode:
        raise SetupFault(f"{why} failed ({' '.join(command[:4])} …):\n{result.stdout[-3000:]}{result.stderr[-3000:]}")


def digest(files: Iterable[Path], *more: str) -> str:
    """A hash of the files' names and contents, and of whatever else matters."""
    total = hashlib.sha256("\0".join(more).encode())
    for file in sorted(files):
        if file.is_file():
            total.update(str(file.relative_to(ROOT)).encode() + b"\0" + file.read_bytes())
    return total.hexdigest()


def is_fresh(stamp: Path, value: str) -> bool:
    """Whether the step ran with exactly this."""
    return stamp.exists() and stamp.read_text(encoding="ascii") == value


def make_venv(folder: Path) -> None:
    """A virtual environment with pip; on Debian as root the missing package is installed first."""
    command = [sys.executable, "-m", "venv", "--clear", str(folder)]
    if subprocess.run(command, capture_output=True).returncode == 0:
        return
    shutil.rmtree(folder, ignore_errors=True)
    if shutil.which("virtualenv"):
        run(["virtualenv", "--python", sys.executable, str(folder)], why="virtualenv")
        return
    if shutil.which("apt-get") is None or os.getuid() != 0:
        raise SetupFault(NO_VENV)
    step("installing python3-venv (apt)")
    version = f"python{sys.version_info.major}.{sys.version_info.minor}-venv"
    quiet = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    subprocess.run(["apt-get", "update", "-qq"], env=quiet, capture_output=True)
    for package in (version, "python3-venv"):
        if subprocess.run(["apt-get", "install", "-y", "-qq", package], env=quiet, capture_output=True).returncode == 0:
            break
    run(command, why="python -m venv")


def package_index() -> dict[str, str]:
    """uv reads no pip configuration: hand it the index that pip would use, if one is set."""
    if os.environ.get("UV_DEFAULT_INDEX"):
        return {}
    pip = [str(BOOT / "bin" / "python"), "-m", "pip", "config", "get", "global.index-url"]
    result = subprocess.run(pip, capture_output=True, text=True)
    url = os.environ.get("PIP_INDEX_URL") or result.stdout.strip()
    return {"UV_DEFAULT_INDEX": url} if url else {}


def pinned(package: str) -> str:
    """The lines of one package in the lock, hashes included."""
    text = LOCK.read_text(encoding="utf-8")
    found = re.search(rf"^{re.escape(package)}==.*?(?=^\S)", text, re.MULTILINE | re.DOTALL)
    if found is None:
        raise SetupFault(f"{LOCK.name} does not pin {package}")
    return "\n".join(line for line in found[0].splitlines() if not line.lstrip().startswith("#"))


def make_boot() -> None:
    """.boot/: a small environment that holds the installer (and Node, where there is none)."""
    if (BOOT / "bin" / "python").exists():
        return
    step("making .boot (the installer's environment)")
    make_venv(BOOT)
    wanted = BOOT / "uv.txt"
    wanted.write_text(pinned("uv") + "\n", encoding="utf-8")
    pip = [str(BOOT / "bin" / "python"), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    subprocess.run([*pip, "--require-hashes", "--no-deps", "-r", str(wanted)], capture_output=True)


def install_packages() -> None:
    """.venv/: the packages of requirements-dev.lock, every one checked against its hash; by uv, else by pip."""
    value, stamp = digest([LOCK], sys.version, sysconfig.get_platform()), VENV / "masthead.stamp"
    if PYTHON.exists() and is_fresh(stamp, value):
        return
    make_boot()
    step("installing Python packages (pinned, with hashes)")
    uv, environment = BOOT / "bin" / "uv", os.environ | package_index()
    by_uv = uv.exists() and (
        PYTHON.exists()
        or subprocess.run(
            [str(uv), "venv", "-q", "--python", sys.executable, str(VENV)], env=environment, capture_output=True
        ).returncode
        == 0
    )
    if by_uv:
        command = [str(uv), "pip", "sync", "-q", "--python", str(PYTHON), "--require-hashes", str(LOCK)]
        by_uv = subprocess.run(command, env=environment, capture_output=True).returncode == 0
    if not by_uv:
        step("the quick installer does not work here; pip does it (about a minute)")
        make_venv(VENV)
        pip = [str(PYTHON), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--require-hashes"]
        run([*pip, "-r", str(LOCK)], why="pip install")
    stamp.write_text(value, encoding="ascii")


def node_version(node: str | None) -> tuple[int, int]:
    """(20, 19) and so on; (0, 0) when there is none."""
    if node is None:
        return (0, 0)
    result = subprocess.run([node, "--version"], capture_output=True, text=True)
    found = re.match(r"v(\d+)\.(\d+)", result.stdout)
    return (int(found[1]), int(found[2])) if found else (0, 0)


def node_environment() -> dict[str, str]:
    """An environment whose PATH has a Node that is new enough: the machine's, else the one in .boot/."""
    if node_version(shutil.which("node")) >= OLDEST_NODE and shutil.which("npm"):
        return dict(os.environ)
    environment = os.environ | {"PATH": f"{BOOT / 'bin'}{os.pathsep}{os.environ.get('PATH', '')}"}
    if node_version(shutil.which("node", path=str(BOOT / "bin"))) >= OLDEST_NODE:
        return environment
    make_boot()
    step("installing Node (into .boot, the machine's own is missing or too old)")
    uv = BOOT / "bin" / "uv"
    command = [
        str(uv),
        "pip",
        "install",
        "-q",
        "--python",
        str(BOOT / "bin" / "python"),
        "--require-hashes",
        "-r",
        str(NODE_LOCK),
    ]
    if not uv.exists() or subprocess.run(command, env=os.environ | package_index(), capture_output=True).returncode:
        pip = [
            str(BOOT / "bin" / "python"),
            "-m",
            "pip",
            "install",
            "--quiet",
            "--require-hashes",
            "-r",
            str(NODE_LOCK),
        ]
        run(pip, why="installing Node from PyPI")
    return environment


def install_front_end() -> None:
    """node_modules/ exactly as package-lock.json says."""
    files = [ROOT / "package.json", ROOT / "package-lock.json", ROOT / ".npmrc"]
    value, stamp = digest(files, sysconfig.get_platform()), ROOT / "node_modules" / "masthead.stamp"
    if is_fresh(stamp, value):
        return
    environment = node_environment()
    step("installing front-end packages (npm ci)")
    run(["npm", "ci", "--no-audit", "--no-fund"], why="npm ci", environment=environment)
    stamp.write_text(value, encoding="ascii")


def front_end_sources() -> list[Path]:
    """Whatever a change of which asks for a new build."""
    assets = [file for pattern in ("masthead/*/assets/**/*", "masthead/locale/**/*.po") for file in ROOT.glob(pattern)]
    return [
        *assets,
        ROOT / "vite.config.js",
        ROOT / "tools" / "build_icons.mjs",
        ROOT / "tools" / "messages.py",
        ROOT / "package-lock.json",
    ]


def build(*, always: bool = False) -> None:
    """build/static/: bundles, icon sprite, compressed copies; and the translations."""
    value, stamp = digest(front_end_sources()), ROOT / "build" / "masthead.stamp"
    compiled = all(po.with_suffix(".mo").exists() for po in ROOT.glob("masthead/locale/*/LC_MESSAGES/*.po"))
    if not always and compiled and is_fresh(stamp, value):
        return
    environment = node_environment()
    step("building the front end")
    run(["npm", "run", "--silent", "build"], why="the front-end build", environment=environment)
    run([str(PYTHON), "-m", "whitenoise.compress", "-q", str(ROOT / "build" / "static")], why="compressing")
    run([str(PYTHON), "-m", "tools.messages"], why="compiling translations")
    stamp.write_text(value, encoding="ascii")


def prepare() -> None:
    """Everything that `run` and `test` need; seconds when nothing changed."""
    install_packages()
    install_front_end()
    build()
