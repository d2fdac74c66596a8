"""The rules for actions (HOUSE §2.4): keyword-only, documented, guarded before atomic, never silent without a reason."""

import ast
from collections.abc import Iterator

from tests_arch.findings import Finding
from tests_arch.rules import FunctionNode, chain


def decorator_names(function: FunctionNode) -> list[str]:
    """`guarded`, `atomic`, `silent` … from the outermost inwards."""
    return [words[-1] for words in map(chain, function.decorator_list) if words]


def public_functions(tree: ast.Module) -> Iterator[FunctionNode]:
    """The module's own functions that others may call."""
    for node in tree.body:
        if isinstance(node, FunctionNode) and not node.name.startswith("_"):
            yield node


def is_action(function: FunctionNode) -> bool:
    """A public function that begins a transaction, guards a clause or takes an actor."""
    arguments = {argument.arg for argument in function.args.kwonlyargs + function.args.args}
    return bool({"guarded", "atomic", "silent"} & set(decorator_names(function))) or "by" in arguments


def positional_arguments(name: str, tree: ast.Module) -> Iterator[Finding]:
    """Actions that can be called without saying which argument is which."""
    for function in public_functions(tree):
        by_position = function.args.args or function.args.posonlyargs or function.args.vararg
        if is_action(function) and by_position:
            taken = [argument.arg for argument in function.args.posonlyargs + function.args.args]
            yield Finding(name, function.lineno, function.name, f"takes {', '.join(taken) or '*args'} by position")


def undocumented(name: str, tree: ast.Module) -> Iterator[Finding]:
    """Actions without a docstring."""
    for function in public_functions(tree):
        if is_action(function) and not ast.get_docstring(function):
            yield Finding(name, function.lineno, function.name, "says nothing about itself")


def order_of_decorators(name: str, tree: ast.Module) -> Iterator[Finding]:
    """`@guarded` inside `@transaction.atomic` would roll its own evidence back."""
    for function in public_functions(tree):
        names = decorator_names(function)
        if "guarded" in names and "atomic" in names and names.index("guarded") > names.index("atomic"):
            yield Finding(name, function.lineno, function.name, "@transaction.atomic stands outside @guarded")
        elif "guarded" in names and "atomic" not in names:
            yield Finding(name, function.lineno, function.name, "@guarded without @transaction.atomic")


def calls_of(function: FunctionNode) -> Iterator[list[str]]:
    """The dotted words of every call in it."""
    for node in ast.walk(function):
        if isinstance(node, ast.Call) and (words := chain(node.func)):
            yield words


def action_modules(tree: ast.Module) -> set[str]:
    """Names under which the file knows actions rooms: `from masthead.approvals import actions as approvals`."""
    imports = [node for node in tree.body if isinstance(node, ast.ImportFrom)]
    return {alias.asname or alias.name for node in imports for alias in node.names if alias.name == "actions"}


def imported_actions(tree: ast.Module) -> set[str]:
    """Functions taken from another module of an actions room: they record for themselves."""
    imports = [node for node in tree.body if isinstance(node, ast.ImportFrom) and ".actions" in (node.module or "")]
    return {alias.asname or alias.name for node in imports for alias in node.names}


def records(function: FunctionNode, tree: ast.Module, seen: frozenset[str] = frozenset()) -> bool:
    """Whether it reaches `record(…)`, a helper of its file that does, or another action (which records for itself)."""
    helpers = {node.name: node for node in tree.body if isinstance(node, FunctionNode)}
    rooms, elsewhere = action_modules(tree), imported_actions(tree)
    for words in calls_of(function):
        first, last = words[0], words[-1]
        if last in {"record", "record_refusal"} or (len(words) > 1 and first in rooms):
            return True
        if len(words) == 1 and first in elsewhere:
            return True
        inner = helpers.get(first) if len(words) == 1 and first not in seen else None
        if inner is not None and records(inner, tree, seen | {first}):
            return True
    return False


def silent_actions(name: str, tree: ast.Module) -> Iterator[Finding]:
    """Actions that leave no trace and give no reason."""
    for function in public_functions(tree):
        if is_action(function) and "silent" not in decorator_names(function) and not records(function, tree):
            yield Finding(name, function.lineno, function.name, "records no event")
