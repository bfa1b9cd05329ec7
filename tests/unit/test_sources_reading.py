"""Every kind of file is read as chunks, and every bad one is refused with its name and what is wrong."""

from __future__ import annotations

import datetime
import io
import json
import zipfile
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pypdf import PdfWriter

from gristmill.chunking import Chunk
from gristmill.errors import InvalidRequest
from gristmill.sources.archive import MAX_MEMBERS
from gristmill.sources.reading import Reading, read_chunks
from gristmill.sources.tables import MAX_ROW_CHARS
from tests.documents import archive, pdf

MB = 2**20
JSON_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-(10**9), 10**9) | st.text(st.characters(exclude_categories=["Cs"])),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text("ab", max_size=3), inner, max_size=3),
    max_leaves=5,
)
ROWS = st.lists(
    st.dictionaries(st.sampled_from(["a", "b c", "\u00e9"]), JSON_VALUES, min_size=1), min_size=1, max_size=5
)


def read(name: str, content: bytes, **changes: Any) -> list[Chunk]:
    how: dict[str, Any] = {"text_field": None, "chunk_chars": 2000, "overlap_chars": 0, "max_bytes": 10 * MB}
    return list(read_chunks(io.BytesIO(content), name, Reading(**{**how, **changes})))


def refusal(name: str, content: bytes, **changes: Any) -> str:
    with pytest.raises(InvalidRequest) as caught:
        read(name, content, **changes)
    assert caught.value.faults[0].pointer in ("/file", "/text_field")
    return caught.value.detail


def parquet(table: pa.Table, **options: Any) -> bytes:
    file = io.BytesIO()
    pq.write_table(table, file, **options)
    return file.getvalue()


def fields(chunks: list[Chunk]) -> list[Any]:
    return [chunk.fields for chunk in chunks]


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_csv_is_read_whatever_parts_its_fields(delimiter: str) -> None:
    rows = [["id", "text"], ["1", 'He said ""no"".'], ["2", f"a{delimiter}b\nc"]]
    content = "\r\n".join(delimiter.join(f'"{field}"' for field in row) for row in rows)
    found = read("rows.csv", b"\xef\xbb\xbf" + content.encode())
    assert fields(found) == [{"id": "1", "text": 'He said "no".'}, {"id": "2", "text": f"a{delimiter}b\nc"}]
    assert found[0].text == 'id: 1\ntext: He said "no".'


def test_csv_row_is_filled_up_when_fields_are_missing() -> None:
    assert fields(read("rows.csv", b"a,b,c\n1\n\n2,3,4,,\n,,\n")) == [
        {"a": "1", "b": "", "c": ""},
        {"a": "2", "b": "3", "c": "4"},
    ]


@given(rows=ROWS)
def test_json_is_read_whether_in_lines_or_as_an_array(rows: list[dict[str, Any]]) -> None:
    in_lines = "\n".join(json.dumps(row, ensure_ascii=False).replace("\u2028", " ") for row in rows).encode()
    with_text = [row for row in rows if any(value is not None and str(value).strip() for value in row.values())]
    if with_text:
        assert [dict(found or {}).keys() for found in fields(read("a.jsonl", in_lines))] == [
            r.keys() for r in with_text
        ]
        assert fields(read("a.json", json.dumps(rows, indent=1).encode())) == with_text


def test_long_json_array_is_read_through_a_small_buffer() -> None:
    rows = [{"n": number, "text": "x" * 3000} for number in range(100)]
    assert fields(read("a.json", json.dumps(rows).encode())) == rows


def test_text_is_that_of_the_field_when_one_is_named() -> None:
    found = read("a.jsonl", b'{"id": 1, "text": " A deed. "}\n{"id": 2, "text": null}\n', text_field="text")
    assert found == [Chunk("A deed.", None, {"id": 1, "text": " A deed. "})]


def test_parquet_is_read_with_its_types_as_json() -> None:
    at = datetime.datetime(2026, 1, 31, 12, tzinfo=datetime.UTC)
    columns = {
        "text": ["A deed."],
        "n": [1.5],
        "nan": [float("nan")],
        "at": [at],
        "tags": [["a", None]],
        "s": [{"t": "u"}],
    }
    (found,) = fields(read("a.parquet", parquet(pa.table(columns))))
    own = {"text": "A deed.", "n": 1.5, "nan": None, "at": at.isoformat(), "tags": ["a", None], "s": {"t": "u"}}
    assert found == own


@pytest.mark.parametrize("store_schema", [True, False])
def test_packed_text_of_parquet_is_unpacked_row_by_row(*, store_schema: bool) -> None:
    packed = pa.DictionaryArray.from_arrays(pa.array([0] * 100_000, pa.int32()), ["x" * 500_000])
    content = parquet(pa.table({"text": packed}), store_schema=store_schema)
    assert len(content) < MB
    assert "500,006 characters in row 1" in refusal("a.parquet", content, max_bytes=MB * 2)


def test_pdf_is_read_page_by_page() -> None:
    found = read("a.pdf", pdf("A deed is signed.", "It is delivered."))
    assert [(chunk.heading, chunk.text) for chunk in found] == [
        ("page 1", "A deed is signed."),
        ("page 2", "It is delivered."),
    ]


def test_archive_is_read_file_by_file() -> None:
    content = archive({"../notes/a.md": b"# Deeds\n\nSigned.", "b.csv": b"q\nWhy?\n", "c/": b"", "__MACOSX/a.md": b"x"})
    found = read("all.zip", content)
    assert [(chunk.heading, chunk.text) for chunk in found] == [
        ("a.md > Deeds", "# Deeds\n\nSigned."),
        ("b.csv", "q: Why?"),
    ]


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("a", b"x", "no kind"),
        ("a.exe", b"x", "must end in .csv"),
        ("a.md", b"", "is empty"),
        ("a.md", b" \n\n ", "no text"),
        ("a.txt", b"abc\xffdef", "byte 3"),
        ("a.txt", b"x" * 70_000 + b"\xc3", "byte 70000"),
        ("a.txt", "text".encode("utf-16"), "byte 0"),
        ("a.txt", "text".encode("utf-16-le"), "byte 1"),
        ("a.pdf", b"just text", ".pdf was expected"),
        ("a.csv", b"%PDF-1.7 ...", "its content is a PDF"),
        ("a.md", b"PK\x03\x04...", "its content is a ZIP"),
        ("a.zip", b"PAR1....PAR1", "its content is a Parquet"),
        ("a.parquet", b"PAR1 cut off", "without its end"),
        ("a.parquet", b"PAR1" + b"\x00" * 30 + b"PAR1", "damaged Parquet"),
        ("a.pdf", b"%PDF-1.7\nnothing", "damaged PDF"),
        ("a.zip", b"PK\x03\x04 nothing", "damaged ZIP"),
        ("a.csv", b"\n\n", "no header"),
        ("a.csv", b"1,2\n3,4\n", "no usable header"),
        ("a.csv", b"a,a\n1,2\n", "no usable header"),
        ("a.csv", b"a,,b\n1,2,3\n", "no usable header"),
        ("a.csv", b"a,b\n1,2\n1,2,3\n", "3 fields in line 3"),
        ("a.csv", b'a,b\n1,"2\n', "cannot be read as CSV"),
        ("a.csv", b'{"a": 1}\n', "holds JSON"),
        ("a.csv", b"a,b\n", "no text"),
        ("a.jsonl", b'{"a": 1}\n{"a": \n', "line 2"),
        ("a.jsonl", b'{"a": 1}\n[1]\n', "no JSON object in line 2"),
        ("a.jsonl", b'{"a": NaN}\n', "NaN"),
        ("a.jsonl", b'{"a": "\\ud800"}\n', "lone surrogate"),
        ("a.jsonl", b'{"a": ' + b"[" * 100_000 + b"\n", "nested too deeply"),
        ("a.jsonl", b'{"a": ' + b"9" * 5000 + b"}\n", "line 1"),
        ("a.jsonl", b'{"a": "' + b"x" * 1_100_000 + b'"}', "more than 1,000,000 characters in line 1"),
        ("a.jsonl", b'{"a": "' + b"x" * (MAX_ROW_CHARS + 1) + b'"}', "characters in line 1"),
        ("a.jsonl", json.dumps({str(n): n for n in range(201)}).encode(), "201 fields"),
        ("a.jsonl", b'{"": 1}', "whose name is empty"),
        ("a.json", b'{"a": 1}', "must begin with ["),
        ("a.json", b"[]", "empty array"),
        ("a.json", b"[1]", "row 1 is no object"),
        ("a.json", b'[{"a": 1}, {"a": tru}]', "row 2"),
        ("a.json", b'[{"a": 1} {"a": 2}]', "after row 1"),
        ("a.json", b'[{"a": 1}', "after row 1"),
        ("a.json", b'[{"a": 1}, ', "row 2 is no object"),
        ("a.json", b'[{"a": 1}] more', "after the end"),
        ("a.json", b'[{"a": 1e999}, {"a": NaN}]', "row 2"),
        ("a.json", b'[{"a": ' + b"[" * 100_000, "nested too deeply"),
    ],
)
def test_file_is_refused_with_a_sentence(name: str, content: bytes, says: str) -> None:
    detail = refusal(name, content)
    assert says in detail
    assert detail.startswith(name)


def test_table_is_refused_when_the_field_of_its_text_is_missing() -> None:
    assert "no field body in line 2; its fields: a, b" in refusal("a.csv", b"a,b\n1,2\n", text_field="body")


@pytest.mark.parametrize("password", ["", "secret"])
def test_pdf_is_refused_when_it_is_encrypted(password: str) -> None:
    writer = PdfWriter(io.BytesIO(pdf("A deed.")))
    writer.encrypt(password, "owner", algorithm="RC4-128")
    file = io.BytesIO()
    writer.write(file)
    assert "encrypted" in refusal("a.pdf", file.getvalue())


def test_pdf_is_refused_when_it_holds_no_text() -> None:
    assert "text recognition" in refusal("scan.pdf", pdf(""))


@pytest.mark.parametrize("cut", range(50, 600, 50))
def test_pdf_is_read_or_refused_when_it_was_cut_off(cut: int) -> None:
    try:
        assert all(chunk.text for chunk in read("a.pdf", pdf("A deed is signed.")[:cut]))
    except InvalidRequest as error:
        assert error.detail.startswith("a.pdf")


@pytest.mark.parametrize(
    ("files", "says"),
    [
        ({"a.txt": b"0" * 5 * MB}, "200 times its size"),
        ({f"{number}.txt": b"ab" * 450_000 for number in range(13)}, "unpacks to more than 10 MB"),
        ({"b.zip": b"PK\x05\x06" + b"\x00" * 18}, "another archive"),
        ({f"{number}.txt": b"x" for number in range(MAX_MEMBERS + 1)}, "1,001 files"),
        ({}, "holds no file"),
        ({"a.exe": b"MZ"}, "a.exe is of no kind"),
        ({"a.md": b"PK\x03\x04..."}, "not what its name says"),
        ({"a.txt": b"\xff"}, "a.txt is not UTF-8"),
    ],
    ids=["ratio", "sum", "nested", "many", "none", "kind", "disguised", "bytes"],
)
def test_archive_is_refused_when_it_is_a_bomb_or_holds_what_cannot_be_read(files: dict[str, bytes], says: str) -> None:
    assert says in refusal("all.zip", archive(files))


def test_archive_is_refused_when_it_lies_about_its_sizes() -> None:
    content = archive({"a.txt": b"x" * MB * 3})
    honest = (3 * MB).to_bytes(4, "little")
    assert content.count(honest) == 2
    assert "damaged ZIP" in refusal("all.zip", content.replace(honest, (1000).to_bytes(4, "little")))


@pytest.mark.parametrize("method", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_archive_is_refused_when_it_is_packed_by_a_rare_method(method: int) -> None:
    assert "other than deflate" in refusal("all.zip", archive({"a.txt": b"x" * 100}, method=method))


def test_parquet_is_refused_when_it_says_that_it_unpacks_to_too_much() -> None:
    table = pa.table({"text": [f"{number:09}" * 100 for number in range(20_000)]})
    assert "unpacks to 17 MB" in refusal("a.parquet", parquet(table, use_dictionary=False))


def test_parquet_is_refused_when_it_has_too_many_values() -> None:
    table = pa.table({f"c{number}": pa.nulls(200_000, pa.string()) for number in range(101)})
    assert "more than 20,000,000 values" in refusal("a.parquet", parquet(table))


def test_packed_list_of_parquet_is_refused_before_it_is_unpacked() -> None:
    """Two hundred thousand times the same long text: a kilobyte in the file, and twenty gigabytes as a list."""
    packed = pa.DictionaryArray.from_arrays(pa.array([0] * 200_000, pa.int32()), pa.array(["x" * 100_000]))
    content = parquet(pa.table({"a": pa.ListArray.from_arrays(pa.array([0, 200_000], pa.int32()), packed)}))
    assert "more than 1,000,000 characters in row 1" in refusal("a.parquet", content)


def test_parquet_is_refused_when_a_column_holds_bytes() -> None:
    assert "column of bytes, b" in refusal("a.parquet", parquet(pa.table({"b": [[b"x"]]})))


def test_parquet_is_refused_when_it_has_too_many_rows() -> None:
    table = pa.table({"n": pa.array(range(1_000_001))})
    assert "1,000,001 rows" in refusal("a.parquet", parquet(table))


def test_text_is_refused_when_it_is_larger_than_allowed() -> None:
    assert "more than 1 million characters" in refusal("a.txt", b"A word. " * 200_000, max_bytes=MB)
