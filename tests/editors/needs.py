"""What a test needs of the machine. Where it is missing the test is left out; with ASSAY_REQUIRE, as in .ci/run, it fails.

What takes minutes to install is there only in a job of its own, .ci/jobs/editors.sh: ASSAY_EDITORS is the folder.
"""

import os
import shutil
from pathlib import Path
from typing import NoReturn

import pytest


def missing(what: str) -> NoReturn:
    if os.environ.get("ASSAY_REQUIRE"):
        pytest.fail(f"{what} is not there, and ASSAY_REQUIRE is set")
    pytest.skip(f"{what} is not there")


def program(name: str, *places: Path) -> str:
    """The path of a program, from one of the places or from PATH."""
    found = next((str(place / name) for place in places if (place / name).exists()), None) or shutil.which(name)
    return found if found is not None else missing(f"`{name}`")


def tool(path: str) -> Path:
    """A file of the folder ASSAY_EDITORS; without that, the test is for the job that has it."""
    folder = os.environ.get("ASSAY_EDITORS")
    if not folder:
        pytest.skip("a test of .ci/jobs/editors.sh")
    file = Path(folder) / path
    return file if file.exists() else missing(str(file))
