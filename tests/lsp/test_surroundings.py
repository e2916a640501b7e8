"""Settings, files on disk and several folders."""

from pathlib import Path
from typing import cast

from tests.lsp.raw import Json, raw_client

REFRESHED = {"workspace": {"configuration": True, "diagnostics": {"refreshSupport": True}}}


def codes(report: object) -> list[object]:
    return [found["code"] for found in cast("list[Json]", cast("Json", report)["items"])]


def document(path: Path) -> Json:
    return {"textDocument": {"uri": path.as_uri()}}


def test_settings_of_the_editor_choose_lints() -> None:
    uri = "untitled:Untitled-1"
    with raw_client() as client:
        client.initialize(**REFRESHED)
        asked = client.notification("workspace/configuration")
        assert cast("Json", asked["params"])["items"] == [{"section": "assay"}]
        client.send(id=asked["id"], result=[{"ignore": ["L305"], "select": 3, "data": None}])
        client.open(uri, "let unused = 4\nwhen a > 1 add 0\n")
        client.call("textDocument/diagnostic", {"textDocument": {"uri": uri}})
        client.notification("workspace/diagnostic/refresh")
        found = codes(client.call("textDocument/diagnostic", {"textDocument": {"uri": uri}}))
        assert "L305" not in found
        assert found


def test_settings_of_a_client_that_tells_them_and_is_not_asked() -> None:
    uri = "untitled:Untitled-1"
    with raw_client() as client:
        client.initialize(workspace={"diagnostics": {"refreshSupport": True}})
        settings = {"assay": {"ignore": ["L305"]}, "other": 1}
        client.send(method="workspace/didChangeConfiguration", params={"settings": settings})
        client.open(uri, "let unused = 4\nwhen a > 1 add 0\n")
        client.call("textDocument/diagnostic", {"textDocument": {"uri": uri}})
        found: list[object] = []
        while "L301" not in found:
            refresh = client.notification("workspace/diagnostic/refresh")
            client.send(id=refresh["id"], result=None)
            found = codes(client.call("textDocument/diagnostic", {"textDocument": {"uri": uri}}))
        assert "L305" not in found


def test_a_list_file_that_is_written_counts(tmp_path: Path) -> None:
    rules = tmp_path.resolve() / "a.assay"
    rules.write_text('lead { title text }\nlet titles from "t.txt"\nwhen title in titles add 1\n', encoding="utf-8")
    with raw_client() as client:
        client.initialize()
        client.open(rules.as_uri(), rules.read_text(encoding="utf-8"))
        assert len(codes(client.call("textDocument/diagnostic", document(rules)))) == 1
        written = tmp_path / "t.txt"
        written.write_text("CTO\n", encoding="utf-8")
        changes = [{"uri": written.as_uri(), "type": 1}]
        client.send(method="workspace/didChangeWatchedFiles", params={"changes": changes})
        assert codes(client.call("textDocument/diagnostic", document(rules))) == []


def test_the_server_asks_to_be_told_of_files() -> None:
    with raw_client() as client:
        client.initialize(workspace={"didChangeWatchedFiles": {"dynamicRegistration": True}})
        asked = cast("Json", client.notification("client/registerCapability")["params"])
        (registered,) = cast("list[Json]", asked["registrations"])
        assert registered["method"] == "workspace/didChangeWatchedFiles"


def test_a_file_above_that_uses_one_is_found_in_any_open_folder(tmp_path: Path) -> None:
    folders = [tmp_path.resolve() / name for name in ("one", "two")]
    for folder in folders:
        (folder / "parts").mkdir(parents=True)
        (folder / "main.assay").write_text('use "parts/more.assay"\nlead { title text }\n', encoding="utf-8")
        (folder / "parts" / "more.assay").write_text('when title == "x" add 1\n', encoding="utf-8")
    with raw_client() as client:
        workspace = [{"uri": folder.as_uri(), "name": folder.name} for folder in folders]
        params: Json = {"processId": None, "rootUri": None, "capabilities": {}, "workspaceFolders": workspace}
        client.call("initialize", params)
        client.send(method="initialized", params={})
        for folder in folders:
            part = folder / "parts" / "more.assay"
            client.open(part.as_uri(), 'when titel == "x" add 1\n')
            report = cast("Json", client.call("textDocument/diagnostic", document(part)))
            (found,) = cast("list[Json]", report["items"])
            assert "title" in cast("str", found["message"])
