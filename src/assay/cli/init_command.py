"""`assay init DIR`: a first rules file, read off the data or taken from a ready pack."""

import shutil
from importlib.resources import files
from pathlib import Path

import click

from assay.cli.failure import Failure
from assay.cli.inputs import unreadable_ends
from assay.cli.rules import reason
from assay.cli.terminal import messages
from assay.data.infer import infer
from assay.data.tables import open_table
from assay.files import write_text
from assay.starter import Seen, starter

NAME = "rules.assay"
_KEPT = {".assay", ".txt", ".md", ".csv", ".jsonl"}


@click.command(name="init", epilog="Example: assay init --from leads.csv --activities activities.csv my_rules")
@click.argument("folder", type=click.Path(path_type=Path))
@click.option("--from", "leads", metavar="LEADS", help="Read the schema off this file.")
@click.option("--activities", metavar="FILE", help="Read the schema of activities off this file.")
@click.option(
    "--template", metavar="NAME", help="Start from a ready pack: b2b_saas, bank_marketing, ecommerce, minimal."
)
def command(folder: Path, leads: str | None, activities: str | None, template: str | None) -> None:
    """Start a rules file in FOLDER. Nothing that is there is overwritten."""
    if template and (leads or activities):
        raise Failure("give --template or --from, not both")
    try:
        if template or not leads:
            made = _from_template(template or "minimal", folder)
        else:
            made = [_from_data(leads, activities, folder)]
    except OSError as error:
        raise Failure(f"cannot write to `{folder}`: {reason(error)}") from None
    console = messages()
    for path in made:
        console.print(f"wrote {path}", soft_wrap=True)
    console.print(f"next: assay check {folder}", soft_wrap=True)


def _from_data(leads: str, activities: str | None, folder: Path) -> Path:
    target = folder / NAME
    _refuse_existing([target])
    with unreadable_ends():
        seen = _seen(leads)
        did = _seen(activities) if activities else None
    folder.mkdir(parents=True, exist_ok=True)
    write_text(target, starter(Path(leads).stem.replace("_", " "), seen, did))
    return target


def _seen(path: str) -> Seen:
    with open_table(path) as table:
        found = infer(table)
    if not found.rows:
        raise Failure(f"`{path}` has no rows to read types off")
    return Seen(Path(path).name, found)


def _from_template(name: str, folder: Path) -> list[Path]:
    packs = _packs()
    ready = sorted(path.name for path in packs.iterdir() if path.is_dir() and not path.name.startswith((".", "_")))
    if name not in ready:
        raise Failure(f"there is no template `{name}`", f"there are: {', '.join(ready)}")
    source = packs / name
    wanted = [path.relative_to(source) for path in sorted(source.rglob("*")) if path.suffix in _KEPT]
    _refuse_existing([folder / path for path in wanted])
    for path in wanted:
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(source / path, folder / path)
    return [folder / path for path in wanted]


def _packs() -> Path:
    """The ready packs: inside the package in a wheel, at the top of the repository in a checkout."""
    shipped = Path(str(files("assay"))) / "packs"
    return shipped if shipped.is_dir() else Path(__file__).parents[3] / "rules"


def _refuse_existing(paths: list[Path]) -> None:
    for path in paths:
        if path.exists():
            raise Failure(f"`{path}` is there already", "name another folder, or move it away")
