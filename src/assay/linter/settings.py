"""Settings: `[tool.assay]` in pyproject.toml, or assay.toml, beside the rules or above them."""

import tomllib
from dataclasses import dataclass, replace
from pathlib import Path
from typing import ClassVar


@dataclass(frozen=True, slots=True)
class Settings:
    """`select`: lints to run besides the usual ones; `ignore`: not to run; `baseline`: a file of findings to live
    with. `data`, `activities`: leads to try rules on while they are written; `outcome`: their field that says how it
    ended, `won`: its value for a lead that was won. Paths are relative to the settings."""

    __pydantic_config__: ClassVar[dict[str, str]] = {"extra": "forbid"}

    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    baseline: Path | None = None
    data: Path | None = None
    activities: Path | None = None
    outcome: str | None = None
    won: str | None = None


class BadSettings(ValueError):  # noqa: N818 - it says what is wrong, not that we failed
    """Settings that cannot be used; the message is one sentence with the file."""


def settings_for(rules: Path) -> Settings:
    """The nearest settings at or above the rules; none is fine. Raises BadSettings."""
    start = rules.resolve()
    for folder in (start if start.is_dir() else start.parent, *start.parents):
        for name, key in (("assay.toml", None), ("pyproject.toml", "assay")):
            table = _table(folder / name, key)
            if table is not None:
                return _settings(folder, folder / name, table)
    return Settings()


def _table(path: Path, key: str | None) -> dict[str, object] | None:
    if not path.is_file():
        return None
    try:
        data: dict[str, object] = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise BadSettings(f"cannot read `{path}`: {error}") from None
    if key is None:
        return data
    tool = data.get("tool")
    table = tool.get(key) if isinstance(tool, dict) else None
    return table if isinstance(table, dict) else None


def _settings(folder: Path, path: Path, table: dict[str, object]) -> Settings:
    # Pydantic takes longer to load than rules to check, and most rules have no settings.
    from pydantic import TypeAdapter, ValidationError  # noqa: PLC0415

    try:
        found = TypeAdapter(Settings).validate_python(table)
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(map(str, first["loc"]))
        if first["type"] == "unexpected_keyword_argument":
            known = ", ".join(f"`{name}`" for name in Settings.__dataclass_fields__ if not name.startswith("_"))
            raise BadSettings(f"`{path}`: there is no setting `{place}`; there are {known}") from None
        raise BadSettings(f"`{path}`: `{place}`: {first['msg'].lower()}") from None
    baseline, data, activities = (path and folder / path for path in (found.baseline, found.data, found.activities))
    return replace(found, baseline=baseline, data=data, activities=activities)
