"""The one place that reads the environment: each key typed, a wrong value refuses to start and names its key.

`*_FILE` beside a secret's key names a file that holds it (Docker and systemd hand secrets over that way).
"""

import os
from pathlib import Path

TRUE_WORDS = frozenset({"1", "true", "yes", "on"})
FALSE_WORDS = frozenset({"0", "false", "no", "off"})


class WrongSetting(SystemExit):
    """A key of the environment has a value that nobody should guess about; the process does not start."""

    def __init__(self, key: str, problem: str) -> None:
        self.key = key
        super().__init__(f"{key}: {problem} (see .env.example)")


def env_str(key: str, default: str = "", *, choices: tuple[str, ...] = ()) -> str:
    """A text; with `choices`, one of them."""
    value = os.environ.get(key, "").strip() or default
    if choices and value not in choices:
        raise WrongSetting(key, f"must be one of {', '.join(choices)}, is {value!r}")
    return value


def env_bool(key: str, *, default: bool) -> bool:
    """Yes or no, in the usual words."""
    value = os.environ.get(key, "").strip().lower()
    if not value:
        return default
    if value in TRUE_WORDS | FALSE_WORDS:
        return value in TRUE_WORDS
    raise WrongSetting(key, f"must be yes or no, is {value!r}")


def env_int(key: str, default: int, *, low: int | None = None, high: int | None = None) -> int:
    """A whole number, inside its limits."""
    value = os.environ.get(key, "").strip()
    if not value:
        return default
    try:
        number = int(value)
    except ValueError:
        raise WrongSetting(key, f"must be a whole number, is {value!r}") from None
    if (low is not None and number < low) or (high is not None and number > high):
        raise WrongSetting(key, f"must lie between {low} and {high}, is {number}")
    return number


def env_list(key: str, default: tuple[str, ...] = ()) -> list[str]:
    """Words divided by commas."""
    value = os.environ.get(key, "")
    return [word.strip() for word in value.split(",") if word.strip()] or list(default)


def env_path(key: str, default: Path) -> Path:
    """A file or folder; relative ones start at the working directory."""
    value = os.environ.get(key, "").strip()
    return Path(value).expanduser().resolve() if value else default


def env_secret(key: str, default: str = "", *, required: bool = False) -> str:
    """A secret, from the key itself or from the file that `<key>_FILE` names; the value is never shown."""
    direct, file_name = os.environ.get(key, ""), os.environ.get(f"{key}_FILE", "")
    if direct and file_name:
        raise WrongSetting(key, f"is set twice: remove {key} or {key}_FILE")
    if file_name:
        try:
            direct = Path(file_name).read_text(encoding="utf-8").strip()
        except (OSError, UnicodeDecodeError) as fault:
            raise WrongSetting(f"{key}_FILE", f"cannot be read ({type(fault).__name__})") from None
        if not direct:
            raise WrongSetting(f"{key}_FILE", "names an empty file")
    if not direct and required:
        raise WrongSetting(key, f"is required; set {key} or {key}_FILE")
    return direct or default
