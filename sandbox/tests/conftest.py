"""The sandbox's own tests use the fixtures that everybody else uses, and a plain client of the emulated platform."""

from sandbox.tests.client import wechat

__all__ = ["wechat"]
