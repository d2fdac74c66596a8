"""An import contract of our own: a chapter's private rooms are entered by that chapter alone.

The built-in `protected` contract cannot say "only the same chapter" for a pattern of modules.
"""

from typing import Any

from grimp import ImportGraph
from importlinter import Contract, ContractCheck, fields, output


def chapter_and_room(module: str, root: str) -> tuple[str, str]:
    """`masthead.content.views.drafts` → (`content`, `views`); a chapter itself has no room."""
    _, _, inner = module.partition(f"{root}.")
    chapter, _, rest = inner.partition(".")
    return chapter, rest.partition(".")[0]


class PrivateRooms(Contract):
    """`rooms` of each chapter below `root` may be imported by that chapter and by the `keepers` only."""

    root = fields.StringField()
    rooms = fields.ListField(subfield=fields.StringField())
    keepers = fields.ListField(subfield=fields.StringField(), required=False)

    def check(self, graph: ImportGraph, verbose: bool) -> ContractCheck:  # noqa: ARG002, FBT001 the library's signature
        options: dict[str, Any] = vars(self)  # the library puts the read values where the fields stood
        root, rooms, keepers = options["root"], set(options["rooms"]), tuple(options.get("keepers") or ())
        trespasses = []
        for module in sorted(graph.modules):
            chapter, room = chapter_and_room(module, root)
            if room not in rooms:
                continue
            for visitor in sorted(graph.find_modules_that_directly_import(module)):
                if chapter_and_room(visitor, root)[0] != chapter and not visitor.startswith(keepers or ("\0",)):
                    lines = graph.get_import_details(importer=visitor, imported=module)
                    where = f" (line {lines[0]['line_number']})" if lines else ""
                    trespasses.append(f"{visitor}{where} enters {module}")
        return ContractCheck(kept=not trespasses, metadata={"trespasses": trespasses})

    def render_broken_contract(self, check: ContractCheck) -> None:
        """Why it matters and what to do stand above the list."""
        output.print_error("A private room may change at any time; its chapter answers for the front doors only.")
        output.print_error("Use models, queries, actions, events, errors or registry of that chapter instead.\n")
        for trespass in check.metadata["trespasses"]:
            output.print_error(f"- {trespass}")
