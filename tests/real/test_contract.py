"""The contract suite, the very same tests as against the sandbox; only what needs a fault switch stays there."""

import inspect

import pytest

from masthead.platforms import contract_suite

pytestmark = pytest.mark.django_db

globals().update(
    {
        name: test
        for name, test in vars(contract_suite).items()
        if name.startswith("test_") and "sandbox_stand" not in inspect.signature(test).parameters
    }
)
