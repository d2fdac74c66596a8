"""Real processes of the engine beside a test: over the test's own database, with the sandbox as the platform."""

import os
import subprocess
import sys
from pathlib import Path
from typing import Any
from urllib.parse import quote

from django.conf import settings
from django.db import connection

ROOT = Path(__file__).resolve().parents[2]
ENGINE = """
import json, os, sys
import django
django.setup()
from django.conf import settings
settings.SANDBOX_URL = os.environ["TEST_SANDBOX"]
settings.FILES_DIR = __import__("pathlib").Path(os.environ["TEST_FILES"])
settings.PUBLISHING_ENGINE = json.loads(os.environ["TEST_ENGINE"])
settings.CELERY_TASK_ALWAYS_EAGER = False
"""
LOOP = ENGINE + "from django.core.management import call_command\ncall_command('engine_loop', *sys.argv[1:])\n"
CLOCK = (
    ENGINE
    + """
import threading
from masthead.core import jobs
from masthead.publishing.engine import clockwork
print("up", flush=True)
clockwork.run(lambda chime: jobs.run_now(chime.job), threading.Event())
"""
)


def start(program: str, engine: dict[str, Any], *arguments: str) -> subprocess.Popen[str]:
    import json

    environment = os.environ | {
        "DJANGO_SETTINGS_MODULE": "masthead.config.settings.test", "PYTHONPATH": str(ROOT), "DATABASE_URL": _database_url(),
        "TEST_SANDBOX": settings.SANDBOX_URL, "TEST_FILES": str(settings.FILES_DIR), "TEST_ENGINE": json.dumps(engine),
    }  # fmt: skip
    return subprocess.Popen(
        [sys.executable, "-c", program, *arguments], env=environment, text=True, stdout=subprocess.PIPE
    )


def _database_url() -> str:
    told = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{told['NAME']}"
    host = quote(told["HOST"], safe="")
    password = f":{quote(told['PASSWORD'])}" if told["PASSWORD"] else ""
    return f"postgres://{told['USER']}{password}@{host}:{told['PORT']}/{told['NAME']}"
