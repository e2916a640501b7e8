"""What surrounds documents: folders, files on disk, settings."""

import contextlib
from collections.abc import Mapping
from pathlib import Path
from typing import cast

from lsprotocol import types

from assay.linter.settings import Settings
from assay.lsp.places import path_of
from assay.lsp.server import Server

# What rules are made of besides themselves: lists, settings, and leads to try them on.
WATCHED = ("**/*.assay", "**/*.{txt,csv,tsv,json,jsonl,parquet,xlsx}", "**/{pyproject,assay}.toml")


def register(server: Server) -> None:
    async def initialized(_params: types.InitializedParams) -> None:
        _folders(server)
        await _watch(server)
        await _configure(server)

    async def configured(params: types.DidChangeConfigurationParams) -> None:
        if _answers_for_settings(server):
            await _configure(server)
        else:
            _prefer(server, {None: settings_of(_section(params.settings))})

    async def folders_changed(_params: types.DidChangeWorkspaceFoldersParams) -> None:
        _folders(server)
        await _configure(server)
        _look_again(server)

    def files_changed(params: types.DidChangeWatchedFilesParams) -> None:
        server.rules.files_changed([path_of(change.uri) for change in params.changes])
        _look_again(server)

    server.feature(types.INITIALIZED)(initialized)
    server.feature(types.WORKSPACE_DID_CHANGE_CONFIGURATION)(configured)
    server.feature(types.WORKSPACE_DID_CHANGE_WORKSPACE_FOLDERS)(folders_changed)
    server.feature(types.WORKSPACE_DID_CHANGE_WATCHED_FILES)(files_changed)


def _folders(server: Server) -> None:
    server.rules.in_folders(tuple(map(path_of, _opened(server))))


def _opened(server: Server) -> list[str]:
    """The folders that are open, as the client names them."""
    root = server.workspace.root_uri
    return list(server.workspace.folders) or ([root] if root else [])


async def _watch(server: Server) -> None:
    """Asks to be told of files that change; without that, what is on disk is looked at when a document is opened."""
    workspace = server.client_capabilities.workspace
    watching = None if workspace is None else workspace.did_change_watched_files
    wanted = []
    if watching is not None and watching.dynamic_registration:
        watchers = [types.FileSystemWatcher(pattern) for pattern in WATCHED]
        options = types.DidChangeWatchedFilesRegistrationOptions(watchers)
        wanted.append(types.Registration("files", types.WORKSPACE_DID_CHANGE_WATCHED_FILES, options))
    settings = None if workspace is None else workspace.did_change_configuration
    if settings is not None and settings.dynamic_registration:
        section = types.DidChangeConfigurationRegistrationOptions(section="assay")
        wanted.append(types.Registration("settings", types.WORKSPACE_DID_CHANGE_CONFIGURATION, section))
    if wanted:
        with contextlib.suppress(Exception):  # a client that refuses is one that does not tell
            await server.client_register_capability_async(types.RegistrationParams(wanted))


def _answers_for_settings(server: Server) -> bool:
    workspace = server.client_capabilities.workspace
    return bool(workspace and workspace.configuration)


async def _configure(server: Server) -> None:
    """Asks for the settings under `assay` in the editor, of each of its folders and of what is in none."""
    if not _answers_for_settings(server):
        return
    folders = _opened(server)
    items = [types.ConfigurationItem(folder, "assay") for folder in folders]
    with contextlib.suppress(Exception):  # a client that refuses has no settings
        asked = types.ConfigurationParams([*items, types.ConfigurationItem(section="assay")])
        given = await server.workspace_configuration_async(asked)
        places = (*map(path_of, folders), None)
        _prefer(server, {place: settings_of(one) for place, one in zip(places, given, strict=True)})


def _prefer(server: Server, settings: Mapping[Path | None, Settings]) -> None:
    server.rules.prefer(settings)
    _look_again(server)


def _look_again(server: Server) -> None:
    """What rules stand on has changed: what was said of them may not hold."""
    server.diagnostics.changed()
    server.diagnostics.news()
    if server.can_refresh("code_lens"):
        server.workspace_code_lens_refresh(None)
    if server.can_refresh("inlay_hint"):
        server.workspace_inlay_hint_refresh(None)


def _section(settings: object) -> object:
    """What a client that is not asked for settings, but tells them, tells of ours."""
    return settings.get("assay") if isinstance(settings, dict) else None


def settings_of(given: object) -> Settings:
    """Settings as an editor gives them; what is none of the kinds they have is passed over."""
    table = cast("dict[str, object]", given) if isinstance(given, dict) else {}
    data, activities = _text(table.get("data")), _text(table.get("activities"))
    return Settings(
        select=_texts(table.get("select")),
        ignore=_texts(table.get("ignore")),
        data=Path(data) if data else None,
        activities=Path(activities) if activities else None,
        outcome=_text(table.get("outcome")),
        won=_text(table.get("won")),
    )


def _text(given: object) -> str | None:
    return given if isinstance(given, str) and given.strip() else None


def _texts(given: object) -> tuple[str, ...]:
    return tuple(one for one in given if isinstance(one, str)) if isinstance(given, list) else ()
