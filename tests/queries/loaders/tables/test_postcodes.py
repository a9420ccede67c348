import pandas as pd
import pytest

from geo.exceptions import InputRefused
from queries.files.open_files import open_files
from queries.loaders.tables.postcodes import read_postcode_sectors

AREAS = pd.Index(["E001", "E002"])


def read(folder, *lines):
    (folder / "postcodes.csv").write_text("\n".join(["pcds,lsoa21", *lines]), encoding="utf-8")
    files = open_files(["postcodes.csv"], base=folder)
    return read_postcode_sectors(files, postcode="pcds", area_code="lsoa21", areas=AREAS).to_numpy().tolist()


def test_postcodes_become_sectors_however_they_are_spaced(tmp_path):
    lines = (
        "LE3 1AB,E001",
        "le31ac,e001",
        "LE3  1AD,E002",
        "LE13 1AB,E001",
        "W1A 0AX,E002",
        "LE3 2,E002",
        "M1 1AA,E999",
    )
    assert read(tmp_path, *lines) == [
        ["LE13 1", "E001"],
        ["LE3 1", "E001"],
        ["LE3 1", "E002"],
        ["LE3 2", "E002"],
        ["W1A 0", "E002"],
    ]


def test_a_cell_that_is_no_postcode_is_refused_by_its_line(tmp_path):
    with pytest.raises(InputRefused, match=r"1 cell that have no postcode \(line 3\)") as refused:
        read(tmp_path, "LE3 1AB,E001", "Leicester,E002")
    assert "Leicester" not in str(refused.value)


def test_postcodes_of_somewhere_else_are_refused(tmp_path):
    with pytest.raises(InputRefused, match="none of the force's areas"):
        read(tmp_path, "M1 1AA,E999")
