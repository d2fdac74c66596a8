"""A Chromium for the journeys: the one you name, the machine's own, or one unpacked from the npm registry's package.

The unpacked one (x86-64 Linux) brings its own libraries and runs where apt has nothing installed; it is started with
Playwright's own arguments, since the package's `--single-process` set crashes new pages.
"""

import os
import platform
import shutil
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
UNPACKED = ROOT / ".boot" / "chromium"
NAMES = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome")
MAC_PLACES = (
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
)
UNPACK = "import c from '@sparticuz/chromium'; c.setGraphicsMode = false; console.log(await c.executablePath())"
FONTS = """<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig><dir>{fonts}</dir><dir>/usr/share/fonts</dir><cachedir>{fonts}/cache</cachedir></fontconfig>
"""
ADVICE = (
    "No browser for the journeys: install one (apt install chromium, brew install --cask chromium), "
    "or name it in MASTHEAD_CHROMIUM. On x86-64 Linux `./dev setup` brings one."
)


@dataclass(frozen=True)
class Browser:
    """What Playwright's `launch` needs: `launch(**browser.launch_options())`."""

    path: str
    environment: dict[str, str] = field(default_factory=dict)
    arguments: tuple[str, ...] = ("--font-render-hinting=none", "--disable-gpu")

    def launch_options(self) -> dict[str, object]:
        """Keyword arguments of `playwright.chromium.launch`."""
        return {
            "executable_path": self.path,
            "args": list(self.arguments),
            "env": os.environ | self.environment,
            "headless": True,
        }


def find_installed() -> Browser | None:
    """The browser that MASTHEAD_CHROMIUM names, or one of the machine."""
    named = os.environ.get("MASTHEAD_CHROMIUM", "")
    if named:
        path = shutil.which(named)
        if path is None:
            raise SystemExit(f"MASTHEAD_CHROMIUM: there is no program {named!r}")
        return Browser(path)
    places = [shutil.which(name) for name in NAMES]
    if sys.platform == "darwin":
        places += [place for place in MAC_PLACES if Path(place).exists()]
    return next((Browser(place) for place in places if place), None)


def unpack() -> Browser | None:
    """The npm package's browser, unpacked once into .boot/chromium; None where it does not run."""
    node = shutil.which("node") or shutil.which("node", path=str(ROOT / ".boot" / "bin"))
    package = ROOT / "node_modules" / "@sparticuz" / "chromium"
    if sys.platform != "linux" or platform.machine() != "x86_64" or node is None or not package.is_dir():
        return None
    binary, libraries = UNPACKED / "chromium", UNPACKED / "al2023" / "lib"
    done = UNPACKED / "unpacked"
    if not done.exists():
        shutil.rmtree(UNPACKED, ignore_errors=True)
        UNPACKED.mkdir(parents=True)
        # The package unpacks its libraries only where it takes the machine for the one that it was made for.
        environment = os.environ | {"TMPDIR": str(UNPACKED), "AWS_EXECUTION_ENV": "AWS_Lambda_nodejs20.x"}
        command = [node, "--input-type=module", "-e", UNPACK]
        subprocess.run(command, cwd=ROOT, env=environment, check=True, capture_output=True)
        # Its own font list names folders of another machine; without one readable font a page stays blank.
        (UNPACKED / "fonts.conf").write_text(FONTS.format(fonts=UNPACKED / "fonts"), encoding="utf-8")
        done.write_text("yes\n", encoding="ascii")
    path = f"{libraries}{os.pathsep}{os.environ.get('LD_LIBRARY_PATH', '')}".rstrip(os.pathsep)
    return Browser(str(binary), {"LD_LIBRARY_PATH": path, "FONTCONFIG_FILE": str(UNPACKED / "fonts.conf")})


def find_chromium() -> Browser:
    """The browser, or one sentence on how to get one."""
    browser = find_installed() or unpack()
    if browser is None:
        raise SystemExit(ADVICE)
    return browser


if __name__ == "__main__":
    print(find_chromium().path)
