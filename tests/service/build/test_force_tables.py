from types import SimpleNamespace

import pandas as pd
import pytest

from geo.exceptions import InputRefused
from service.build.force_tables import read_page_tables
from service.settings.pages import TableOnPages

REFERENCE = SimpleNamespace(npus=pd.DataFrame(index=["NO", "SO"]), areas=pd.DataFrame(index=["E001"]))


def read(folder, text, **more):
    (folder / "survey.csv").write_text(text, encoding="utf-8")
    table = TableOnPages(file="survey.csv", title="Survey", key_column="NPU", columns=("Safe, %",), **more)
    return read_page_tables((table,), folder, REFERENCE)[0]


def test_values_come_with_n_and_interval(tmp_path):
    table = read(tmp_path, 'NPU,"Safe, %",n,lo,hi\nno,62,400,57,67\nSO,,10,20,80\n', n="n", low="lo", high="hi")
    assert table.headings == ("Safe, %", "Asked", "Likely between")
    assert table.rows[0] == ("NO", ("62", "400", "57 and 67"))


def test_a_code_that_is_no_unit_is_refused_by_name(tmp_path):
    with pytest.raises(InputRefused, match=r"no unit of the force is .*XX"):
        read(tmp_path, 'NPU,"Safe, %"\nXX,62\n')
