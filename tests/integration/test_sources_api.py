"""Sources through the door: real uploads, stored as a whole or not at all, listed, read, deleted."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from gristmill.chunking import Chunk, Passage
from gristmill.clock import iso
from gristmill.errors import InvalidRequest, NotFound
from gristmill.intake import CHUNKS_PER_TRANSACTION, LEFT_BEHIND_S, tidy
from gristmill.plan import Plan, chunk_of, with_chunk
from gristmill.services import Services
from gristmill.stores import sources
from models import BatchHistory, Source, SourceChunk
from tests.conftest import MakeApp
from tests.documents import archive, pdf
from tests.makers import add_batch

SOURCES = "/api/sources"
NOTES = b"# Deeds\n\nA deed is signed.\n\n# Wills\n\nA will is witnessed.\n"
NEW = sources.NewSource(name="n", purpose="seed", media="md", sha256="0" * 64, options={}, size_bytes=1)


def send(client: FlaskClient, name: str = "notes.md", content: bytes = NOTES, **form: str) -> TestResponse:
    return client.post(SOURCES, data={"file": (io.BytesIO(content), name), **form}, content_type="multipart/form-data")


def taken(client: FlaskClient, name: str = "notes.md", content: bytes = NOTES, **form: str) -> Any:
    answer = send(client, name, content, **form)
    assert answer.status_code == 201, answer.text
    return answer.json


def problem(answer: TestResponse, status: int, *pointers: str) -> str:
    assert (answer.status_code, answer.content_type) == (status, "application/problem+json"), answer.text
    body = answer.get_json()
    assert tuple(fault["pointer"] for fault in body["errors"]) == pointers
    return str(body["detail"])


def rows(services: Services) -> tuple[int, int]:
    with services.database.read() as session:
        count = [session.scalar(select(func.count()).select_from(table)) or 0 for table in (Source, SourceChunk)]
    return count[0], count[1]


def use(services: Services, source_id: str) -> None:
    """Let a batch have the source, as a start stores it."""
    batch_pk = add_batch(services).id
    with services.database.write() as session:
        batch = session.get_one(BatchHistory, batch_pk)
        batch.parameters = json.dumps({"source_id": source_id})


def test_upload_is_answered_with_the_source_and_its_first_chunks(client: FlaskClient) -> None:
    body = taken(client)
    assert body["source_id"].startswith("src_")
    assert (body["name"], body["purpose"], body["media"], body["chunk_count"]) == ("notes.md", "seed", "md", 2)
    assert (body["created"], body["size_bytes"]) == (True, len(NOTES))
    assert [(chunk["number"], chunk["heading"]) for chunk in body["chunks"]] == [(0, "Deeds"), (1, "Wills")]


@pytest.mark.parametrize(
    ("name", "content", "text"),
    [
        ("a.csv", b"q,a\nWhy?,So.\n", "q: Why?\na: So."),
        ("a.jsonl", b'{"q": "Why?"}\n', "q: Why?"),
        ("a.json", b'[{"q": "Why?"}]', "q: Why?"),
        ("a.txt", b"Why?", "Why?"),
        ("a.pdf", pdf("Why?"), "Why?"),
        ("a.zip", archive({"b.txt": b"Why?"}), "Why?"),
    ],
)
def test_every_kind_of_file_is_taken(client: FlaskClient, name: str, content: bytes, text: str) -> None:
    assert [chunk["text"] for chunk in taken(client, name, content)["chunks"]] == [text]


@pytest.mark.parametrize("name", ["2024", "true", "null", '{"a": 1}', "1e5", "B\u00fcro"])
def test_name_is_kept_as_it_was_sent(client: FlaskClient, name: str) -> None:
    data = {"file": (io.BytesIO(NOTES), "notes.md"), "name": name}
    answer = client.post(SOURCES, data=data, content_type="multipart/form-data")
    assert (answer.status_code, answer.get_json()["name"]) == (201, name)


def test_file_name_is_a_label_and_no_path(client: FlaskClient) -> None:
    assert taken(client, "../../etc/notes.md")["name"] == "notes.md"


def test_same_file_read_in_the_same_way_is_kept_once(client: FlaskClient, services: Services) -> None:
    first = taken(client)
    again = send(client, "other.md")
    assert (again.status_code, again.get_json()["created"]) == (200, False)
    assert again.get_json()["source_id"] == first["source_id"]
    assert rows(services) == (1, 2)


@pytest.mark.parametrize("form", [{"purpose": "benchmark"}, {"chunk_chars": "300"}, {"overlap_chars": "0"}])
def test_same_file_is_another_source_when_it_is_read_otherwise(client: FlaskClient, form: dict[str, str]) -> None:
    assert taken(client)["source_id"] != taken(client, "notes.md", NOTES, **form)["source_id"]


def test_large_table_is_stored_whole(client: FlaskClient, services: Services) -> None:
    count = 2 * CHUNKS_PER_TRANSACTION + 1
    content = "\n".join(json.dumps({"n": number, "text": "x" * 1000}) for number in range(count)).encode()
    body = taken(client, "rows.jsonl", content, text_field="text")
    assert body["chunk_count"] == count
    page = client.get(f"{SOURCES}/{body['source_id']}/chunks?offset={count - 2}").get_json()
    assert [chunk["fields"]["n"] for chunk in page["chunks"]] == [count - 2, count - 1]
    assert (page["count"], page["total"]) == (2, count)


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("notes.exe", NOTES, "no kind"),
        ("notes.md", b"", "empty"),
        ("notes.md", b"\xff", "byte 0"),
        ("notes.pdf", NOTES, "not what its name says"),
        ("rows.jsonl", b'{"a": 1}\n' * 2000 + b"{", "line 2001"),
        ("bomb.zip", archive({"a.txt": b"0" * 30_000_000}), "200 times"),
    ],
)
def test_bad_file_is_refused_and_leaves_nothing(
    client: FlaskClient, services: Services, name: str, content: bytes, says: str
) -> None:
    assert says in problem(send(client, name, content), 422, "/file")
    assert rows(services) == (0, 0)


@pytest.mark.parametrize(
    ("form", "pointer"),
    [
        ({"purpose": "other"}, "/purpose"),
        ({"chunk_chars": "199"}, "/chunk_chars"),
        ({"chunk_chars": "many"}, "/chunk_chars"),
        ({"chunk_chars": "600", "overlap_chars": "201"}, "/overlap_chars"),
        ({"colour": "red"}, "/colour"),
        ({"text_field": "a"}, "/text_field"),
        ({"text_field": ""}, "/text_field"),
        ({"name": "x" * 201}, "/name"),
        ({"purpose": "[" * 200}, "/purpose"),
    ],
)
def test_field_is_refused_by_name_when_it_is_wrong(client: FlaskClient, form: dict[str, str], pointer: str) -> None:
    data = {"file": (io.BytesIO(NOTES), "notes.md"), **form}
    told = problem(client.post(SOURCES, data=data, content_type="multipart/form-data"), 422, pointer)
    assert pointer.lstrip("/") in told


@pytest.mark.parametrize("data", [{}, {"file": "text"}, {"file": (io.BytesIO(NOTES), "")}, {"other": "x"}])
def test_file_is_asked_for_when_there_is_none(client: FlaskClient, data: dict[str, Any]) -> None:
    assert "file" in problem(client.post(SOURCES, data=data, content_type="multipart/form-data"), 422, "/file")


@pytest.mark.parametrize("content_type", ["application/json", "text/csv", "application/x-www-form-urlencoded"])
def test_media_type_is_refused_when_it_is_no_form(client: FlaskClient, content_type: str) -> None:
    assert "multipart/form-data" in problem(client.post(SOURCES, data=b"{}", content_type=content_type), 415)


def test_form_is_refused_when_it_is_broken(client: FlaskClient) -> None:
    broken = client.post(SOURCES, data=b"--x\r\nbroken", content_type="multipart/form-data; boundary=x")
    assert "file" in problem(broken, 422, "/file")


def test_file_is_refused_when_it_is_larger_than_the_setting(make_app: MakeApp) -> None:
    client = make_app(max_upload_mb=1).test_client()
    assert "at most 1 MB" in problem(send(client, "a.txt", b"A word. " * 2**18), 413, "/file")
    assert "at most 1 MB" in problem(send(client, "a.txt", b"A word. " * (2**17 + 1)), 413, "/file")
    assert send(client, "a.txt", b"A word. " * 2**17).status_code == 201


def test_file_is_refused_when_its_length_is_not_told(make_app: MakeApp) -> None:
    client = make_app(max_upload_mb=1).test_client()
    head = b'--x\r\nContent-Disposition: form-data; name="file"; filename="a.txt"\r\n\r\n'
    body = io.BytesIO(head + b"A word. " * 2**19 + b"\r\n--x--\r\n")
    answer = client.post(
        SOURCES,
        input_stream=body,
        content_type="multipart/form-data; boundary=x",
        environ_overrides={"wsgi.input_terminated": True, "CONTENT_LENGTH": ""},
    )
    assert "1 MB" in problem(answer, 413, "/file")


def test_other_routes_keep_their_bound(client: FlaskClient) -> None:
    answer = client.post("/api/generate/batch/start", data=b" " * 1_100_000, content_type="application/json")
    assert "1 MB" in problem(answer, 413)


def test_upload_is_refused_when_the_disk_is_nearly_full(make_app: MakeApp) -> None:
    answer = send(make_app(reserve_mb=10**9).test_client())
    assert "nearly full" in problem(answer, 507)


def test_sources_are_listed_newest_first(client: FlaskClient) -> None:
    first, second = taken(client), taken(client, "b.txt", b"Other.", purpose="benchmark")
    page = client.get(SOURCES).get_json()
    assert [source["source_id"] for source in page["sources"]] == [second["source_id"], first["source_id"]]
    assert client.get(f"{SOURCES}?purpose=seed").get_json()["total"] == 1
    assert client.get(f"{SOURCES}?limit=1&offset=1").get_json()["sources"][0]["name"] == "notes.md"


def test_source_is_shown_with_how_it_was_read(client: FlaskClient) -> None:
    source_id = taken(client, chunk_chars="500", overlap_chars="50")["source_id"]
    body = client.get(f"{SOURCES}/{source_id}").get_json()
    assert body["options"] == {"chunk_chars": 500, "overlap_chars": 50}
    assert len(body["chunks"]) == 2


@pytest.mark.parametrize("path", ["", "/chunks"])
def test_source_is_not_found_when_nobody_sent_it(client: FlaskClient, path: str) -> None:
    assert "src_000000000000" in problem(client.get(f"{SOURCES}/src_000000000000{path}"), 404)


def test_deleted_source_is_gone_with_its_chunks(client: FlaskClient, services: Services) -> None:
    source_id = taken(client)["source_id"]
    assert client.delete(f"{SOURCES}/{source_id}").get_json()["chunks_kept"] is False
    problem(client.get(f"{SOURCES}/{source_id}"), 404)
    problem(client.delete(f"{SOURCES}/{source_id}"), 404)
    assert rows(services) == (0, 0)


def test_deleted_source_keeps_its_chunks_for_the_batches_that_have_it(client: FlaskClient, services: Services) -> None:
    source_id = taken(client)["source_id"]
    use(services, source_id)
    assert client.delete(f"{SOURCES}/{source_id}").get_json()["chunks_kept"] is True
    problem(client.get(f"{SOURCES}/{source_id}"), 404)
    with services.database.read() as session:
        assert sources.chunk(session, source_id, 0).text.endswith("A deed is signed.")
        assert sources.chunk_count(session, source_id) == 2
    assert taken(client)["source_id"] != source_id


def start_fault(services: Services, source_id: str) -> str:
    with services.database.read() as session, pytest.raises(InvalidRequest) as caught:
        sources.find(session, source_id)
    assert caught.value.faults[0].pointer == "/source_id"
    return caught.value.detail


def test_start_finds_seeds_only(client: FlaskClient, services: Services) -> None:
    seed, benchmark = taken(client), taken(client, purpose="benchmark")
    with services.database.read() as session:
        assert sources.find(session, seed["source_id"]).chunk_count == 2
    assert "benchmark" in start_fault(services, benchmark["source_id"])
    assert "no source" in start_fault(services, "src_000000000000")
    client.delete(f"{SOURCES}/{seed['source_id']}")
    assert "no source" in start_fault(services, seed["source_id"])


def test_brief_of_a_plan_gets_the_text_of_its_chunk(client: FlaskClient, services: Services) -> None:
    body = taken(client, "rows.csv", b"q,a\nWhy?,So.\nWhen?,Now.\n", text_field="q")
    plan = Plan(seed=1, source_id=body["source_id"], chunks=body["chunk_count"])
    texts = set()
    for slot in range(2):
        brief = plan.brief(slot)
        with services.database.read() as session:
            brief = with_chunk(brief, sources.chunk(session, *chunk_of(str(brief.source_ref))))
        texts.add((brief.variables["source_title"], brief.variables["source"], brief.variables["row"]["a"]))
    assert texts == {("rows.csv", "Why?", "So."), ("rows.csv", "When?", "Now.")}


def test_title_says_where_a_passage_stood(client: FlaskClient, services: Services) -> None:
    source_id = taken(client)["source_id"]
    with services.database.read() as session:
        assert sources.chunk(session, source_id, 1) == Passage("notes.md: Wills", "# Wills\n\nA will is witnessed.")
        with pytest.raises(NotFound, match="no chunk 2"):
            sources.chunk(session, source_id, 2)


@pytest.fixture
def begin(services: Services) -> Callable[[float], int]:
    """Leave half a source behind, as a crash that long ago would have."""

    def leave(ago_s: float) -> int:
        at = services.clock.time() - ago_s
        with services.database.write() as session:
            source_pk = sources.begin(session, NEW, at=iso(at))
            sources.add_chunks(session, source_pk, [Chunk("a"), Chunk("b")], first=0)
        return source_pk

    return leave


def test_half_a_source_is_seen_by_nobody_and_tidied_away(
    client: FlaskClient, services: Services, begin: Callable[[float], int]
) -> None:
    begin(LEFT_BEHIND_S + 5)
    assert client.get(SOURCES).get_json()["total"] == 0
    assert tidy(services) == 1
    assert rows(services) == (0, 0)


def test_half_a_source_is_left_alone_while_it_may_still_be_stored(
    services: Services, begin: Callable[[float], int]
) -> None:
    begin(5)
    assert tidy(services) == 0
    assert rows(services) == (1, 2)
