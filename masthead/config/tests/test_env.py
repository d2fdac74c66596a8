"""A wrong value refuses to start and names its key; a secret is never shown."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from masthead.config import env
from masthead.config.env import WrongSetting

ROOT = Path(__file__).resolve().parents[3]
SERVER = {
    "DJANGO_SETTINGS_MODULE": "masthead.config.settings.prod",
    "SECRET_KEY": "k" * 50,
    "MASTHEAD_ALLOWED_HOSTS": "masthead.example",
}


def start(tmp_path, **changes):
    """Start with production settings and these changes; None removes a key."""
    values = {"PATH": os.environ["PATH"], "MASTHEAD_DATA_DIR": str(tmp_path), **SERVER} | changes
    code = "from django.conf import settings as s; print(s.BASE_URL, s.SESSION_COOKIE_SECURE, s.DATABASES['default']['ENGINE'])"
    kept = {key: value for key, value in values.items() if value is not None}
    return subprocess.run([sys.executable, "-c", code], cwd=ROOT, env=kept, capture_output=True, text=True)


@pytest.mark.parametrize(("said", "meant"), [("yes", True), ("ON", True), ("0", False), ("", True), (" no ", False)])
def test_yes_and_no_are_read_in_the_usual_words(monkeypatch, said, meant):
    monkeypatch.setenv("A_KEY", said)

    assert env.env_bool("A_KEY", default=True) is meant


@pytest.mark.parametrize(
    "read",
    [
        lambda: env.env_bool("A_KEY", default=True),
        lambda: env.env_int("A_KEY", 3, low=1, high=9),
        lambda: env.env_str("A_KEY", "x", choices=("x", "y")),
    ],
)
def test_a_value_that_must_be_guessed_names_its_key(monkeypatch, read):
    monkeypatch.setenv("A_KEY", "12 or so")

    with pytest.raises(WrongSetting, match="A_KEY"):
        read()


def test_a_number_outside_its_limits_is_refused(monkeypatch):
    monkeypatch.setenv("A_KEY", "10")

    with pytest.raises(WrongSetting, match="between 1 and 9"):
        env.env_int("A_KEY", 3, low=1, high=9)


def test_a_secret_comes_from_its_file(monkeypatch, tmp_path):
    (tmp_path / "key").write_text("from the file\n", encoding="utf-8")
    monkeypatch.setenv("A_KEY_FILE", str(tmp_path / "key"))

    assert env.env_secret("A_KEY") == "from the file"


@pytest.mark.parametrize("content", [None, "", "   \n"])
def test_a_secret_file_that_is_missing_or_empty_is_refused(monkeypatch, tmp_path, content):
    if content is not None:
        (tmp_path / "key").write_text(content, encoding="utf-8")
    monkeypatch.setenv("A_KEY_FILE", str(tmp_path / "key"))

    with pytest.raises(WrongSetting, match="A_KEY_FILE"):
        env.env_secret("A_KEY")


def test_a_secret_set_twice_is_refused_without_showing_it(monkeypatch, tmp_path):
    monkeypatch.setenv("A_KEY", "tell-nobody")
    monkeypatch.setenv("A_KEY_FILE", str(tmp_path / "key"))

    with pytest.raises(WrongSetting) as caught:
        env.env_secret("A_KEY")

    assert "tell-nobody" not in str(caught.value)


def test_a_server_starts_with_what_it_must_say(tmp_path):
    result = start(tmp_path)

    assert result.stdout.split() == ["https://masthead.example", "True", "django.db.backends.sqlite3"], result.stderr


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("SECRET_KEY", None),
        ("SECRET_KEY", "short"),
        ("MASTHEAD_ALLOWED_HOSTS", None),
        ("MASTHEAD_SANDBOX_URL", "http://127.0.0.1:8081"),
        ("MASTHEAD_HTTPS", "perhaps"),
        ("MASTHEAD_TRUSTED_PROXY_COUNT", "-1"),
        ("MASTHEAD_LOG_LEVEL", "LOUD"),
        ("DATABASE_URL", "mysql://root@localhost/x"),
    ],
)
def test_a_server_with_a_wrong_value_does_not_start_and_says_which(tmp_path, key, value):
    result = start(tmp_path, **{key: value})

    assert result.returncode != 0
    assert key in result.stderr
    assert "Traceback" not in result.stderr


def test_a_broker_without_redis_needs_one_beside_it(tmp_path):
    result = start(tmp_path, BROKER_URL="amqp://guest@localhost//")

    assert "MASTHEAD_REDIS_URL" in result.stderr
