"""Answers to clients that can less, or other things, than most: the answers themselves are drawn in tests/lsp/features."""

from typing import Any

from tests.lsp.raw import Json, Raw, place, raw_client

URI = "untitled:Untitled-1"
# An emoji before the names: columns count its two UTF-16 units, or the four of UTF-8.
TEXT = 'lead {\n  country text\n}\nwhen country == "🇳🇱" and country != "x" add 5\n'


def about(line: int, character: int) -> Json:
    return {"textDocument": {"uri": URI}, "position": place(line, character)}


def opened(client: Raw, **capabilities: object) -> Any:  # JSON
    answer = client.initialize(**capabilities)
    client.open(URI, TEXT)
    return answer["capabilities"]


def test_the_server_says_what_it_can() -> None:
    with raw_client() as client:
        can = opened(client)
        assert can["hoverProvider"]
        assert can["definitionProvider"]
        assert can["referencesProvider"]
        assert can["documentHighlightProvider"]
        assert can["completionProvider"]["resolveProvider"]


def test_hover_in_utf_8() -> None:
    with raw_client() as client:
        opened(client, general={"positionEncodings": ["utf-8"]})
        found = client.call("textDocument/hover", about(3, 32))
        assert found["range"] == {"start": place(3, 31), "end": place(3, 38)}


def test_definition_as_the_client_takes_it() -> None:
    with raw_client() as client:
        opened(client)
        found = client.call("textDocument/definition", about(3, 6))
        assert found == {"uri": URI, "range": {"start": place(1, 2), "end": place(1, 9)}}
    with raw_client() as client:
        opened(client, textDocument={"definition": {"linkSupport": True}})
        (link,) = client.call("textDocument/definition", about(3, 6))
        assert link["originSelectionRange"] == {"start": place(3, 5), "end": place(3, 12)}


def test_completion_and_its_documentation() -> None:
    with raw_client() as client:
        opened(client, textDocument={"completion": {"completionItem": {"snippetSupport": True}}})
        found = client.call("textDocument/completion", about(3, 5))
        items = {item["label"]: item for item in found["items"]}
        assert items["any(…)"]["insertTextFormat"] == 2
        resolved = client.call("completionItem/resolve", items["country"])
        assert "A field of the lead." in resolved["documentation"]["value"]


def test_completion_without_snippets() -> None:
    with raw_client() as client:
        opened(client)
        found = client.call("textDocument/completion", about(3, 5))
        texts = [item["textEdit"]["newText"] for item in found["items"]]
        assert not any("$" in text for text in texts)


def test_an_item_that_is_none_of_ours() -> None:
    with raw_client() as client:
        opened(client)
        assert client.call("completionItem/resolve", {"label": "x", "data": {"uri": 3}})
        assert client.call("textDocument/hover", about(3, 6))


def test_rename_with_versions_where_the_client_takes_them() -> None:
    with raw_client() as client:
        opened(client)
        assert client.call("textDocument/prepareRename", about(3, 6))["placeholder"] == "country"
        found = client.call("textDocument/rename", about(3, 6) | {"newName": "land"})
        assert [edit["newText"] for edit in found["changes"][URI]] == ["land", "land", "land", ' from "country"']
    with raw_client() as client:
        opened(client, workspace={"workspaceEdit": {"documentChanges": True}})
        found = client.call("textDocument/rename", about(3, 6) | {"newName": "land"})
        assert found["documentChanges"][0]["textDocument"] == {"uri": URI, "version": 1}


def test_a_rename_is_refused_in_a_sentence() -> None:
    with raw_client() as client:
        opened(client)
        answer = client.answer(client.ask("textDocument/rename", about(3, 6) | {"newName": " "}))
        assert answer["error"] == {"code": -32803, "message": "a name needs at least one letter"}
        assert client.error("textDocument/prepareRename", about(3, 1)) == -32803
