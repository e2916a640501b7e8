"""The `assay` command. Commands are imported on use, so that `assay --version` starts at once."""

import gc
import importlib
import io
import os
import sys

import click

from assay.cli.failure import Failure
from assay.version import __version__

COMMANDS = {
    "score": "score leads and show who qualifies",
    "explain": "show why one lead has its score and stage",
    "check": "find mistakes in rules",
    "fmt": "put rules into the one style",
    "test": "run the examples in the rules",
    "prove": "prove the guarantees for all possible leads",
    "diff": "compare two versions of rules",
    "plan": "show how the rules are evaluated",
    "sql": "print the rules as a query for a warehouse",
    "rule": "explain an error code",
    "init": "start a rules file",
    "lsp": "run the language server, for editors",
}

EPILOG = "Start with `assay init --from leads.csv .`, or look at one lead: `assay explain RULES LEADS --lead KEY`."


class _Commands(click.Group):
    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        if cmd_name not in COMMANDS:
            return None
        command: click.Command = importlib.import_module(f"assay.cli.{cmd_name}_command").command
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))

    def invoke(self, ctx: click.Context) -> object:
        try:
            return super().invoke(ctx)
        except click.UsageError as error:
            said = error.format_message()
            if (spoken := _spoken(said)) == said:
                raise
            raise click.UsageError(spoken, error.ctx) from None

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        try:
            return super().resolve_command(ctx, args)
        except click.UsageError as error:
            from difflib import get_close_matches  # noqa: PLC0415 - only on a mistake

            close = get_close_matches(args[0], COMMANDS, n=1)
            if not close:
                raise
            raise click.UsageError(f"{error.message} Did you mean `{close[0]}`?", ctx) from None


@click.group(cls=_Commands, epilog=EPILOG, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="assay")
def cli() -> None:
    """Rules for what makes a lead qualified: readable, testable, explainable."""


def main() -> None:
    """Entry point. Whatever a user did ends in a sentence and an exit status, never in a traceback."""
    _survive_old_terminals()
    gc.set_threshold(100_000, 50, 100)  # trees and plans live as long as the command: looking through them is in vain
    try:
        cli(prog_name="assay", standalone_mode=True)
    except Failure as failure:
        click.echo(f"error: {_spoken(failure.message)}", err=True)
        if failure.help:
            click.echo(f"  help: {_spoken(failure.help)}", err=True)
        sys.exit(failure.status)
    except BrokenPipeError:
        # The reader of our output (`head`) has enough; keep Python from complaining at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(0)
    except RecursionError:
        click.echo("error: the rules are nested too deeply", err=True)
        sys.exit(2)


def _spoken(sentence: str) -> str:
    """Wherever an address was given by mistake, its password is not told."""
    from assay.data.addresses import without_logins  # noqa: PLC0415 - only on a mistake

    return without_logins(sentence)


def _survive_old_terminals() -> None:
    """What a terminal cannot show becomes `?`; names of leads hold any character."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")
