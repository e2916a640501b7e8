"""Lenses with what examples come to, and in the background with the leads of the sample."""

from pathlib import Path

from tests.lsp.raw import Raw, edit, place, raw_client

RULES = """\
lead {
  id text exact key
  country text
}
when country == "NL" add 5 as "Dutch"
example "Dutch" {
  lead { country: "NL" }
  expect score == 6
}
"""
CAN = {"codeLens": {"refreshSupport": True}}


def opened(client: Raw, folder: Path, **capabilities: object) -> str:
    (folder / "assay.toml").write_text('data = "leads.csv"\noutcome = "result"\nwon = "yes"\n')
    (folder / "leads.csv").write_text(
        "id,country,result\n"
        + "".join(f"{n},{'NL' if n % 4 else 'BE'},{'yes' if n % 2 else 'no'}\n" for n in range(400))
    )
    (folder / "rules.assay").write_text(RULES)
    uri = (folder / "rules.assay").as_uri()
    client.initialize(**capabilities)
    client.open(uri, RULES)
    return uri


def titles(client: Raw, uri: str) -> list[str]:
    return [lens["command"]["title"] for lens in client.call("textDocument/codeLens", {"textDocument": {"uri": uri}})]


def test_examples_at_once_and_rules_when_they_are_tried(tmp_path: Path) -> None:
    with raw_client() as client:
        uri = opened(client, tmp_path, workspace=CAN)
        assert titles(client, uri) == ["✗ expected `score == 6`, got score 5"]
        client.notification("workspace/codeLens/refresh")
        assert titles(client, uri) == ["fires for 300 of 400 leads, 67% won", "✗ expected `score == 6`, got score 5"]
        client.change(uri, 2, edit(7, 18, 19, "5"))
        assert titles(client, uri)[1] == "✓ passes"
        assert client.end() == 0


def test_what_typing_gave_up_is_begun_again(tmp_path: Path) -> None:
    with raw_client() as client:
        uri = opened(client, tmp_path, workspace=CAN)
        titles(client, uri)
        client.change(uri, 2, edit(4, 0, 0, " "))
        titles(client, uri)
        client.notification("workspace/codeLens/refresh")
        assert titles(client, uri)[0] == "fires for 300 of 400 leads, 67% won"


def test_an_example_is_run_on_demand(tmp_path: Path) -> None:
    with raw_client() as client:
        uri = opened(client, tmp_path)
        command = {"command": "assay.runExample", "arguments": [uri, "Dutch"]}
        found = client.call("workspace/executeCommand", command)
        assert found == {"name": "Dutch", "passed": False, "told": ["expected `score == 6`, got score 5"]}
        shown = client.notification("window/showMessage")["params"]
        assert shown == {"type": 2, "message": '"Dutch": expected `score == 6`, got score 5'}
        assert client.call("workspace/executeCommand", command | {"arguments": [uri, "gone"]}) is None
        assert client.error("workspace/executeCommand", command | {"arguments": [3, {}]}) == -32602


def test_an_example_is_made_up_when_it_is_chosen(tmp_path: Path) -> None:
    support = {"codeAction": {"resolveSupport": {"properties": ["edit"]}}}
    with raw_client() as client:
        uri = opened(client, tmp_path, textDocument=support)
        here = {"start": place(4, 8), "end": place(4, 8)}
        asked = {"textDocument": {"uri": uri}, "range": here, "context": {"diagnostics": [], "only": ["refactor"]}}
        actions = {action["title"]: action for action in client.call("textDocument/codeAction", asked)}
        chosen = actions["make up an example for this rule"]
        assert "edit" not in chosen
        resolved = client.call("codeAction/resolve", chosen)
        (change,) = resolved["edit"]["changes"][uri]
        assert change["newText"].startswith('\nexample "Dutch (2)" {\n  lead { country: "NL" }\n')
        client.change(uri, 2, edit(4, 0, 0, " "))
        assert client.call("codeAction/resolve", chosen).get("edit") is None


LONG = RULES + "".join(f'when country == "C{n}" add {n % 9} as "C{n}"\n' for n in range(1_100))


def lens_request(client: Raw, uri: str) -> int:
    return client.ask("textDocument/codeLens", {"textDocument": {"uri": uri}})


def test_examples_of_long_rules_keep_nobody_waiting(tmp_path: Path) -> None:
    with raw_client() as client:
        uri = opened(client, tmp_path)
        client.change(uri, 2, {"text": LONG})
        asked = lens_request(client, uri)
        hovered = client.call("textDocument/hover", {"textDocument": {"uri": uri}, "position": place(4, 6)})
        assert hovered is not None
        assert not [message for message in client.messages if message.get("id") == asked]
        shown = client.answer(asked)["result"]
        assert [lens["command"]["title"] for lens in shown] == ["✗ expected `score == 6`, got score 5"]  # type: ignore[attr-defined]
        assert titles(client, uri) == ["✗ expected `score == 6`, got score 5"]


def test_what_examples_came_to_is_not_told_of_other_rules(tmp_path: Path) -> None:
    with raw_client() as client:
        uri = opened(client, tmp_path)
        client.change(uri, 2, {"text": LONG})
        assert titles(client, uri) == ["✗ expected `score == 6`, got score 5"]
        asked = lens_request(client, uri)
        client.change(uri, 3, edit(7, 18, 19, "5"))
        client.answer(asked)  # with what it was, or a refusal
        assert titles(client, uri) == ["✓ passes"]
