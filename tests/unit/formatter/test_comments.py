"""Comments stay beside what they are about."""

import pytest

from tests.unit.formatter.test_style import assert_styled, formatted


def test_above_beside_and_below() -> None:
    assert_styled(
        """
        # a file

        # about a
        when a add 1 # beside a
        group g { # beside the brace
          # above b
          when b add 2# beside b

          # the last word
        } # after the brace
        # the end
        """,
        """
        # a file

        # about a
        when a add 1  # beside a
        group g {     # beside the brace
          # above b
          when b add 2  # beside b

          # the last word
        }  # after the brace
        # the end
        """,
    )


def test_beside_lines_in_a_row_they_stand_in_a_column() -> None:
    assert_styled(
        """
        lead {
          id text key # one
          name text
          created time   # two
        }
        """,
        """
        lead {
          id       text key  # one
          name     text
          created  time      # two
        }
        """,
    )


def test_a_rule_with_comments_inside_keeps_its_lines() -> None:
    assert_styled(
        """
        when a == 1 # why a
          and b == 2 # why b
          # why five
          add 5 # enough
          as "x"
        """,
        """
        when a == 1  # why a
             and b == 2  # why b
          # why five
          add 5  # enough
          as "x"
        """,
    )


def test_clauses_with_a_comment_among_them_keep_their_order() -> None:
    assert_styled(
        """
        when a max 9 # not more
          add 5
        when a max 9 add 5 # beside it all
        """,
        """
        when a
          max 9  # not more
          add 5
        when a add 5 max 9  # beside it all
        """,
    )


def test_in_lists_and_examples() -> None:
    assert_styled(
        """
        let a = ["x", # one
          "y", "z" # two
        ]
        example "e" {
          expect b # first what we want
          lead { a: 1, # a
            b: 2 }
        }
        """,
        """
        let a = ["x",  # one
                 "y", "z"]  # two
        example "e" {
          expect b      # first what we want
          lead { a: 1,  # a
                 b: 2 }
        }
        """,
    )


def test_in_tables_and_choices() -> None:
    assert_styled(
        """
        first of {
          when a add 1
          # when b add 2
        }
        match job { # what they do
          # leaders
          "management", "entrepreneur", # both
          "self-employed" add 10
          "retired" add 5
        }
        each a as "b" match c {
          # nothing yet
        } # so far
        """,
        """
        first of {
          when a add 1
          # when b add 2
        }
        match job {  # what they do
          # leaders
          "management", "entrepreneur",  # both
          "self-employed"
            add 10
          "retired"  add 5
        }
        each a match c {
          # nothing yet
        } as "b"  # so far
        """,
    )


@pytest.mark.parametrize("text", ["# only", "\n\n# only\n\n", "# only\r\n"])
def test_a_file_of_comments(text: str) -> None:
    assert formatted(text) == "# only\n"


def test_a_hash_in_a_text_is_no_comment() -> None:
    assert formatted('when a == "# not" add 1 # but this') == 'when a == "# not" add 1  # but this\n'
