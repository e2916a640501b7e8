"""The same completions for every client, in the form that it takes."""

from typing import cast

from tests.lsp.raw import Json, place, raw_client

URI = "untitled:Untitled-1"
TEXT = 'lead { country text  `Lead Source` text }\nwhen cou == "x" add 5\n'


def items(completion: Json) -> tuple[Json, list[Json]]:
    with raw_client() as client:
        client.initialize(textDocument={"completion": completion})
        client.open(URI, TEXT)
        params = {"textDocument": {"uri": URI}, "position": place(1, 8)}
        answer = cast("Json", client.call("textDocument/completion", params))
        return answer, cast("list[Json]", answer["items"])


def test_a_range_is_told_once_to_who_takes_it_once() -> None:
    once, short = items({"completionList": {"itemDefaults": ["editRange"]}})
    each, long = items({"completionList": {"itemDefaults": ["data"]}})
    word = {"start": place(1, 5), "end": place(1, 8)}
    assert once["itemDefaults"] == {"editRange": word}
    assert "itemDefaults" not in each
    assert [{"range": word, "newText": item.pop("textEditText")} for item in short] == [
        item.pop("textEdit") for item in long
    ]
    assert short == long


def test_snippets_are_for_who_takes_them() -> None:
    _, with_them = items({"completionItem": {"snippetSupport": True}})
    _, without = items({})
    assert any("insertTextFormat" in item for item in with_them)
    assert not any("insertTextFormat" in item for item in without)
    assert not any("$" in cast("Json", item["textEdit"])["newText"] for item in without)  # type: ignore[operator]
