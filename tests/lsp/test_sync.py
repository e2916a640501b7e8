"""The server's text is the editor's, whatever the columns count and whichever characters look like ends of lines."""

import json

import pytest

from tests.lsp.raw import Raw, edit, raw_client

URI = "untitled:Untitled-1"
KINDS = ("utf-8", "utf-16", "utf-32")


def negotiated(client: Raw, kind: str) -> str:
    result = client.initialize(general={"positionEncodings": [kind]})
    return result["capabilities"]["positionEncoding"]  # type: ignore[index, no-any-return]


def units(text: str, kind: str) -> int:
    return len(text.encode(f"{kind}-le" if kind != "utf-8" else kind)) // {"utf-8": 1, "utf-16": 2, "utf-32": 4}[kind]


def found(client: Raw) -> list[dict[str, object]]:
    report = client.call("textDocument/diagnostic", {"textDocument": {"uri": URI}})
    return json.loads(json.dumps(report))["items"]  # type: ignore[no-any-return]


@pytest.mark.parametrize("kind", KINDS)
def test_columns_count_what_was_agreed(kind: str) -> None:
    before = 'lead { t text } when t == "🦊é" and '
    with raw_client() as client:
        assert negotiated(client, kind) == kind
        client.open(URI, before + "wrong == 1 add 5\n")
        (problem,) = found(client)
        assert problem["range"]["start"] == {"line": 0, "character": units(before, kind)}  # type: ignore[index]
        at = units('lead { t text } when t == "🦊', kind)
        client.change(URI, 2, edit(0, at, at + units("é", kind), "🦊"), edit(0, at - units("🦊", kind), at, ""))
        (problem,) = found(client)
        shorter = 'lead { t text } when t == "🦊" and '
        assert problem["range"]["start"] == {"line": 0, "character": units(shorter, kind)}  # type: ignore[index]


@pytest.mark.parametrize("odd", ["\f", "\v", "\x1c", "\x85", "\u2028", "\u2029"])
def test_only_line_ends_end_lines(odd: str) -> None:
    with raw_client() as client:
        client.initialize()
        client.open(URI, f"# a{odd}b\n# c\rwhen a > 1 add 2\r\nwhen b > 1 ad 3\n")
        assert [p["range"]["start"]["line"] for p in found(client)] == [3]  # type: ignore[index]
        client.change(URI, 2, edit(3, 11, 13, "add"))
        assert found(client) == []


def test_a_whole_text_may_come_as_a_change() -> None:
    with raw_client() as client:
        client.initialize()
        client.open(URI, "nonsense")
        client.change(URI, 2, {"text": "when a > 1 add 2\n"})
        assert found(client) == []
