"""The tree-sitter grammar reads what `assay` reads, and nothing else; its nodes stand where those of `assay` stand."""

import random
import re
import subprocess
from collections import defaultdict
from pathlib import Path

import pytest

from assay.catalogue import CODES
from assay.source import Source
from assay.syntax import SOFT_KEYWORDS, parse
from assay.syntax.table import table
from assay.syntax.tokens import scan
from assay.syntax.words import UNITS_ELSEWHERE
from tests.editors import needs, trees
from tests.reference.blocks import cases

ROOT = Path(__file__).parents[2]
PACKS = sorted((ROOT / "rules").glob("*/*.assay"))
CASES = sorted((ROOT / "tests" / "cases").rglob("*.assay"))
FILES = [path.read_text(encoding="utf-8") for path in (*PACKS, *CASES)]
BOUNDED = ("(" * 20, "x" * 100, "9" * 40)  # `assay` bounds nesting and length, tree-sitter does not
TEXTS = [
    *FILES,
    *(case.text for case in cases()),
    *(text for code in CODES.values() for text in (code.bad, code.good)),
]
TEXTS = [text for text in TEXTS if not any(long in text for long in BOUNDED)]
# What a node of `assay` is called here. A `Meta` is a run of clauses, and no node.
KINDS = {
    "AtLeast": {"at_least"},
    "Ago": {"ago"},
    "Amount": {"amount"},
    "Band": {"band"},
    "Between": {"between"},
    "Binary": {"binary"},
    "Boolean": {"boolean"},
    "Call": {"call"},
    "Choice": {"first_of", "best_of"},
    "Compare": {"compare"},
    "Date": {"date"},
    "Decay": {"fading_clause", "losing_clause", "halving_clause", "expiring_clause"},
    "Disqualify": {"disqualify"},
    "Duration": {"duration"},
    "Each": {"each"},
    "Example": {"example"},
    "ExampleActivity": {"example_activity"},
    "Exclude": {"exclude"},
    "Expect": {"expect"},
    "FieldDecl": {"field"},
    "Given": {"given"},
    "Grade": {"grade"},
    "Group": {"group"},
    "Guarantee": {"guarantee"},
    "Ignore": {"ignore"},
    "InList": {"in_list"},
    "Known": {"known"},
    "Let": {"let"},
    "LetFile": {"let_file"},
    "Limit": {"limit_clause"},
    "ListOf": {"list"},
    "Match": {"match"},
    "MissingDecl": {"missing_values"},
    "MissingRow": {"missing_row"},
    "ModelDecl": {"model"},
    "Name": {"name"},
    "Number": {"number", "often"},
    "Otherwise": {"otherwise_row"},
    "Period": {"period"},
    "Promote": {"promote"},
    "Quota": {"quota_clause"},
    "Route": {"route"},
    "Row": {"row"},
    "Schema": {"lead", "activity"},
    "Stage": {"stage"},
    "Table": {"table"},
    "Text": {"string"},
    "Time": {"time"},
    "Times": {"at_least_clause", "exactly_clause"},
    "Total": {"total"},
    "TypeRef": {"type"},
    "Unary": {"unary"},
    "Use": {"use"},
    "When": {"when"},
}


def misplaced(text: str) -> list[trees.Place]:
    """The nodes of `assay` that have no fellow here; for a text without mistakes."""
    there: defaultdict[tuple[int, int], set[str]] = defaultdict(set)
    for kind, start, end in trees.named(text):
        there[start, end].add(kind)
    ours = trees.placed(parse(Source("text", text)).file.statements)
    return [(kind, start, end) for kind, start, end in ours if kind != "Meta" and not KINDS[kind] & there[start, end]]


def differs(text: str) -> str:
    """How the two readings of a text differ; empty if they do not."""
    accepted = trees.accepted(text)
    if accepted == trees.read(text).root_node.has_error:
        return f"assay {'takes' if accepted else 'refuses'} {text!r}"
    if not accepted or parse(Source("text", text)).diagnostics:
        return ""
    return "".join(f"{kind} {text[start:end]!r} in {text!r}" for kind, start, end in misplaced(text))


def test_every_text_of_the_repository_is_read_alike() -> None:
    assert len(TEXTS) > 300
    assert [found for text in TEXTS if (found := differs(text))] == []


def test_packs_have_no_error_nodes() -> None:
    assert [path.name for path in PACKS if trees.read(path.read_text(encoding="utf-8")).root_node.has_error] == []


def test_every_kind_of_node_is_met() -> None:
    met = {
        kind
        for text in TEXTS
        if trees.accepted(text)
        for kind, *_ in trees.placed(parse(Source("text", text)).file.statements)
    }
    assert met - {"Meta"} == set(KINDS)


class Mutations:
    """Statements of the repository with a few tokens changed, and names that are soft words."""

    def __init__(self, seed: int) -> None:
        self.dice = random.Random(seed)
        statements = (self.pieces(statement) for text in TEXTS for statement in self.split(text))
        self.statements = [pieces for pieces in statements if pieces]
        self.soft = sorted({*SOFT_KEYWORDS, *UNITS_ELSEWHERE})
        self.pool = [
            *(table().words),
            *(",", "{", "}", "(", ")", "[", "]", "-", "+", "==", "<", "5", "12", '"a"', "x", "`q r`", "é", "f("),
            *("2026-11-01", "2026-11-01 14:30", " 01/11/2026", " 2026-1-1", "k", "null", "AND", "# c\n", "%", ":"),
        ]

    def split(self, text: str) -> list[str]:
        statements = parse(Source("text", text)).file.statements
        return [text[statement.span.start : statement.span.end] for statement in statements]

    def pieces(self, text: str) -> list[str]:
        return [text[token.start : token.end] for token in scan(Source("text", text), table()).tokens[:-1]]

    def text(self) -> str:
        pieces = list(self.dice.choice(self.statements))
        if self.dice.random() < 0.4:
            pieces += self.dice.choice(self.statements)
        if self.dice.random() < 0.5:
            pieces = [self.renamed(piece) for piece in pieces]
        for _ in range(self.dice.choice((0, 1, 1, 2))):
            at = self.dice.randrange(len(pieces))
            pieces[at : at + self.dice.randrange(2)] = self.dice.choices(self.pool, k=self.dice.randrange(2))
            pieces = pieces or [""]
        return "".join(piece + ("" if self.dice.random() < 0.08 and piece[:1] != "#" else " ") for piece in pieces)

    def renamed(self, piece: str) -> str:
        soft = piece in SOFT_KEYWORDS or (piece.isidentifier() and piece not in table().words)
        return self.dice.choice(self.soft) if soft and self.dice.random() < 0.4 else piece


# Right behind a sign the scanner cannot tell a date from a sum, and takes it for the sum.
_UNTOLD = re.compile(r"[^\s\w] ?(?<! )[0-9]+[/.-][0-9]+[/.-][0-9]+")


def test_changed_texts_are_read_alike() -> None:
    mutations = Mutations(seed=4)
    texts = [text for text in (mutations.text() for _ in range(6_000)) if not _UNTOLD.search(text)]
    assert [found for text in texts if (found := differs(text))] == []
    assert sum(map(trees.accepted, texts)) > 1_000


def test_edits_give_the_tree_of_the_whole_text() -> None:
    """Typing a rule letter by letter into a file, the tree reread each time from the one before."""
    before, after = PACKS[0].read_text(encoding="utf-8").split("\n\n", 1)
    parser = trees.Parser(trees.language())
    typed = '\n\nwhen month > 3 and min(a, b) > 2 months add 5 max 20 as "é"'
    tree = parser.parse((before + "\n\n" + after).encode())
    for length in range(1, len(typed) + 1):
        start = len((before + typed[: length - 1]).encode())
        end = len((before + typed[:length]).encode())
        text = before + typed[:length] + "\n\n" + after
        tree.edit(start, start, end, _point(text, start), _point(text, start), _point(text, end))
        tree = parser.parse(text.encode(), tree)
        assert str(tree.root_node) == str(trees.read(text).root_node), text


def _point(text: str, byte: int) -> tuple[int, int]:
    above = text.encode()[:byte]
    return above.count(b"\n"), len(above) - above.rfind(b"\n") - 1


CORPUS = sorted((trees.GRAMMAR / "test" / "corpus").glob("*.txt"))
_CASE = re.compile(
    r"^={10,}\n([^\n]+)\n(:error\n)?={10,}\n(.*?)\n\n---\n(.*?)(?=^={10,}\n|\Z)", re.DOTALL | re.MULTILINE
)


@pytest.mark.parametrize("path", CORPUS, ids=lambda path: path.stem)
def test_corpus(path: Path) -> None:
    found = _CASE.findall(path.read_text(encoding="utf-8"))
    assert found
    for title, wrong, text, wanted in found:
        root = trees.read(text).root_node
        assert root.has_error == bool(wrong), title
        if not wrong:
            assert str(root) == re.sub(r"\s+", " ", wanted).strip(), title


def test_queries_fit_the_grammar() -> None:
    queries = sorted((ROOT / "editors").glob("*/queries/**/*.scm"))
    assert {"highlights.scm", "folds.scm", "injections.scm"} <= {path.name for path in queries}
    for path in queries:
        assert trees.Query(trees.language(), path.read_text(encoding="utf-8")).pattern_count, path


def test_highlights_tell_keywords_from_names() -> None:
    text = 'when month > 3 and at least 2 of [a, b] within 1 day add min(max, 5) max 20 as "x"\n'
    query = trees.Query(trees.language(), (trees.GRAMMAR / "queries" / "highlights.scm").read_text(encoding="utf-8"))
    captures = trees.QueryCursor(query).captures(trees.read(text).root_node)
    found = {name: sorted(node.text.decode() for node in nodes if node.text) for name, nodes in captures.items()}
    assert found["keyword"] == ["add", "as", "at", "least", "max", "of", "when", "within"]
    assert found["keyword.operator"] == ["and"]
    assert found["function"] == ["min"]
    assert found["number"] == ["1", "2", "20", "3", "5", "day"]


def test_the_generated_parser_is_that_of_the_grammar(tmp_path: Path) -> None:
    generator = needs.tool("bin/tree-sitter")
    for name in ("grammar.js", "words.js", "package.json"):
        (tmp_path / name).write_bytes((trees.GRAMMAR / name).read_bytes())
    subprocess.run([generator, "generate", "--no-bindings"], cwd=tmp_path, check=True)
    for name in ("parser.c", "grammar.json", "node-types.json"):
        made, kept = (folder / "src" / name for folder in (tmp_path, trees.GRAMMAR))
        assert made.read_bytes() == kept.read_bytes(), "run `tree-sitter generate --no-bindings`"
