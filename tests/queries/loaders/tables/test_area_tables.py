import pytest

from geo.exceptions import InputRefused
from queries.files.open_files import SourceFile
from queries.loaders.tables.area_tables import read_area_table

TABLE = 'code,"Aged 15 to 24",All\ne02 ,"1,200",2000\nE01,..,1500\n,notes,\n'


def source(content):
    return SourceFile(name="people.csv", data=content.encode(), sha256="", size_bytes=len(content))


def read(content, columns):
    return read_area_table([source(content)], area_code="code", columns=columns)


def test_numbers_by_area_under_our_names():
    table = read(TABLE.replace("notes", ""), {"young": "Aged 15 to 24", "total": "All"})
    assert table.index.tolist() == ["E01", "E02"]
    assert table["total"].tolist() == [1500, 2000]
    assert table["young"].isna().tolist() == [True, False]


def test_what_cannot_be_read_is_refused():
    with pytest.raises(InputRefused, match="Aged"):
        read(TABLE, {"young": "Aged 15 to 42"})
    with pytest.raises(InputRefused, match="given more than once: E01"):
        read("code,n\nE01,1\ne01,2\n", {"n": "n"})
    with pytest.raises(InputRefused, match=r"without a number \(line 3\)"):
        read("code,n\nE01,1\nE02,many\n", {"n": "n"})
