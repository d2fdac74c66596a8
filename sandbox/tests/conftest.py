"""The sandbox's own tests use the fixtures that everybody else uses."""

from sandbox.tests.client import wechat

__all__ = ["callback_catcher", "sandbox_server", "wechat"]
