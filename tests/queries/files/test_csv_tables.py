"""Awkward inputs: other column order, headings missing or twice, other separators, no header, header only; rows short,
long, blank, with NUL, with line ends inside; control and zero-width characters; Windows and old Mac line ends."""

from __future__ import annotations

import pytest

from queries.files.csv_tables import nearest, read_header, read_rows, read_table

MISSING = "Correct the heading, or point at the right file"


@pytest.fixture
def read(text_file):
    def run(content, required=("a", "b"), **options):
        return read_rows(text_file(content), required=required, **options)

    return run


def rejected(rows):
    return [(reject.row_number, reject.reason) for reject in rows.rejects]


def test_columns_are_found_by_name_wherever_they_stand(read):
    rows = read("b,x,a\n2,9,1\n", optional=("x", "absent"))
    assert rows.cells.to_pylist() == [{"row_number": 2, "a": "1", "b": "2", "x": "9"}]


@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
def test_any_line_end_will_do_and_the_last_may_be_missing(read, ending):
    rows = read(ending.join(["a,b", "1,2", "3,4"]))
    assert rows.cells.column("b").to_pylist() == ["2", "4"]
    assert rows.cells.column("row_number").to_pylist() == [2, 3]


def test_a_cell_stays_text_and_a_blank_one_is_empty(read):
    assert read("a,b\n007,\n").cells.to_pylist() == [{"row_number": 2, "a": "007", "b": ""}]


def test_line_ends_and_doubled_quotes_inside_a_cell_are_kept(read):
    rows = read('a,b\n"one\ntwo","say ""yes"""\n3,4\n')
    assert rows.cells.column("a").to_pylist() == ["one\ntwo", "3"]
    assert rows.cells.column("b").to_pylist() == ['say "yes"', "4"]
    assert rows.cells.column("row_number").to_pylist() == [2, 4]


def test_rows_of_another_width_are_set_aside_with_their_line(read):
    rows = read('\na,b\n1,2\n3\n"x\ny",5,6\n7,8\n\n9,10\n')
    assert rejected(rows) == [
        (4, "has 1 values where the header has 2"),
        (5, "has 3 values where the header has 2"),
        (8, "is blank"),
    ]
    assert rows.cells.column("row_number").to_pylist() == [3, 7, 9]


def test_a_nul_byte_sets_its_row_aside(read):
    rows = read("a,b,c\n1,2,3\n4,5,\x006\n7,8,9\n")
    assert rejected(rows) == [(3, "holds a NUL byte")]
    assert rows.cells.column("a").to_pylist() == ["1", "7"]


def test_a_row_of_nothing_but_commas_is_blank_and_at_the_end_it_is_too(read):
    assert rejected(read("a,b\n1,2\n,\n3,4\n,\n\n")) == [(3, "is blank"), (5, "is blank")]


def test_invisible_characters_are_removed_and_their_lines_counted(read):
    rows = read("a,b\n1\x07,\u200b2\u200b\n=1+1,\t4\ncafé,6\n")
    assert rows.cells.column("a").to_pylist() == ["1", "=1+1", "café"]
    assert rows.cells.column("b").to_pylist() == ["2", "\t4", "6"]
    assert rows.cleaned_rows == 1


def test_a_small_table_is_a_frame_of_text(text_file):
    table = read_table(text_file('a,b\n"1,234",x\n'), required=["a"])
    assert table.frame.to_dict() == {"a": {2: "1,234"}}
    assert str(table.frame["a"].dtype) == "str"


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ("a,c\n1,2\n", f"'t.csv' has no column 'b'. {MISSING}."),
        ("a,x\n1,2\n", f"'t.csv' has no column 'b'. {MISSING}."),
        ("a,b,a\n1,2,3\n", "'t.csv' has the heading 'a' twice. Rename or remove one of the two columns."),
        ("a;b\n1;2\n", "'t.csv' is separated by semicolons. Save it with commas between the values and run again."),
        ("a\tb\tc\n1\t2\t3\n", "'t.csv' is separated by tabs. Save it with commas between the values and run again."),
        ("a,b\n\n", "'t.csv' has a header and no rows. Fetch the file again, or leave it out."),
        (
            "1,2\n3,4\n",
            "'t.csv' has no header line: its first line is data. Put the header line back, and run again.",
        ),
        (
            "E01000001,2024-01\n",
            "'t.csv' has no header line: its first line is data. Put the header line back, and run again.",
        ),
    ],
)
def test_a_header_that_cannot_be_used_is_refused(read, told, content, expected):
    assert told(read, content) == expected


def test_a_missing_heading_is_told_with_the_nearest(read, told):
    expected = f"'t.csv' has no column 'Crime type'; nearest: 'Crime typ'. {MISSING}."
    assert told(read, "Crime typ,Month\nx,y\n", required=["Crime type", "Month"]) == expected


def test_several_faults_of_a_header_are_told_together(read, told):
    message = told(read, "x,x\n1,2\n", required=["a", "b"])
    assert message.startswith(f"3 faults: (1) 't.csv' has no column 'a': {MISSING}; (2)")


def test_no_heading_need_be_asked_for(text_file):
    assert read_header(text_file("2015,2016\n1,2\n"), required=()).headings == ("2015", "2016")


def test_nearest_compares_without_case():
    assert nearest("burglry", ["Burglary", "Drugs"]) == "; nearest: 'Burglary'"
    assert nearest("zzz", ["Burglary", "Drugs"]) == ""
