"""`assay/text` says what the server has."""

from tests.lsp.raw import edit, raw_client

URI = "untitled:Untitled-1"


def about(uri: str) -> dict[str, object]:
    return {"textDocument": {"uri": uri}}


def test_the_text_is_that_after_all_edits() -> None:
    with raw_client() as client:
        client.initialize()
        client.open(URI, "a\u2028b\n")
        client.change(URI, 7, edit(0, 1, 2, "🦊"))
        assert client.call("assay/text", about(URI)) == {"text": "a🦊b\n", "version": 7}


def test_what_is_no_document_is_an_error() -> None:
    with raw_client() as client:
        client.initialize()
        wrong = [about("untitled:other"), {"textDocument": "x"}, {}, None]
        assert [client.error("assay/text", params) for params in wrong] == [-32602] * 4
