"""The outline, what folds, and what is selected next."""

from itertools import pairwise
from typing import cast

from tests.lsp.raw import Json, Raw, place, raw_client

URI = "untitled:Untitled-1"
TEXT = """# Who is worth a call
# and who is not
lead {
  id text key
  title text
}
let demo = 30
group fit "Profile" {
  when title == "CTO" add demo as "Boss"
  match title {
    "VP" add 1
  }
}
stage MQL at 20
disqualify if title is missing
nonsense
"""
OUTLINE = """
lead
  id text
  title text
demo
fit Profile
  Boss
  match title
MQL
disqualify if title is missing
"""


def started(client: Raw) -> None:
    client.initialize()
    client.open(URI, TEXT)


def ask(client: Raw, method: str, **params: object) -> list[Json]:
    return cast("list[Json]", client.call(method, {"textDocument": {"uri": URI}, **params}))


def lines(symbols: list[Json], indent: str = "") -> list[str]:
    found = []
    for symbol in symbols:
        found.append(f"{indent}{symbol['name']} {symbol.get('detail') or ''}".rstrip())
        found += lines(cast("list[Json]", symbol.get("children") or []), indent + "  ")
    return found


def test_the_outline() -> None:
    with raw_client() as client:
        started(client)
        assert "\n".join(["", *lines(ask(client, "textDocument/documentSymbol")), ""]) == OUTLINE


def test_what_folds() -> None:
    with raw_client() as client:
        started(client)
        found = ask(client, "textDocument/foldingRange")
        assert [(fold["startLine"], fold["endLine"], fold.get("kind")) for fold in found] == [
            (0, 1, "comment"),
            (2, 4, None),
            (7, 11, None),
            (9, 10, None),
        ]


def test_selecting_ever_more() -> None:
    with raw_client() as client:
        started(client)
        (found,) = ask(client, "textDocument/selectionRange", positions=[place(8, 9)])
        texts, rows, at = list[str](), TEXT.splitlines(keepends=True), cast("Json | None", found)
        while at is not None:
            start, end = (cast("Json", cast("Json", at["range"])[side]) for side in ("start", "end"))
            offsets = [
                sum(map(len, rows[: cast("int", p["line"])])) + cast("int", p["character"]) for p in (start, end)
            ]
            texts.append(TEXT[offsets[0] : offsets[1]])
            at = cast("Json | None", at.get("parent"))
        assert texts[0] == "title"
        assert texts[1] == 'title == "CTO"'
        assert texts[-2].startswith("group fit")
        assert texts[-1] == TEXT
        assert all(inner in outer for inner, outer in pairwise(texts))
