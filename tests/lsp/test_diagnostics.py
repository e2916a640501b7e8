"""Findings are pushed until the client asks for the first time, and never both."""

from tests.lsp.raw import edit, raw_client

URI = "untitled:Untitled-1"
PUSH = "textDocument/publishDiagnostics"


def test_a_client_that_does_not_pull_is_told() -> None:
    with raw_client() as client:
        client.initialize()
        client.open(URI, "when a = 1 add 2\n")
        pushed = client.notification(PUSH)["params"]
        assert [(d["code"], d["source"]) for d in pushed["diagnostics"]] == [("E130", "assay")]  # type: ignore[index]
        client.change(URI, 2, edit(0, 7, 8, "=="))
        assert client.notification(PUSH)["params"]["diagnostics"] == []  # type: ignore[index]


def test_many_edits_are_one_push() -> None:
    with raw_client() as client:
        client.initialize()
        client.open(URI, "when a == 1 add 2\n")
        for n in range(20):
            client.change(URI, n + 2, edit(0, 0, 0, "x"))
        pushed = client.notification(PUSH)["params"]
        assert pushed["version"] == 21  # type: ignore[index]
        assert client.quiet(PUSH, 0.3)


def test_a_client_that_pulls_is_told_no_more() -> None:
    with raw_client() as client:
        client.initialize()
        client.open(URI, "when a = 1 add 2\n")
        client.notification(PUSH)
        report = client.call("textDocument/diagnostic", {"textDocument": {"uri": URI}})
        assert len(report["items"]) == 1  # type: ignore[index, call-overload]
        assert client.notification(PUSH)["params"]["diagnostics"] == []  # type: ignore[index]
        client.change(URI, 2, edit(0, 0, 0, "x"))
        assert client.quiet(PUSH, 0.3)


def test_a_client_that_pulls_at_once_is_not_told_as_well() -> None:
    with raw_client() as client:
        client.initialize()
        client.open(URI, "when a = 1 add 2\n")
        report = client.call("textDocument/diagnostic", {"textDocument": {"uri": URI}})
        assert len(report["items"]) == 1  # type: ignore[index, call-overload]
        assert client.quiet(PUSH, 0.3)


def test_what_is_closed_has_no_findings() -> None:
    with raw_client() as client:
        client.initialize()
        client.open(URI, "when a = 1 add 2\n")
        client.notification(PUSH)
        client.send(method="textDocument/didClose", params={"textDocument": {"uri": URI}})
        assert client.notification(PUSH)["params"] == {"uri": URI, "diagnostics": []}
