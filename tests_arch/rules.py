"""The rules that read syntax trees: each takes a file name and a tree, so that the tests can seed faults."""

import ast
import re
from collections.abc import Iterator

from tests_arch.findings import Finding

MANAGERS = {"objects", "_base_manager", "_default_manager"}
ALWAYS_WRITES = {
    "bulk_create",
    "bulk_update",
    "get_or_create",
    "update_or_create",
    "aget_or_create",
    "acreate",
    "asave",
}
QUERYSET_WORDS = MANAGERS | {"filter", "exclude", "all", "order_by", "select_for_update", "annotate", "using"}
NOT_A_ROW = {"cache", "session", "path", "storage", "folder", "file", "client", "redis", "digest", "total", "hasher"}
PLATFORM_WORDS = re.compile(r"wechat|weixin|weibo|douyin|tiktok|xiaohongshu|kuaishou|bilibili", re.IGNORECASE)
FunctionNode = ast.FunctionDef | ast.AsyncFunctionDef


def chain(node: ast.expr) -> list[str]:
    """The words of `Draft.objects.filter(…).update` from left to right, calls and subscripts left out."""
    if isinstance(node, ast.Attribute):
        return [*chain(node.value), node.attr]
    if isinstance(node, ast.Call):
        return chain(node.func)
    if isinstance(node, ast.Subscript):
        return chain(node.value)
    return [node.id] if isinstance(node, ast.Name) else []


def functions(tree: ast.AST, prefix: str = "") -> Iterator[tuple[str, FunctionNode]]:
    """Every function with its dotted name inside the file."""
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, FunctionNode):
            yield f"{prefix}{node.name}", node
        inner = f"{prefix}{node.name}." if isinstance(node, FunctionNode | ast.ClassDef) else prefix
        yield from functions(node, inner)


def owner_of(tree: ast.Module) -> dict[ast.AST, str]:
    """Node → dotted name of the innermost function or class around it."""
    owners: dict[ast.AST, str] = {}

    def visit(node: ast.AST, name: str) -> None:
        for child in ast.iter_child_nodes(node):
            named = isinstance(child, FunctionNode | ast.ClassDef)
            inner = f"{name}.{child.name}".lstrip(".") if named else name  # type: ignore[attr-defined]
            owners[child] = inner
            visit(child, inner)

    visit(tree, "")
    return owners


def writes(call: ast.Call) -> str:
    """What the call writes through the ORM, or nothing."""
    words = chain(call.func)
    if not isinstance(call.func, ast.Attribute) or not words:
        return ""
    verb, before = words[-1], words[:-1]
    if before and before[-1].lower() in NOT_A_ROW:
        return ""
    keywords = {keyword.arg for keyword in call.keywords}
    from_queryset = bool(QUERYSET_WORDS & set(before))
    hit = (
        verb in ALWAYS_WRITES
        or (verb == "create" and from_queryset)
        or (verb in {"update", "delete", "aupdate", "adelete"} and from_queryset)
        or (verb == "delete" and not call.args and not keywords)
        or (verb == "save" and not (keywords | {""} == {"", "commit"} and keywords) and not call.args)
        or (verb == "move" and "to" in keywords)
    )
    return ".".join(words) if hit else ""


def seeds(tree: ast.Module) -> set[str]:
    """Functions handed over as `seed=…` to a probe: they break a rule inside a savepoint that is always rolled back."""
    keywords = [node for node in ast.walk(tree) if isinstance(node, ast.keyword) and node.arg == "seed"]
    return {keyword.value.id for keyword in keywords if isinstance(keyword.value, ast.Name)}


def orm_writes(name: str, tree: ast.Module) -> Iterator[Finding]:
    """Calls that write rows, the seeds of probes left out."""
    owners, exempt = owner_of(tree), seeds(tree)
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and (seen := writes(node)) and owners.get(node, "") not in exempt:
            yield Finding(name, node.lineno, owners.get(node, ""), f"{seen}(…)")


def manager_uses(name: str, tree: ast.Module) -> Iterator[Finding]:
    """`.objects` and its kin."""
    owners = owner_of(tree)
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and node.attr in MANAGERS:
            yield Finding(name, node.lineno, owners.get(node, ""), ".".join(chain(node)))


def hidden_imports(name: str, tree: ast.Module) -> Iterator[Finding]:
    """Imports inside functions; `ready()` of an app is where its registrations belong."""
    for dotted, function in functions(tree):
        if function.name == "ready" and name.endswith("apps.py"):
            continue
        for node in ast.walk(function):
            if isinstance(node, ast.Import | ast.ImportFrom):
                yield Finding(name, node.lineno, dotted, ast.unparse(node))


def docstring_lines(node: ast.AST) -> int:
    """How many lines the docstring takes."""
    body = getattr(node, "body", [])
    first = body[0] if body else None
    said = isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant) and isinstance(first.value.value, str)
    return (first.end_lineno or 0) - first.lineno + 1 if said and first is not None else 0


def long_functions(name: str, tree: ast.Module, *, limit: int) -> Iterator[Finding]:
    """Functions with more lines than `limit`, the docstring not counted."""
    for dotted, function in functions(tree):
        length = (function.end_lineno or function.lineno) - function.lineno + 1 - docstring_lines(function)
        if length > limit:
            yield Finding(name, function.lineno, dotted, f"{length} lines")


def platform_words(name: str, tree: ast.Module) -> Iterator[Finding]:
    """Names of platforms in code: names, attributes and texts, docstrings left out."""
    docstrings = {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, FunctionNode | ast.ClassDef | ast.Module) and docstring_lines(node)
        if isinstance(node.body[0], ast.Expr)
    }
    owners = owner_of(tree)
    for node in ast.walk(tree):
        word = ""
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in docstrings:
            word = node.value
        elif isinstance(node, ast.Name):
            word = node.id
        elif isinstance(node, ast.Attribute):
            word = node.attr
        elif isinstance(node, ast.alias | ast.keyword | ast.arg):
            word = getattr(node, "name", None) or getattr(node, "arg", None) or ""
        if PLATFORM_WORDS.search(word):
            yield Finding(name, getattr(node, "lineno", 0), owners.get(node, ""), word[:60])


def environment_keys(tree: ast.Module) -> Iterator[str]:
    """First arguments of env_str, env_int, …"""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and chain(node.func)[-1:] and chain(node.func)[-1].startswith("env_"):
            first = node.args[0] if node.args else None
            assert isinstance(first, ast.Constant), f"line {node.lineno}: the key must stand there as a text"
            yield str(first.value)
