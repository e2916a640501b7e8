"""E6xx and the merging of files: `use`, list files, and the folder nothing leaves."""

from pathlib import Path

import pytest

from assay.check import Checked, RulesNotReadable, load, load_text
from assay.check.folder import MOST_BYTES
from assay.check.lists import values_of
from assay.model import Each, Group, ListValue, Match, When
from tests.unit.check.marked import assert_marked, told


def ids_in(group: Group) -> list[str]:
    """Of its rules, none of which is a choice or a group."""
    assert all(isinstance(rule, When | Each | Match) for rule in group.body)
    return [rule.id for rule in group.body if isinstance(rule, When | Each | Match)]


def write(folder: Path, **files: str) -> Path:
    """Files by name: `_` before the ending is a dot, `__` a folder."""
    for name, text in files.items():
        path = folder / (name.replace("__", "/").replace("_assay", ".assay").replace("_txt", ".txt"))
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder


def codes(checked: Checked) -> list[tuple[str, int, str]]:
    return [(Path(d.span.source.name).name, d.span.line, d.code.code) for d in checked.diagnostics]


# --- use -------------------------------------------------------------------------------------------------------


def test_a_use_stands_where_it_is_written(tmp_path: Path) -> None:
    write(
        tmp_path,
        main_assay='when a == 1 add 1\nuse "parts/b.assay"\nwhen c == 1 add 3\n',
        parts__b_assay='use "inner/c.assay"\nwhen b == 1 add 2\n',
        parts__inner__c_assay="when d == 1 add 4\n",
    )
    checked = load(tmp_path / "main.assay")
    assert checked.model is not None, told(checked)
    assert ids_in(checked.model.groups[0]) == ["a == 1", "d == 1", "b == 1", "c == 1"]
    assert [Path(source.name).name for source in checked.sources] == ["main.assay", "b.assay", "c.assay"]
    assert checked.model.sources == checked.sources
    assert [rule.span.source.name for rule in checked.model.groups[0].body][1].endswith("parts/inner/c.assay")


def test_names_resolve_across_files(tmp_path: Path) -> None:
    write(
        tmp_path,
        main_assay='use "schema.assay"\nwhen home add points\nroute to "x" when stage >= MQL and fit > 3\n',
        schema_assay='lead { country text }\nlet home = country == place\nuse "more.assay"\n',
        more_assay='let place = "NL"\nlet points = 5\ngroup fit { when home add 5 }\nstage MQL at 5\n',
    )
    checked = load(tmp_path / "main.assay")
    assert checked.model is not None, told(checked)


def test_mistakes_point_home(tmp_path: Path) -> None:
    write(
        tmp_path,
        main_assay='use "b.assay"\nwhen contry == "NL" add 5\n',
        b_assay='lead { country text }\n\nwhen country = "x" add 5\nwhen cuntry == "NL" add 5\nlead { x text }\n',
    )
    found = codes(load(tmp_path / "main.assay"))
    assert [(file, line) for file, line, _ in found] == [
        ("b.assay", 3),
        ("b.assay", 4),
        ("b.assay", 5),
        ("main.assay", 2),
    ]


def test_a_file_used_twice_is_taken_in_once(tmp_path: Path) -> None:
    write(
        tmp_path,
        main_assay='use "b.assay"\nuse "c.assay"\nuse "./b.assay"\n',
        b_assay="let a = 5\n",
        c_assay='use "b.assay"\nwhen x == a add 5\n',
    )
    assert load(tmp_path / "main.assay").diagnostics == ()


def test_circles_are_told_at_their_first_use(tmp_path: Path) -> None:
    write(
        tmp_path,
        main_assay='use "a.assay"\nwhen x == 1 add 5\n',
        a_assay='\nuse "b.assay"\n',
        b_assay='let y = 5\nuse "a.assay"\nuse "a.assay"\n',
    )
    checked = load(tmp_path / "main.assay")
    assert codes(checked) == [("a.assay", 2, "E603")]
    assert [label.span.text for label in checked.diagnostics[0].labels] == ['"a.assay"']


def test_a_file_that_uses_itself(tmp_path: Path) -> None:
    write(tmp_path, main_assay='use "./main.assay"\nwhen x == 1 add 5\n')
    assert codes(load(tmp_path / "main.assay")) == [("main.assay", 1, "E603")]


def test_a_folder_is_all_its_files_in_order_of_names(tmp_path: Path) -> None:
    write(
        tmp_path,
        b_assay="when b == 1 add 1\n",
        a_assay='use "b.assay"\nwhen a == 1 add 1\n',
        c_txt="not rules",
        inner__d_assay="when d == 1 add 1\n",
    )
    checked = load(tmp_path)
    assert checked.model is not None, told(checked)
    assert ids_in(checked.model.groups[0]) == ["b == 1", "a == 1"]


def test_what_a_missing_file_would_declare_is_let_pass(tmp_path: Path) -> None:
    write(
        tmp_path,
        main_assay='use "schema.asay"\nwhen contry == "NL" and stage == MQL add poitns\ngrade fit { "A" otherwise }\n'
        'match country { under "x" add 5 }\n',
    )
    checked = load(tmp_path / "main.assay")
    assert codes(checked) == [("main.assay", 1, "E601")]


def test_what_cannot_be_read_at_all(tmp_path: Path) -> None:
    with pytest.raises(RulesNotReadable, match="there is no such file"):
        load(tmp_path / "none.assay")
    with pytest.raises(RulesNotReadable, match=r"there is no `\.assay` file"):
        load(tmp_path)
    (tmp_path / "bad.assay").write_bytes(b'when country == "Espa\xf1a" add 5\n')
    with pytest.raises(RulesNotReadable, match="it is not UTF-8 text"):
        load(tmp_path / "bad.assay")
    with pytest.raises(RulesNotReadable, match="it is not UTF-8 text"):
        load(tmp_path)


def test_encodings_with_a_mark(tmp_path: Path) -> None:
    text = 'when country == "España" add 5\n'
    (tmp_path / "a.assay").write_bytes(text.encode("utf-8-sig"))
    (tmp_path / "b.assay").write_bytes(text.encode("utf-16"))
    checked = load(tmp_path)
    assert checked.model is not None, told(checked)
    assert ids_in(checked.model.groups[0]) == ['country == "España"', 'country == "España" (2)']


# --- the folder ------------------------------------------------------------------------------------------------


OUTSIDE = ["../secret.txt", "lists/../../secret.txt", "/etc/passwd", "~/x.txt", "C:/x.txt", "..", "lists/../.."]


@pytest.mark.parametrize("path", OUTSIDE)
def test_nothing_outside_the_folder_is_read(path: str, tmp_path: Path) -> None:
    write(tmp_path, secret_txt="a\n", rules__lists__x_txt="a\n")
    for program in (f'let a from "{path}"\nwhen x in a add 5\n', f'use "{path}"\n'):
        checked = load_text(program, folder=tmp_path / "rules")
        assert [d.code.code for d in checked.diagnostics] == ["E602"], told(checked)


def test_nothing_outside_the_folder_is_read_by_way_of_links(tmp_path: Path) -> None:
    write(tmp_path, secret_txt="a\n", rules__lists__x_txt="a\n")
    (tmp_path / "rules" / "link.txt").symlink_to(tmp_path / "secret.txt")
    (tmp_path / "rules" / "up").symlink_to(tmp_path)
    (tmp_path / "rules" / "inside.txt").symlink_to(tmp_path / "rules" / "lists" / "x.txt")
    for path, code in (("link.txt", "E602"), ("up/secret.txt", "E602"), ("inside.txt", None)):
        checked = load_text(f'let a from "{path}"\nwhen x in a add 5\n', folder=tmp_path / "rules")
        assert [d.code.code for d in checked.diagnostics] == ([code] if code else [])


def test_a_link_in_a_folder_of_rules_that_leads_out_is_refused(tmp_path: Path) -> None:
    write(tmp_path, secret_txt="root:x\n", rules__a_assay="when x == 1 add 5\n")
    (tmp_path / "rules" / "b.assay").symlink_to(tmp_path / "secret.txt")
    with pytest.raises(RulesNotReadable, match="outside"):
        load(tmp_path / "rules")


def test_a_path_is_read_from_the_file_it_stands_in(tmp_path: Path) -> None:
    write(
        tmp_path,
        main_assay='use "parts/b.assay"\nwhen x in a add 5\n',
        parts__b_assay='let a from "../lists/x.txt"\nlet b from "y.txt"\nwhen x in b add 5\n',
        lists__x_txt="a\n",
        parts__y_txt="b\n",
    )
    assert load(tmp_path / "main.assay").diagnostics == ()


UNREADABLE = {
    "none.txt": ("there is no such file", None),
    "lists/x.tx": ("there is no such file", 'did you mean "lists/x.txt"?'),
    "lists": ("it is a folder", None),
    "lists\\\\x.txt": ("folders are separated by `/`", 'write "lists/x.txt"'),
    "": ("this is no file name", None),
    "latin.txt": ("it is not UTF-8 text (line 2); save it as UTF-8", None),
    "huge.txt": ("it is larger than 32 MB", None),
}


@pytest.mark.parametrize("path", UNREADABLE)
def test_files_that_cannot_be_read(path: str, tmp_path: Path) -> None:
    write(tmp_path, lists__x_txt="a\n")
    (tmp_path / "latin.txt").write_bytes(b"a\nEspa\xf1a\n")
    with (tmp_path / "huge.txt").open("wb") as file:
        file.truncate(MOST_BYTES + 1)
    checked = load_text(f'let a from "{path}"\nwhen x in a add 5\n', folder=tmp_path)
    (problem,) = checked.diagnostics
    reason, help_ = UNREADABLE[path]
    assert problem.code.code == "E601"
    assert problem.message.endswith(reason)
    assert problem.help == help_
    assert problem.span.text == f'"{path}"'


def test_text_without_a_folder_reads_no_files() -> None:
    assert_marked("""\
let a from "x.txt"
#          ^^^^^^^ E601
use "b.assay"
#   ^^^^^^^^^ E601
""")


# --- lists -----------------------------------------------------------------------------------------------------


def test_list_files_hold_one_value_a_line(tmp_path: Path) -> None:
    write(tmp_path, langs_txt="# languages\n\nC#\n  Python  # a snake\r\n#1 choice\nF# # sharp\n\xa0Go\xa0\nC#\n")
    checked = load_text('let langs from "langs.txt"\nwhen x in langs add 5\n', folder=tmp_path)
    assert checked.model is not None, told(checked)
    (constant,) = checked.model.constants
    assert isinstance(constant.value, ListValue)
    assert constant.value.name == "langs"
    assert [item.value for item in constant.value.items] == ["C#", "Python", "F#", "Go"]  # type: ignore[union-attr]


def test_lines_end_as_in_any_editor() -> None:
    assert values_of("a\nb\r\nc\rd\x0be\u2028f") == ("a", "b", "c", "d\x0be\u2028f")


def test_an_empty_list_file_is_an_empty_list(tmp_path: Path) -> None:
    write(tmp_path, empty_txt="# nobody\n")
    checked = load_text('let nobody from "empty.txt"\nexclude if email in nobody\n', folder=tmp_path)
    assert checked.model is not None, told(checked)


def test_a_list_of_texts_is_held_against_the_field(tmp_path: Path) -> None:
    write(tmp_path, x_txt="gold\ntin\n")
    program = """\
lead {
  tier one of "gold", "silver"
  employees number
}
let known from "x.txt"
when tier in known add 5
#            ^^^^^ E206
when employees in known add 5
#                 ^^^^^ E301
when tier contains known add 5
"""
    assert_marked(program, folder=tmp_path)
