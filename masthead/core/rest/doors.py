"""Declaring a door: method, address, name in words, shape of its answer. Access is declared on the function itself, as on a view."""

from collections.abc import Callable
from typing import Any, TypeVar

from django.utils.functional import Promise
from ninja import Router

from masthead.core.rest.answers import answers

Function = TypeVar("Function", bound=Callable[..., Any])
Words = str | Promise


class Doors:
    """The doors of one room. `tag` heads them on the reference page; an operation is named room_function."""

    def __init__(self, room: str, tag: Words) -> None:
        self.room, self.tag = room, tag
        self.router = Router()
        self.words: dict[str, tuple[Words, Words]] = {}

    def _door(
        self, method: str, path: str, summary: Words, shape: Any, more: tuple[int, ...], status: int
    ) -> Callable[[Function], Function]:
        def hang(function: Function) -> Function:
            name = f"{self.room}_{function.__name__}"
            self.words[name] = (self.tag, summary)
            responses = answers(shape, *more, status=status)
            self.router.add_api_operation(path, [method], function, response=responses, operation_id=name)
            return function

        return hang

    def get(self, path: str, summary: Words, shape: Any, *more: int) -> Callable[[Function], Function]:
        """A door that reads."""
        return self._door("GET", path, summary, shape, more, 200)

    def post(
        self, path: str, summary: Words, shape: Any, *more: int, status: int = 200
    ) -> Callable[[Function], Function]:
        """A door that does something."""
        return self._door("POST", path, summary, shape, more, status)

    def put(self, path: str, summary: Words, shape: Any, *more: int) -> Callable[[Function], Function]:
        """A door that puts a whole thing in the place of another."""
        return self._door("PUT", path, summary, shape, more, 200)
