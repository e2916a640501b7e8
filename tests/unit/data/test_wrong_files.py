"""Files that are no table get one clear sentence, whatever they are called."""

import gzip
import os
import zipfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assay.data.failures import Unreadable
from assay.data.tables import open_table, opened_again
from tests.unit.data.fields import rows_of, write
from tests.unit.data.samples import sample_parquet, sample_workbook

ENDINGS = ["csv", "tsv", "json", "jsonl", "parquet", "xlsx", "", "txt"]


def sentence(path: Path | str) -> str:
    with pytest.raises(Unreadable) as caught:
        rows_of(path)
    assert "\n" not in caught.value.message
    return f"{caught.value.message}; {caught.value.help}"


@pytest.mark.parametrize("ending", ["csv", "jsonl", "json", "parquet", "xlsx"])
@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "is empty"),
        (b" \n\n", "nothing but blanks"),
        (b"<!DOCTYPE html><html><body>Sign in</body></html>", "web page"),
        (b"\xef\xbb\xbf\n<html>", "web page"),
        (b"version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 1\n", "git lfs pull"),
        (b'<?xml version="1.0"?><Workbook/>', "an XML file"),
        (b"%PDF-1.7\n", "a PDF"),
        (gzip.compress(b"id\n1\n", mtime=0), "gzip"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(100), "old Excel file"),
        (b"SQLite format 3\x00" + bytes(100), "a database"),
    ],
)
def test_other_things(tmp_path: Path, ending: str, content: bytes, says: str) -> None:
    assert says in sentence(write(tmp_path, f"leads.{ending}", content))


def test_archives_by_name(tmp_path: Path) -> None:
    for name, inner, says in (("a.csv", "xl/workbook.xml", "name it `.xlsx`"), ("b.csv", "leads.csv", "zip archive")):
        with zipfile.ZipFile(tmp_path / name, "w") as archive:
            archive.writestr(inner, "x")
        assert says in sentence(tmp_path / name)


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("a.csv", b"PAR1xxxxPAR1", "name it `.parquet`"),
        ("a.parquet", b"id,name\n1,x\n", "not a Parquet file"),
        ("a.xlsx", b"id,name\n1,x\n", "not an Excel file"),
        ("a.parquet", b"PAR1damaged", "damaged Parquet"),
        ("a.xlsx", b"PK\x03\x04damaged", "damaged Excel"),
        ("a.csv", b'{"id": 1}\n', "holds JSON"),
        ("a.csv", b'[{"id": 1}]\n', "holds JSON"),
        ("a.jsonl", b"id,name\n1,x\n", "no JSON"),
        ("a.json", b'{"id": 1', "not valid JSON"),
        ("a.json", b'[{"id": 1}, 5]', "item 2"),
        ("a.json", b"[]", "no records"),
        ("a.csv", bytes(range(256)) * 9, "binary"),
        ("a.csv", b"id,id\n1,2\n", "two columns called `id`"),
        ("a.csv", b"Export of leads\n\nid,name\n1,x\n2,y\n", "delete the lines above the header"),
        ("a.csv", b"id,name\n1,x,y\n2,x,y\n", "`,` was taken to separate cells"),
        ("a.csv", b"id,caf\x81\n1,\x8d\n", "neither UTF-8"),
        ("a.csv", b"\xff\xfei\x00d\x00\n\x00\x00\xd8\n\x00", "neither UTF-8"),
    ],
)
def test_by_content(tmp_path: Path, name: str, content: bytes, says: str) -> None:
    assert says in sentence(write(tmp_path, name, content))


def test_what_is_not_there(tmp_path: Path) -> None:
    write(tmp_path, "leads.csv", "id\n")
    assert "did you mean" in sentence(tmp_path / "laeds.csv")
    assert "there is no folder" in sentence(tmp_path / "nowhere" / "leads.csv")
    assert "is a folder" in sentence(tmp_path)
    assert "there is no file" in sentence(tmp_path / "something.else")
    assert "not the name of a file" in sentence("a\0b.csv")
    assert "nothing answers there" in sentence("postgresql://127.0.0.1:1/leads?table=x")


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_no_permission(tmp_path: Path) -> None:
    path = write(tmp_path, "a.csv", "id\n1\n")
    path.chmod(0)
    assert "no permission" in sentence(path)


def test_a_header_alone_is_an_empty_table(tmp_path: Path) -> None:
    assert rows_of(write(tmp_path, "a.csv", "id,name\n")) == []


STARTS = [
    b"",
    b"id,name\n1,",
    b"\xff\xfe",
    b"PAR1",
    b"PK\x03\x04",
    b'{"id": 1}\n',
    b'[{"id": ',
    b'id,"',
    b"\xef\xbb\xbf",
]


@settings(max_examples=400, deadline=None)
@given(st.sampled_from(ENDINGS), st.sampled_from(STARTS), st.binary(max_size=300))
def test_random_bytes_raise_nothing_but_unreadable(
    tmp_path_factory: pytest.TempPathFactory, ending: str, start: bytes, rest: bytes
) -> None:
    path = write(tmp_path_factory.getbasetemp(), f"random.{ending}", start + rest)
    try:
        with open_table(path) as table:
            read = sum(1 for _ in table.rows())
    except Unreadable as error:
        read = -len(error.message)
    assert read or table.columns


@settings(max_examples=200, deadline=None)
@given(st.data())
def test_damaged_files_raise_nothing_but_unreadable(
    tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    whole = _whole(tmp_path_factory, data.draw(st.sampled_from(["parquet", "xlsx"])))
    content = bytearray(whole.read_bytes())
    for _ in range(data.draw(st.integers(0, 4))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    path = write(
        tmp_path_factory.getbasetemp(),
        f"damaged{whole.suffix}",
        bytes(content[: data.draw(st.integers(8, len(content)))]),
    )
    try:
        rows = rows_of(path)
    except Unreadable:
        rows = []
    assert isinstance(rows, list)


def _whole(folders: pytest.TempPathFactory, ending: str) -> Path:
    path = folders.getbasetemp() / f"whole.{ending}"
    if not path.exists():
        (sample_parquet if ending == "parquet" else sample_workbook)(path)
    return path


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no pipes with names")
@pytest.mark.parametrize(("ending", "content"), [("csv", b"id,size\n1,2\n"), ("jsonl", b'{"id": 1}\n{"id": 2}\n')])
def test_a_pipe_is_opened_once(tmp_path: Path, ending: str, content: bytes) -> None:
    """Whoever writes into it ends after that, and a second opening would wait for ever."""
    pipe = tmp_path / f"leads.{ending}"
    os.mkfifo(pipe)
    both_ends = os.open(pipe, os.O_RDWR)
    os.write(both_ends, content * 1000)
    with open_table(pipe) as table:
        os.write(both_ends, content * 1000)
        assert opened_again(table) is None
    os.close(both_ends)
