"""One folder per connector; it owns everything that knows its platform. Nothing outside names one: `load` finds the folders."""

import importlib
import pkgutil


def load() -> list[str]:
    """Import `<folder>/connector.py` of each folder here, which registers itself. Called once by `registrations`."""
    names = [found.name for found in pkgutil.iter_modules(__path__) if found.ispkg]
    for name in names:
        importlib.import_module(f"{__name__}.{name}.connector")
    return names
