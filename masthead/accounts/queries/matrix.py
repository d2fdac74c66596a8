"""The matrix as a picture: accounts as boxes, reposts as arrows from the source to who reposts. Pure geometry over one read."""

from dataclasses import dataclass, field

from masthead.accounts.models import Account, RepostRule
from masthead.accounts.positioning import SheetState
from masthead.accounts.queries.register import accounts_visible_to
from masthead.accounts.states import AccountStatus
from masthead.org.models import Member

MOST = 40
WIDTH, HEIGHT, GAP_X, GAP_Y, EDGE = 168, 56, 112, 28, 16


@dataclass
class Node:
    account: Account
    x: int = 0
    y: int = 0

    @property
    def middle(self) -> int:
        return self.x + WIDTH // 2

    @property
    def name_y(self) -> int:
        return self.y + 24

    @property
    def note_y(self) -> int:
        return self.y + 42


@dataclass(frozen=True)
class Arrow:
    """`path` is SVG; the label stands at (x, y)."""

    rule: RepostRule
    path: str
    x: int
    y: int
    source: Account
    target: Account


@dataclass
class Matrix:
    nodes: list[Node] = field(default_factory=list)
    arrows: list[Arrow] = field(default_factory=list)
    width: int = 0
    height: int = 0
    left_out: int = 0
    box: tuple[int, int] = (WIDTH, HEIGHT)


def matrix_of(member: Member) -> Matrix:
    """Accounts in scope that are not closed with the reposts of their sheets in force; two queries."""
    rows = accounts_visible_to(member).exclude(status=AccountStatus.CLOSED).select_related("platform").order_by("pk")
    accounts = {a.pk: a for a in rows}
    found = RepostRule.objects.filter(
        sheet__state=SheetState.IN_FORCE, sheet__account_id__in=accounts, source_id__in=accounts
    )
    rules = list(found.select_related("sheet").order_by("pk"))
    linked = {pk for rule in rules for pk in (rule.source_id, rule.sheet.account_id)}
    order = sorted(accounts, key=lambda pk: (pk not in linked, pk))
    shown = {pk: accounts[pk] for pk in order[:MOST]}
    pairs = [(rule.source_id, rule.sheet.account_id) for rule in rules]
    matrix = _placed(shown, _columns(list(shown), pairs))
    matrix.left_out = len(accounts) - len(shown)
    places = {node.account.pk: node for node in matrix.nodes}
    for rule in rules:
        if rule.source_id in places and rule.sheet.account_id in places:
            matrix.arrows.append(_arrow(rule, places[rule.source_id], places[rule.sheet.account_id]))
    return matrix


def _columns(keys: list[int], pairs: list[tuple[int, int]]) -> dict[int, int]:
    """How far each account stands from a source; circles end where they began."""
    column = dict.fromkeys(keys, 0)
    for _turn in keys:
        moved = False
        for source, target in pairs:
            if source in column and target in column and column[target] <= column[source] < len(keys) - 1:
                if column[source] + 1 > 3:
                    continue
                column[target], moved = column[source] + 1, True
        if not moved:
            break
    return column


def _placed(accounts: dict[int, Account], column: dict[int, int]) -> Matrix:
    matrix, filled = Matrix(), dict[int, int]()
    for pk, account in accounts.items():
        x = column[pk]
        y = filled.get(x, 0)
        filled[x] = y + 1
        matrix.nodes.append(Node(account, EDGE + x * (WIDTH + GAP_X), EDGE + y * (HEIGHT + GAP_Y)))
    matrix.width = 2 * EDGE + (max(column.values(), default=0) + 1) * (WIDTH + GAP_X) - GAP_X
    matrix.height = 2 * EDGE + max(filled.values(), default=1) * (HEIGHT + GAP_Y) - GAP_Y
    return matrix


def _arrow(rule: RepostRule, source: Node, target: Node) -> Arrow:
    """From the source's right side to the target's left; back or within a column it leaves by the right and bends."""
    x1, y1, y2 = source.x + WIDTH, source.y + HEIGHT // 2, target.y + HEIGHT // 2
    x2 = target.x if target.x > source.x else target.x + WIDTH
    bend = max(40, abs(x2 - x1) // 2)
    end = x2 - bend if target.x > source.x else x2 + bend
    path = f"M{x1} {y1}C{x1 + bend} {y1} {end} {y2} {x2} {y2}"
    middle = (x1 + x2) // 2 if target.x > source.x else max(x1, x2) + bend // 2
    return Arrow(rule, path, middle, (y1 + y2) // 2 - 6, source.account, target.account)
