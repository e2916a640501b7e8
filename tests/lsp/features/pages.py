"""Answers as pictures: a page of rules with a mark where the cursor is, and as text what a client is shown of it.

The cursor is `|`; a selection stands between two. A place is drawn as its line with `^` under the letters.
"""

import asyncio
import itertools
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TypeVar

from lsprotocol import types
from pygls.protocol import default_converter
from pytest_lsp import LanguageClient, client_capabilities
from pytest_lsp.client import register_lsp_features

from tests.patience import LONG

R = TypeVar("R")
CURSOR = "|"
_names = itertools.count(1)


def abilities() -> types.ClientCapabilities:
    """What VS Code says it can, and what it learned since that was written down."""
    can = client_capabilities("visual-studio-code")
    assert can.workspace is not None
    assert can.text_document is not None
    can.workspace.diagnostics = types.DiagnosticWorkspaceClientCapabilities(refresh_support=True)
    can.workspace.inlay_hint = types.InlayHintWorkspaceClientCapabilities(refresh_support=True)
    can.text_document.diagnostic = types.DiagnosticClientCapabilities(related_document_support=True)
    return can


@dataclass(frozen=True)
class Page:
    """A document that is open. `marks` are the places that were marked in it."""

    uri: str
    text: str
    marks: tuple[types.Position, ...]

    @property
    def itself(self) -> types.TextDocumentIdentifier:
        return types.TextDocumentIdentifier(self.uri)

    @property
    def cursor(self) -> types.Position:
        return self.marks[0]

    @property
    def selection(self) -> types.Range:
        return types.Range(self.marks[0], self.marks[-1])

    @property
    def whole(self) -> types.Range:
        return types.Range(types.Position(0, 0), self._position(len(self.text)))

    def _position(self, offset: int) -> types.Position:
        return position(self.text, offset)

    def offset(self, at: types.Position) -> int:
        """Where a position is in the text; columns count UTF-16 units."""
        rows = self.text.split("\n")
        row = rows[at.line].encode("utf-16-le")[: 2 * at.character].decode("utf-16-le")
        return sum(len(row) + 1 for row in rows[: at.line]) + len(row)

    def part(self, place: types.Range) -> str:
        return self.text[self.offset(place.start) : self.offset(place.end)]

    def drawn(self, *places: types.Range) -> str:
        """Each line that has one of the places, with the places under it; of one over several lines the first."""
        lines: dict[int, list[types.Range]] = {}
        for place in places:
            lines.setdefault(place.start.line, []).append(place)
        return "\n".join(self._line(line, lines[line]) for line in sorted(lines)) or "nothing"

    def _line(self, line: int, places: list[types.Range]) -> str:
        text = self.text.split("\n")[line]
        before = self.offset(types.Position(line, 0))
        marks = [" "] * (len(text) + 1)
        for place in places:
            start = self.offset(place.start) - before
            end = min(self.offset(place.end) - before, len(text)) if place.end.line == line else len(text)
            marks[start : max(end, start + 1)] = "^" * max(end - start, 1)
        return f"{text}\n{''.join(marks).rstrip()}"

    def edited(self, edits: Iterable[types.TextEdit]) -> str:
        """The text with some edits made."""
        text = self.text
        for edit in sorted(edits, key=lambda edit: self.offset(edit.range.start), reverse=True):
            text = text[: self.offset(edit.range.start)] + edit.new_text + text[self.offset(edit.range.end) :]
        return text


def position(text: str, offset: int) -> types.Position:
    before = text[:offset]
    line = before.count("\n")
    return types.Position(line, len(before[before.rfind("\n") + 1 :].encode("utf-16-le")) // 2)


class Editor(LanguageClient):
    """A client with pages open. `legend` are the kinds of words the server colours; `refreshed` are the kinds of answers the server asked it to ask for again."""

    def __init__(self) -> None:
        super().__init__(converter_factory=default_converter)
        register_lsp_features(self)
        self.pages: list[Page] = []
        self.legend: list[str] = []
        self.refreshed: list[str] = []
        for method in (types.WORKSPACE_CODE_LENS_REFRESH, types.WORKSPACE_INLAY_HINT_REFRESH):
            self.feature(method)(self._refresh(method))
        self.feature(types.CLIENT_REGISTER_CAPABILITY)(lambda _params: None)

    def _refresh(self, method: str) -> object:
        return lambda _params: self.refreshed.append(method)

    async def greet(self, can: types.ClientCapabilities, *folders: Path) -> types.InitializeResult:
        opened = [types.WorkspaceFolder(folder.as_uri(), folder.name) for folder in folders]
        params = types.InitializeParams(can, workspace_folders=opened or None)
        answer = await soon(self.initialize_session(params))
        if answer.capabilities.semantic_tokens_provider is not None:
            self.legend = list(answer.capabilities.semantic_tokens_provider.legend.token_types)
        return answer

    def page(self, picture: str, path: Path | None = None) -> Page:
        """Opens what is drawn: a file, or a text that is in none yet."""
        uri = f"untitled:page-{next(_names)}" if path is None else path.as_uri()
        parts = picture.removeprefix("\n").split(CURSOR)
        text, ends = "".join(parts), itertools.accumulate(map(len, parts[:-1]))
        page = Page(uri, text, tuple(position(text, end) for end in ends))
        self.text_document_did_open(types.DidOpenTextDocumentParams(types.TextDocumentItem(uri, "assay", 1, text)))
        self.pages.append(page)
        return page

    def edited(self, page: Page, old: str, new: str) -> Page:
        """Types something else in place of the first `old`."""
        start = page.text.index(old)
        place = types.Range(position(page.text, start), position(page.text, start + len(old)))
        change = types.TextDocumentContentChangePartial(place, new)
        document = types.VersionedTextDocumentIdentifier(next(_names) + 1, page.uri)
        self.text_document_did_change(types.DidChangeTextDocumentParams(document, [change]))
        return replace(page, text=page.text.replace(old, new, 1))

    def put_away(self) -> None:
        for page in self.pages:
            self.text_document_did_close(types.DidCloseTextDocumentParams(page.itself))
        self.pages.clear()


async def soon(answer: Awaitable[R]) -> R:
    return await asyncio.wait_for(answer, LONG)


async def eventually(draw: Callable[[], Awaitable[str]], holding: str) -> str:
    """Asks again and again until the answer has a text in it, as for what is worked out in the background; gives the
    last answer."""
    found = await soon(draw())
    for _ in range(10 * LONG):
        if holding in found:
            break
        await asyncio.sleep(0.1)
        found = await soon(draw())
    return found


def drawing(text: str) -> str:
    """A picture as a test writes it down, without the line breaks around it."""
    return text.strip("\n")
