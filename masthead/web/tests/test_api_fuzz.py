"""The API, asked everything that its own description allows and much that it does not: never a 500, always an answer as described."""

import os
from collections.abc import Iterator
from typing import Any

import pytest
import schemathesis
from django.db import transaction
from django.test import Client
from hypothesis import HealthCheck, Phase, settings

from masthead.accounts.testing import make_account
from masthead.config.wsgi import application
from masthead.org.testing import build_cast
from masthead.web.api import pace
from masthead.web.api.testing import token_of
from schemathesis.checks import CHECKS
from tests.matrix.world import things_of

EXAMPLES = int(os.environ.get("MASTHEAD_FUZZ_EXAMPLES", "6"))
