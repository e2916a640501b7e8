"""`window/workDoneProgress/create`, `$/progress`, and `$/cancelRequest` of what takes long."""

import asyncio
from pathlib import Path
from typing import cast

import pytest
from lsprotocol import types
from pygls.exceptions import JsonRpcException

from bench.lsp_rules import written
from tests.lsp.features.pages import Editor, Page, eventually, soon
from tests.lsp.features.test_formatting import OPTIONS
from tests.lsp.features.test_lenses import RULES, lenses
from tests.patience import LONG

CANCELLED = -32800


def kinds(editor: Editor, title: str) -> str:
    """What was told of the last work of a title, each kind once where it comes several times in a row."""
    for reports in reversed(editor.progress_reports.values()):
        if reports and isinstance(reports[0], types.WorkDoneProgressBegin) and reports[0].title == title:
            return " ".join(dict.fromkeys(report.kind for report in reports))
    return "nothing"


async def told(editor: Editor, title: str, holding: str) -> str:
    async def now() -> str:
        return kinds(editor, title)

    return await eventually(now, holding)


def with_a_large_sample(editor: Editor, folder: Path) -> Page:
    (folder / "assay.toml").write_text('data = "large.csv"\n')
    (folder / "large.csv").write_text("id,country\n" + "".join(f"{n},NL\n" for n in range(1_000_000)))
    return editor.page(RULES, folder.resolve() / "rules.assay")


async def test_a_trial_on_a_large_sample_is_shown_and_given_up_by_typing(editor: Editor, tmp_path: Path) -> None:
    page = with_a_large_sample(editor, tmp_path)
    await lenses(editor, page)
    assert await told(editor, "Trying the rules on large.csv", holding="report") == "begin report"
    editor.edited(page, "5", "6")
    assert await told(editor, "Trying the rules on large.csv", holding="end") == "begin report end"


async def test_a_person_gives_it_up(editor: Editor, tmp_path: Path) -> None:
    page = with_a_large_sample(editor, tmp_path)
    await lenses(editor, page)
    await told(editor, "Trying the rules on large.csv", holding="begin")
    token = list(editor.progress_reports)[-1]
    editor.window_work_done_progress_cancel(types.WorkDoneProgressCancelParams(token))
    assert (await told(editor, "Trying the rules on large.csv", holding="end")).endswith("end")
    assert "fires for" not in await lenses(editor, page)


async def test_a_request_with_a_token(editor: Editor) -> None:
    page = editor.page('if  country == "NL" add 5\n')
    editor.progress_reports["mine"] = []
    params = types.DocumentFormattingParams(page.itself, OPTIONS, work_done_token="mine")
    assert await soon(editor.text_document_formatting_async(params))
    assert [cast("types.WorkDoneProgressBegin", report).kind for report in editor.progress_reports["mine"]] == [
        "begin",
        "end",
    ]


# --- taken back -----------------------------------------------------------------------------------------------


def errands(editor: Editor) -> set[str]:
    """The processes that do what requests wait for."""
    assert editor._server is not None
    of_server = Path(f"/proc/{editor._server.pid}/task/{editor._server.pid}/children").read_text().split()
    return {one for one in of_server if "errands" in arguments(one)}


def arguments(process: str) -> list[str]:
    """Of a process that may have just ended."""
    try:
        return Path(f"/proc/{process}/cmdline").read_text().split("\0")
    except (FileNotFoundError, ProcessLookupError):
        return []


async def check_taken_back(editor: Editor, method: str, params: object) -> None:
    """Asks for something that takes long, looks whether others are answered meanwhile, and takes it back."""
    page = editor.page("when a = 1 add 2\n")
    await soon(editor.text_document_folding_range_async(types.FoldingRangeParams(page.itself)))
    request = asyncio.ensure_future(editor.protocol.send_request_async(method, params, msg_id=method))  # type: ignore[no-untyped-call]

    async def working() -> str:
        return " ".join(errands(editor)) or "not yet"

    before = errands(editor)
    for _ in range(10 * LONG):
        if errands(editor) - before or request.done():
            break
        await asyncio.sleep(0.1)
    await soon(editor.text_document_folding_range_async(types.FoldingRangeParams(page.itself)))
    assert not request.done()
    editor.cancel_request(types.CancelParams(method))
    with pytest.raises(JsonRpcException) as raised:
        await soon(request)
    assert raised.value.code == CANCELLED
    assert await eventually(working, holding="not yet") == "not yet"


@pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="looks for processes under /proc")
async def test_long_work_stops_when_its_request_is_taken_back(editor: Editor) -> None:
    example = 'example "a" { lead { title: "CTO" } expect score == 0 }\n'
    page = editor.page(written(10_000) + example)
    checked = types.HoverParams(page.itself, types.Position(0, 0))
    await soon(editor.text_document_hover_async(checked))  # what opening takes is over before anything is timed by it
    await check_taken_back(editor, types.TEXT_DOCUMENT_FORMATTING, types.DocumentFormattingParams(page.itself, OPTIONS))
    command = types.ExecuteCommandParams("assay.runExample", [page.uri, "a"])
    await check_taken_back(editor, types.WORKSPACE_EXECUTE_COMMAND, command)
    rule = page.text.index("  when ")
    start = types.Position(page.text[:rule].count("\n"), 4)
    context = types.CodeActionContext([], only=["refactor"])
    params = types.CodeActionParams(page.itself, types.Range(start, start), context)
    offered = await soon(editor.text_document_code_action_async(params)) or []
    (action,) = [one for one in offered if one.title == "make up an example for this rule"]
    await check_taken_back(editor, types.CODE_ACTION_RESOLVE, action)
