"""`assay lsp`: the language server, for editors."""

import importlib.util
import sys

import click

from assay.cli.failure import Failure


@click.command(name="lsp", epilog="Example: assay lsp   (an editor starts it; see editors/ for how to set one up)")
@click.option("--stdio", is_flag=True, help="Talk over standard input and output: the usual way, also without this.")
@click.option("--tcp", is_flag=True, help="Listen for connections.")
@click.option("--ws", is_flag=True, help="Listen for WebSocket connections, as from a web page.")
@click.option("--host", default="127.0.0.1", show_default=True, help="With --tcp or --ws: where to listen.")
@click.option("--port", type=int, default=8765, show_default=True, help="With --tcp or --ws; 0 takes a free one.")
def command(stdio: bool, tcp: bool, ws: bool, host: str, port: int) -> None:
    """Run the language server. It reads and writes what editors speak, and ends when the editor says so."""
    if stdio + tcp + ws > 1:
        raise Failure("give one of --stdio, --tcp and --ws")
    if importlib.util.find_spec("pygls") is None:
        raise Failure("the language server needs a library that is not installed", 'pip install "assay-lang[lsp]"')
    import gc  # noqa: PLC0415

    gc.disable()  # until all is loaded: a third of the start-up is looking for garbage that is not there
    from assay.lsp import transport  # noqa: PLC0415

    try:
        if tcp:
            transport.serve_tcp(host, port, _ready)
        elif ws:
            from assay.lsp import websocket  # noqa: PLC0415 - half as long again to load

            websocket.serve_websocket(host, port, _ready)
        else:
            sys.exit(transport.serve_stdio())
    except OSError as error:
        raise Failure(f"cannot listen on {host}:{port}: {(error.strerror or str(error)).lower()}") from None
    except KeyboardInterrupt:
        sys.exit(0)


def _ready(port: int) -> None:
    click.echo(f"listening on port {port}", err=True)
