"""How much memory a run may take, and where it goes beyond."""

import os
import re
from pathlib import Path

import click

from assay.data.spilling import Room

_MOST = 1_000_000  # TB; no computer has more, and DuckDB cannot count it
_TERABYTES = {"M": 1_000_000, "G": 1_000, "T": 1}  # make one


class _Size(click.ParamType[str]):
    name = "size"

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> str:
        found = re.fullmatch(r"([0-9]+(?:\.[0-9]+)?) ?([MGT])B", value.strip().upper())
        if found is None or float(found[1]) / _TERABYTES[found[2]] > _MOST:
            self.fail(f"`{value}` is no size; write it as 500MB or 2GB", param, ctx)
        return value.strip().upper()


MEMORY = click.option(
    "--memory",
    type=_Size(),
    metavar="SIZE",
    help="The most that DuckDB takes of memory, such as 2GB; what does not fit is on disk meanwhile. Default: four fifths.",
)


def room_for(output: Path | None, memory: str | None) -> Room:
    """Temporary files go beside the results, where there is room for them anyway, unless TMPDIR says where."""
    beside = (
        output is not None and "TMPDIR" not in os.environ and output.parent.is_dir() and not output.is_char_device()
    )
    return Room(memory, output.parent.resolve() if output is not None and beside else None)
