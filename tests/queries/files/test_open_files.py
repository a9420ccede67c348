"""Awkward inputs: gzip cut short, damaged, in parts, padded; bombs; archives that are encrypted, nested, or reach
outside; byte-order marks; UTF-16, Latin-1, web pages, empty files; long lines and open quotes."""

from __future__ import annotations

import gzip
import hashlib
import io
import struct
import zipfile
import zlib

import pytest

from queries.files import archives
from queries.files.open_files import check_text, match_files, open_files

CSV = "a,b\n1,2\n"
FRESH = "Fetch the file again, and compare its size with the original."
BOMB = "If it is really yours, unpack it yourself and split it into smaller files."


@pytest.fixture
def open_one(tmp_path):
    """Write one file and open it."""

    def run(content, name="x.csv", **options):
        (tmp_path / name).write_bytes(content.encode() if isinstance(content, str) else content)
        return list(open_files([name], base=tmp_path, **options))

    return run


def zipped(**members):
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name.replace("__", "/").replace("_csv", ".csv"), content)
    return stream.getvalue()


def test_a_plain_file_is_opened_without_its_byte_order_mark(open_one):
    [file] = open_one(b"\xef\xbb\xbf" + CSV.encode())
    assert file.data == CSV.encode()
    assert file.size_bytes == 3 + len(CSV)
    assert file.sha256 == hashlib.sha256(b"\xef\xbb\xbf" + CSV.encode()).hexdigest()


def test_gzip_is_known_by_its_first_bytes_and_all_its_parts_are_read(open_one):
    stored = gzip.compress(b"a,b\n") + gzip.compress(b"1,2\n") + b"\x00" * 100
    [file] = open_one(stored, name="not-called-gz.csv")
    assert file.data == CSV.encode()
    assert (file.size_bytes, file.sha256) == (len(stored), hashlib.sha256(stored).hexdigest())


def test_files_come_in_the_order_of_patterns_then_names_each_once(tmp_path):
    for name in ("b/2.csv", "b/1.csv", "a.csv"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(CSV)
    assert match_files(["b/*.csv", "**/*.csv"], base=tmp_path) == ["b/1.csv", "b/2.csv", "a.csv"]


def test_a_name_that_looks_like_a_pattern_is_still_a_name(open_one):
    [file] = open_one(CSV, name="x[1].csv")
    assert file.name == "x[1].csv"


def test_patterns_without_a_match_are_told_together(tmp_path, told):
    assert told(match_files, ["*.csv", "*.txt"], base=tmp_path).startswith("2 faults: (1) No file matches '*.csv'")


def test_a_pattern_without_a_match_is_named_with_its_folder(tmp_path, told):
    expected = f"No file matches '*.csv' in '{tmp_path}'. Correct the pattern, or say with --data where the files lie."
    assert told(match_files, ["*.csv"], base=tmp_path) == expected


@pytest.mark.parametrize("cut", [1, 8, 15])
def test_gzip_cut_short_is_refused(open_one, told, cut):
    assert (
        told(open_one, gzip.compress(CSV.encode())[:-cut]) == f"'x.csv' is cut short: its gzip data ends early. {FRESH}"
    )


def test_gzip_that_is_cut_at_a_block_is_refused(open_one, told):
    packer = zlib.compressobj(wbits=31)
    whole_blocks = packer.compress(CSV.encode()) + packer.flush(zlib.Z_FULL_FLUSH)
    assert told(open_one, whole_blocks) == f"'x.csv' is cut short: its gzip data ends early. {FRESH}"


def test_gzip_with_a_wrong_check_sum_is_refused(open_one, told):
    stored = bytearray(gzip.compress(CSV.encode()))
    stored[-8:-4] = struct.pack("<I", 12345)
    assert told(open_one, bytes(stored)) == f"'x.csv' is damaged: its gzip data fails its own check. {FRESH}"


def test_a_gzip_bomb_is_refused(open_one, told):
    bomb = gzip.compress(b"0" * 20_000_000)
    assert told(open_one, bomb) == f"'x.csv' grows to more than 100 times its size once unpacked. {BOMB}"


def test_the_cap_holds_for_files_that_pack_badly_too(told):
    expected = f"'x.csv' is more than 2 GB once unpacked. {BOMB}"
    assert told(archives.check_growth, "x.csv", packed_size=10**9, unpacked_size=2 * 10**9 + 1) == expected
    archives.check_growth("x.csv", packed_size=10**9, unpacked_size=2 * 10**9)


def test_a_plain_file_over_the_cap_is_refused_unread(tmp_path, told):
    with (tmp_path / "x.csv").open("wb") as stream:
        stream.truncate(2 * 10**9 + 1)  # sparse: takes no room
    expected = "'x.csv' is larger than 2 GB. Split it into smaller files."
    assert told(lambda: list(open_files(["x.csv"], base=tmp_path))) == expected


def test_a_small_file_may_shrink_well(open_one):
    [file] = open_one(gzip.compress(b"1,2\n" * 200_000))
    assert len(file.data) == 4 * 200_000


def test_the_members_of_an_archive_stand_behind_an_exclamation_mark(open_one):
    skipped = []
    stored = zipped(m__b_csv="b", m__a_csv=CSV, readme="x")
    [file] = open_one(stored, name="x.zip", members="*a.csv", on_skipped=skipped.append)
    assert (file.name, file.data, file.size_bytes) == ("x.zip!m/a.csv", CSV.encode(), len(CSV))
    assert skipped == ["x.zip!m/b.csv", "x.zip!readme"]


@pytest.mark.parametrize("name", ["../up.csv", "/etc/x.csv", "a/../../x.csv", "C:\\x.csv", "..\\x.csv"])
def test_a_member_that_reaches_outside_is_refused(open_one, told, name):
    expected = f"'x.zip!{name}' names a place outside its archive. Do not use this archive; ask who made it."
    assert told(open_one, zipped(**{name: CSV}), name="x.zip") == expected


def test_an_encrypted_member_is_refused(open_one, told):
    stored = bytearray(zipped(a_csv=CSV))
    stored[stored.index(b"PK\x03\x04") + 6] |= 1
    stored[stored.index(b"PK\x01\x02") + 8] |= 1
    expected = "'x.zip!a.csv' is encrypted. Unpack it with its password, and point at the unpacked files."
    assert told(open_one, bytes(stored), name="x.zip") == expected


@pytest.mark.parametrize("name", ["inner.zip", "inner.csv", "inner.csv.gz"])
def test_an_archive_in_an_archive_is_refused(open_one, told, name):
    inner = gzip.compress(CSV.encode()) if name.endswith("gz") else zipped(a_csv=CSV)
    expected = f"'x.zip!{name}' is an archive inside an archive. Unpack the outer one, and point at its content."
    assert told(open_one, zipped(**{name: inner}), name="x.zip") == expected


def test_an_archive_in_gzip_is_refused(open_one, told):
    expected = "'x.csv' is an archive inside an archive. Unpack the outer one, and point at its content."
    assert told(open_one, gzip.compress(zipped(a_csv=CSV))) == expected


def test_a_damaged_member_is_refused(open_one, told):
    stored = io.BytesIO()
    with zipfile.ZipFile(stored, "w", zipfile.ZIP_STORED) as archive:
        archive.writestr("a.csv", CSV)
    damaged = stored.getvalue().replace(b"1,2", b"1,3", 1)
    expected = f"'x.zip!a.csv' is damaged: its zip data fails its own check. {FRESH}"
    assert told(open_one, damaged, name="x.zip") == expected


def test_an_archive_cut_short_is_refused(open_one, told):
    expected = f"'x.zip' is damaged: it cannot be read as a zip archive. {FRESH}"
    assert told(open_one, zipped(a_csv=CSV)[:-10], name="x.zip") == expected


def test_a_zip_bomb_is_refused_before_it_is_unpacked(open_one, told):
    expected = f"'x.zip!a.csv' grows to more than 100 times its size once unpacked. {BOMB}"
    assert told(open_one, zipped(a_csv="0" * 20_000_000), name="x.zip") == expected


UTF8 = "Save it as UTF-8 (in Excel: 'CSV UTF-8') and run again."


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b"", "'t.csv' is empty. Fetch the file again, or leave it out."),
        (b" \r\n\n", "'t.csv' is empty. Fetch the file again, or leave it out."),
        (CSV.encode("utf-16"), f"'t.csv' is UTF-16 text. {UTF8}"),
        (CSV.encode("utf-16-le"), f"'t.csv' is UTF-16 text. {UTF8}"),
        (
            "a,b\n1,2\nCafé,3\n".encode("latin-1"),
            f"'t.csv' is not UTF-8 text: line 3 contains a byte of another encoding (Latin-1?). {UTF8}",
        ),
        (
            b"\n<!DOCTYPE html><html><body>Sign in</body></html>",
            "'t.csv' is a web page, not data. Fetch the file itself; the page may be a sign-in or an error page.",
        ),
        (
            b"a,b\n1,2\n" + b"x" * 1_000_001 + b",2\n",
            "Line 3 of 't.csv' is longer than 1 MB. Check that the file is a table with one record a line.",
        ),
        (
            b'a,b\n1,2\n3,"open\n5,6\n',
            "'t.csv' has a quote on line 3 that is never closed. Close it, or double it if it is text.",
        ),
        (
            b'a,b\n1,2\n3,"open\n5,"6"\n',
            "'t.csv' has a quote on line 3 that is never closed. Close it, or double it if it is text.",
        ),
    ],
)
def test_what_is_not_a_table_of_text_is_refused(text_file, told, content, expected):
    assert told(check_text, text_file(content)) == expected


@pytest.mark.parametrize(
    "content",
    [
        CSV.encode(),
        "name\nCafé\n".encode(),
        b'a,b\n"two\nlines","say ""yes"""\n',
        b'a,b\n5" pipe,2\n',
        (b"x" * 999_999 + b"\n") * 3,
        b"a,b\r1,2\r" * 200_000,
    ],
)
def test_what_is_a_table_of_text_is_accepted(text_file, content):
    check_text(text_file(content))
