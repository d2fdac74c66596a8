"""Chinese in templates and Python that nothing translates."""

import ast
import re

from django.template.base import Lexer, TokenType

from tools.extract_messages import CHINESE, ROOT, UNDERSCORED, names_of_gettext, source_files

BLOCKS = {"blocktranslate", "blocktrans", "comment"}
SPECIMENS = (
    "masthead/web/templates/web/gallery/",  # the demo company's own texts, shown to developers
    "masthead/rulebook/templates/rulebook/pack/",  # the auditor's pack is Chinese whatever the reader's language
)
WRITTEN = re.compile(
    r"[\u3400-\u9fff，。：；！？（）「」《》、]"
)  # punctuation is a word too: English writes it differently
FOREIGN = re.compile(r"<(\w+)\b[^<>]*\slang=\"[^\"]+\"[^<>]*>[^<]*</\1>")
DATA_IN_PYTHON = {
    "masthead/publishing/probes/brakes.py": "names of the things that a probe plants and takes away again",
    "masthead/accounts/actions/life.py": "first names of things that the company may rename",
    "masthead/accounts/actions/positioning.py": "first names of things that the company may rename",
    "masthead/accounts/checks.py": "what the platforms call the facts that it reads",
    "masthead/accounts/connection_probes.py": "names of the things that a probe plants and takes away again",
    "masthead/accounts/identity.py": "numbers as the public registers write them",
    "masthead/accounts/probes.py": "names of the things that a probe plants and takes away again",
    "masthead/accounts/seeds.py": "names of the things that a probe plants and takes away again",
    "masthead/analytics/tables.py": "headings and signs of the tables that it reads",
    "masthead/approvals/forms/clauses.py": "units that people may type after a number",
    "masthead/collab/actions/minutes.py": "first names of things that the company may rename",
    "masthead/collab/probes/seeds.py": "names of the things that a probe plants and takes away again",
    "masthead/collab/queries/scopes.py": "what the rulebook calls the technical department",
    "masthead/compliance/engine/book.py": "words of the texts that it reads; findings about Chinese texts quote Chinese law",
    "masthead/compliance/engine/boundaries.py": "words of the texts that it reads; findings about Chinese texts quote Chinese law",
    "masthead/compliance/engine/characters.py": "words of the texts that it reads; findings about Chinese texts quote Chinese law",
    "masthead/compliance/engine/contexts/antifraud.py": "words of the texts that it reads; findings about Chinese texts quote Chinese law",
    "masthead/compliance/engine/contexts/framing.py": "words of the texts that it reads; findings about Chinese texts quote Chinese law",
    "masthead/compliance/engine/contexts/lawquote.py": "words of the texts that it reads; findings about Chinese texts quote Chinese law",
    "masthead/compliance/engine/contexts/mention.py": "words of the texts that it reads; findings about Chinese texts quote Chinese law",
    "masthead/compliance/engine/contexts/negation.py": "words of the texts that it reads; findings about Chinese texts quote Chinese law",
    "masthead/compliance/engine/contexts/quotation.py": "words of the texts that it reads; findings about Chinese texts quote Chinese law",
    "masthead/compliance/engine/contexts/training.py": "words of the texts that it reads; findings about Chinese texts quote Chinese law",
    "masthead/compliance/engine/lines.py": "words of the texts that it reads; findings about Chinese texts quote Chinese law",
    "masthead/compliance/engine/numbers.py": "words of the texts that it reads; findings about Chinese texts quote Chinese law",
    "masthead/compliance/engine/personal.py": "words of the texts that it reads; findings about Chinese texts quote Chinese law",
    "masthead/compliance/engine/proving.py": "words of the texts that it reads; findings about Chinese texts quote Chinese law",
    "masthead/compliance/engine/readers.py": "words of the texts that it reads; findings about Chinese texts quote Chinese law",
    "masthead/compliance/engine/readings.py": "words of the texts that it reads; findings about Chinese texts quote Chinese law",
    "masthead/compliance/engine/rules.py": "words of the texts that it reads; findings about Chinese texts quote Chinese law",
    "masthead/compliance/engine/structure/dates.py": "words of the texts that it reads; findings about Chinese texts quote Chinese law",
    "masthead/compliance/engine/structure/draws.py": "words of the texts that it reads; findings about Chinese texts quote Chinese law",
    "masthead/compliance/engine/structure/links.py": "words of the texts that it reads; findings about Chinese texts quote Chinese law",
    "masthead/compliance/engine/structure/lots.py": "words of the texts that it reads; findings about Chinese texts quote Chinese law",
    "masthead/compliance/engine/structure/machine.py": "words of the texts that it reads; findings about Chinese texts quote Chinese law",
    "masthead/compliance/engine/structure/marks.py": "words of the texts that it reads; findings about Chinese texts quote Chinese law",
    "masthead/compliance/engine/structure/measures.py": "words of the texts that it reads; findings about Chinese texts quote Chinese law",
    "masthead/compliance/engine/structure/phones.py": "words of the texts that it reads; findings about Chinese texts quote Chinese law",
    "masthead/compliance/engine/structure/pictures.py": "words of the texts that it reads; findings about Chinese texts quote Chinese law",
    "masthead/compliance/engine/structure/pii.py": "words of the texts that it reads; findings about Chinese texts quote Chinese law",
    "masthead/compliance/engine/structure/sums.py": "words of the texts that it reads; findings about Chinese texts quote Chinese law",
    "masthead/compliance/engine/variants.py": "words of the texts that it reads; findings about Chinese texts quote Chinese law",
    "masthead/compliance/management/commands/check_text.py": "for the command line of a Chinese company",
    "masthead/content/actions/renditions.py": "name of a file that is kept with the material",
    "masthead/content/almanac/rules.py": "names of the solar terms, by which the days of the almanac are found",
    "masthead/content/almanac/years.py": "days of the lunar calendar, which only Chinese writes",
    "masthead/content/assistant/prompts.py": "what the model is asked; it writes Chinese for Chinese readers",
    "masthead/content/documents/claims.py": "words of the texts that it reads",
    "masthead/content/documents/labels.py": "labels as the law wants them, on what leaves the house",
    "masthead/content/documents/pasting.py": "words of the texts that it reads",
    "masthead/content/documents/word.py": "names of Word's own styles",
    "masthead/content/flow_set.py": "first names of things that the company may rename",
    "masthead/content/hot_items.py": "signs of large numbers in the lists that it reads",
    "masthead/content/planning_tables.py": "headings and answers of the tables that it reads",
    "masthead/content/probes/seeds.py": "names of the things that a probe plants and takes away again",
    "masthead/core/figures.py": "signs of large numbers, on Chinese pages only",
    "masthead/core/search/grams.py": "ranges of characters",
    "masthead/notify/probes.py": "names of the things that a probe plants and takes away again",
    "masthead/notify/queries/probing.py": "names of the things that a probe plants and takes away again",
    "masthead/org/actions/calendar.py": "the source of the holidays, kept with the days",
    "masthead/org/actions/company.py": "first names of things that the company may rename; the source of the holidays",
    "masthead/org/adapters.py": "kept on the trail",
    "masthead/org/models/company.py": "first name of a thing that the company may rename",
    "masthead/org/notice.py": "words of the notices that it reads",
    "masthead/org/probes.py": "what the rulebook calls the departments; names of the things that a probe plants and takes away again",
    "masthead/org/queries/group.py": "what the rulebook calls the departments",
    "masthead/org/roster.py": "headings and answers of the lists that it reads",
    "masthead/org/sign_in_probes.py": "names of the things that a probe plants and takes away again",
    "masthead/platforms/actions/selection.py": "first names of things that the company may rename",
    "masthead/platforms/contract_suite.py": "texts of the posts that the suite publishes on the stands",
    "masthead/publishing/templatetags/publishing_calendar.py": "the beginning that names of platforms share",
    "masthead/publishing/probes/seeds.py": "names of the things that a probe plants and takes away again",
    "masthead/rulebook/actions/flows.py": "first names of things that the company may rename",
    "masthead/rulebook/actions/packs.py": "name of a file that leaves the house",
    "masthead/rulebook/actions/runs.py": "kept with the run and on the trail",
    "masthead/rulebook/actions/signing.py": "the statement is sealed with the signature",
    "masthead/rulebook/comparison.py": "an operation on Chinese words",
    "masthead/rulebook/importing/annexes.py": "words of the texts that it reads",
    "masthead/rulebook/importing/characters.py": "characters of the texts that it reads",
    "masthead/rulebook/importing/contents.py": "words of the texts that it reads",
    "masthead/rulebook/importing/decoding.py": "the commonest characters, by which an encoding is known",
    "masthead/rulebook/importing/furniture.py": "words of the texts that it reads",
    "masthead/rulebook/importing/joining.py": "words of the texts that it reads",
    "masthead/rulebook/importing/marks.py": "words of the texts that it reads",
    "masthead/rulebook/importing/openings.py": "words of the texts that it reads",
    "masthead/rulebook/importing/places.py": "words of the texts that it reads",
    "masthead/rulebook/importing/reading.py": "words of the texts that it reads",
    "masthead/rulebook/importing/splitting.py": "words of the texts that it reads",
    "masthead/rulebook/importing/word/document.py": "stands in the text where a picture was",
    "masthead/rulebook/importing/word/formats.py": "numerals of Word's own lists",
    "masthead/rulebook/importing/word/styles.py": "names of Word's own styles",
    "masthead/rulebook/pack/archive.py": "kept with the pack, which is Chinese",
    "masthead/rulebook/pack/pages.py": "pages of the pack, which is Chinese",
    "masthead/rulebook/pack/verify.py": "a script of its own, in two languages",
    "masthead/rulebook/policy_text.py": "numerals of the rulebook",
    "masthead/rulebook/seeds.py": "names of the things that a probe plants and takes away again",
    "masthead/trail/actions/recording.py": "kept on the trail",
    "masthead/trail/check_proof.py": "a script of its own, in two languages",
    "masthead/trail/queries/verification.py": "report of the verifier, for the machine room",
    "masthead/trail/wording.py": "an operation on Chinese words",
    "masthead/vault/access_probes.py": "names of the things that a probe plants and takes away again",
    "masthead/vault/actions/checkouts.py": "first names of things that the company may rename",
    "masthead/vault/probes.py": "names of the things that a probe plants and takes away again",
    "masthead/vault/strength.py": "words that are guessed first in a password",
    "masthead/web/actions/house.py": "first names of things that the company may rename",
    "masthead/web/specimens.py": "the demo company's own texts, shown to developers",
}
"""Files whose Chinese literals are data or are kept as written, with the reason."""
NOT_ON_SCREEN = ("testing.py", "/demo/", "/management/commands/")


def unwrapped() -> list[str]:
    """File and text of each."""
    found = []
    for file in source_files():
        name = str(file.relative_to(ROOT))
        if file.suffix == ".html" and not name.startswith(SPECIMENS):
            found += [f"{name}: {text}" for text in bare(FOREIGN.sub("", file.read_text(encoding="utf-8")))]
    return found


def bare(source: str) -> list[str]:
    """The pieces of one template."""
    found, inside = [], False
    for token in Lexer(source).tokenize():
        word = token.contents.split(" ")[0] if token.token_type == TokenType.BLOCK else ""
        if word in BLOCKS:
            inside = True
        elif word.removeprefix("end") in BLOCKS:
            inside = False
        elif not inside and token.token_type != TokenType.COMMENT:
            rest = UNDERSCORED.sub("", token.contents)
            rest = re.sub(r'"[^"]*"', "", rest, count=1) if word in {"translate", "trans"} else rest
            found += [rest.strip()[:80]] if WRITTEN.search(rest) else []
    return found


def unwrapped_python() -> list[str]:
    """File and text of each literal outside of gettext calls, docstrings and comparisons of words."""
    found = []
    for file in source_files():
        name = str(file.relative_to(ROOT))
        if file.suffix == ".py" and name not in DATA_IN_PYTHON and not any(part in name for part in NOT_ON_SCREEN):
            found += [f"{name}: {text}" for text in bare_literals(ast.parse(file.read_text(encoding="utf-8")))]
    return found


def bare_literals(tree: ast.Module) -> list[str]:
    """Chinese literals of one module that no gettext call holds."""
    names = names_of_gettext(tree)
    spared: set[int] = set()
    for node in ast.walk(tree):
        called = isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in names
        documented = isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
        public = isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "public"
        if called or documented or public:
            spared |= {id(inner) for inner in ast.walk(node)}
    return [
        node.value[:60]
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and id(node) not in spared
        and CHINESE.search(node.value)
    ]
