"""Lints come by themselves, behind the mistakes."""

from typing import cast

from tests.lsp.raw import Json, edit, raw_client

URI = "untitled:Untitled-1"
PUSH = "textDocument/publishDiagnostics"
TEXT = 'model "a"\nlet unused = 4\nwhen a > 1 add 2\n'


def codes(message: Json) -> list[str]:
    found = cast("list[Json]", cast("Json", message["params"])["diagnostics"])
    return [cast("str", d["code"]) for d in found]


def test_lints_are_pushed_and_follow_their_statement() -> None:
    with raw_client() as client:
        client.initialize()
        client.open(URI, TEXT)
        assert codes(client.notification(PUSH)) == []
        assert codes(client.notification(PUSH, 60)) == ["L305"]
        client.change(URI, 2, edit(0, 6, 6, "\n\n"))
        moved = client.notification(PUSH)
        (found,) = cast("list[Json]", cast("Json", moved["params"])["diagnostics"])
        assert cast("Json", cast("Json", found["range"])["start"])["line"] == 3
        client.change(URI, 3, edit(4, 15, 16, "unused"))
        assert codes(client.notification(PUSH, 60)) == []


def test_a_client_that_pulls_is_told_to_ask_again() -> None:
    with raw_client() as client:
        client.initialize(workspace={"diagnostics": {"refreshSupport": True}})
        client.open(URI, TEXT)
        client.call("textDocument/diagnostic", {"textDocument": {"uri": URI}})
        refresh = client.notification("workspace/diagnostic/refresh")
        client.send(id=refresh["id"], result=None)
        report = cast("Json", client.call("textDocument/diagnostic", {"textDocument": {"uri": URI}}))
        assert [d["code"] for d in cast("list[Json]", report["items"])] == ["L305"]
