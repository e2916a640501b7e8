"""Colours: what each word is, and after an edit only what changed."""

from typing import cast

from tests.lsp.raw import Json, Raw, edit, place, raw_client

URI = "untitled:Untitled-1"
TEXT = """lead { title text key text }
let demo = 30  # points
group fit max 50 {
  when title == "🦊" and length(key) > 2 add demo
}
stage MQL when fit >= 20 and score > 1
"""
PICTURE = """lead { title text key text }
K      P     T    P   T
let demo = 30  # points
K   V      N   C
group fit max 50 {
K     G   K   N
  when title == "🦊" and length(key) > 2 add demo
  K    P     O  S   K   F      P    O N K   V
}

stage MQL when fit >= 20 and score > 1
K     E   K    G   O  N  K   V     O N
"""
LETTERS = {"keyword": "K", "type": "T", "string": "S", "number": "N", "comment": "C", "operator": "O", "property": "P"}
LETTERS |= {"variable": "V", "class": "G", "enumMember": "E", "function": "F"}


def tokens(data: list[int]) -> list[tuple[int, int, int, int]]:
    """Line, column, length and kind of each."""
    found, line, column = [], 0, 0
    for down, along, length, kind, _ in zip(*[iter(data)] * 5, strict=True):
        line, column = line + down, along if down else column + along
        found.append((line, column, length, kind))
    return found


def started(client: Raw, text: str = TEXT) -> list[str]:
    result = client.initialize(general={"positionEncodings": ["utf-32"]})
    client.open(URI, text)
    provider = cast("Json", cast("Json", result["capabilities"])["semanticTokensProvider"])
    return cast("list[str]", cast("Json", provider["legend"])["tokenTypes"])


def full(client: Raw) -> Json:
    return cast("Json", client.call("textDocument/semanticTokens/full", {"textDocument": {"uri": URI}}))


def drawn(text: str, found: list[tuple[int, int, int, int]], legend: list[str]) -> str:
    lines = []
    for number, line in enumerate(text.splitlines()):
        marks = [" "] * len(line)
        for at, column, _, kind in found:
            if at == number:
                marks[column] = LETTERS[legend[kind]]
        lines += [line, "".join(marks).rstrip()]
    return "\n".join(lines) + "\n"


def test_every_word_has_its_kind() -> None:
    with raw_client() as client:
        legend = started(client)
        assert drawn(TEXT, tokens(cast("list[int]", full(client)["data"])), legend) == PICTURE


def test_after_an_edit_only_the_difference_comes() -> None:
    with raw_client() as client:
        started(client)
        before = full(client)
        client.change(URI, 2, edit(1, 11, 13, "3 * 4"), edit(0, 0, 0, "\n"))
        params = {"textDocument": {"uri": URI}, "previousResultId": before["resultId"]}
        delta = cast("Json", client.call("textDocument/semanticTokens/full/delta", params))
        (change,) = cast("list[Json]", delta["edits"])
        data = list(cast("list[int]", before["data"]))
        at, gone = cast("int", change["start"]), cast("int", change["deleteCount"])
        assert gone < len(data)
        data[at : at + gone] = cast("list[int]", change["data"])
        assert data == full(client)["data"]


def test_an_old_result_is_answered_in_full() -> None:
    with raw_client() as client:
        started(client)
        params = {"textDocument": {"uri": URI}, "previousResultId": "long ago"}
        assert client.call("textDocument/semanticTokens/full/delta", params)["data"] == full(client)["data"]  # type: ignore[index, call-overload]


def test_a_range_is_part_of_the_whole() -> None:
    with raw_client() as client:
        started(client)
        params = {"textDocument": {"uri": URI}, "range": {"start": place(1, 0), "end": place(1, 5)}}
        part = cast("Json", client.call("textDocument/semanticTokens/range", params))
        whole = tokens(cast("list[int]", full(client)["data"]))
        assert set(tokens(cast("list[int]", part["data"]))) == {token for token in whole if token[0] == 1}
