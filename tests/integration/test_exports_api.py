"""Exports over HTTP and the exporter: from the wish to the archive, and what stands in the way."""

from __future__ import annotations

import hashlib
import json
import threading
from dataclasses import replace
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import update

from gristmill.export_schemas import StartExport
from gristmill.exports.build import Build
from gristmill.exports.exporter import Exporter
from gristmill.near import signature_of
from gristmill.services import Services
from gristmill.stores.enrichments import Enrichment
from models import BatchHistory, Export, Sample, Source, SourceChunk
from tests.conftest import MakeApp
from tests.export_makers import CHAT, PAIR, QA, add_samples, begin, change, made, many, members, rows, shown

PLAIN: dict[str, Any] = {"format": "jsonl"}
HELD_BACK: tuple[dict[str, Any], ...] = ({"review": "pending"}, {"review": "rejected"}, {"demo": True})


def count(client: FlaskClient, **body: Any) -> Any:
    return client.post("/api/exports/count", json=body).json


def faults(client: FlaskClient, body: dict[str, Any], status: int = 422) -> list[str]:
    answer = client.post("/api/exports", json=body)
    assert answer.status_code == status, answer.text
    return [fault["pointer"] for fault in answer.json["errors"]]  # type: ignore[index]


def set_status(services: Services, export_id: str, status: str) -> None:
    with services.database.write() as session:
        session.execute(update(Export).where(Export.export_id == export_id).values(status=status))


def test_export_is_made_and_downloaded_whole(services: Services, client: FlaskClient) -> None:
    add_samples(services, many(3))
    export_id = begin(client, format="openai_chat")
    assert shown(client, export_id)["status"] == "queued"
    Exporter(services).run_waiting()
    view = shown(client, export_id)
    assert (view["status"], view["done"], view["total"], view["progress"]) == ("completed", 3, 3, 1.0)
    answer = client.get(f"/api/exports/{export_id}/download")
    assert (answer.mimetype, len(answer.data)) == ("application/zip", view["size_bytes"])
    assert hashlib.sha256(answer.data).hexdigest() == view["sha256"]
    files = members(answer.data)
    assert list(files) == ["README.md", "manifest.json", "data/train.jsonl"]
    assert len(rows(files["data/train.jsonl"])) == 3


def test_files_of_the_view_are_those_of_the_archive_with_their_hashes(services: Services, client: FlaskClient) -> None:
    add_samples(services, many(3))
    export_id = begin(client, **PLAIN)
    Exporter(services).run_waiting()
    for file in shown(client, export_id)["files"]:
        if file["name"] != "manifest.json":
            answer = client.get(f"/api/exports/{export_id}/files/{file['name']}")
            assert hashlib.sha256(answer.data).hexdigest() == file["sha256"]
            assert len(answer.data) == file["bytes"] == int(answer.headers["Content-Length"])
            assert answer.headers["X-Content-Type-Options"] == "nosniff"


def test_part_of_the_archive_is_sent_when_a_range_is_asked(services: Services, client: FlaskClient) -> None:
    add_samples(services, many(1))
    export_id = begin(client, **PLAIN)
    Exporter(services).run_waiting()
    answer = client.get(f"/api/exports/{export_id}/download", headers={"Range": "bytes=0-3"})
    assert (answer.status_code, answer.data) == (206, b"PK\x03\x04")
    again = client.get(f"/api/exports/{export_id}/download", headers={"If-None-Match": answer.headers["ETag"]})
    assert again.status_code == 304


@pytest.mark.parametrize("name", ["nothing", "../batches.db", "..%2f..%2fbatches.db", "/etc/hosts", "data"])
def test_file_is_not_found_when_the_manifest_does_not_name_it(
    services: Services, client: FlaskClient, name: str
) -> None:
    add_samples(services, many(1))
    export_id = begin(client, **PLAIN)
    Exporter(services).run_waiting()
    assert client.get(f"/api/exports/{export_id}/files/{name}").status_code == 404


def test_only_approved_samples_that_are_not_of_the_demo_leave(services: Services, client: FlaskClient) -> None:
    add_samples(services, many(5))
    for number, columns in enumerate(HELD_BACK, 1):
        change(services, number, **columns)
    left_out = {"not approved": 1, "of the demo model": 1, "rejected by a person": 1}
    assert count(client, **PLAIN)["left_out"] == left_out
    files = made(services, client, **PLAIN)
    assert len(rows(files["data/train.jsonl"])) == 2
    assert json.loads(files["manifest.json"])["left_out"] == left_out


@pytest.mark.parametrize(
    ("body", "total"),
    [
        ({"review": "not_rejected"}, 3),
        ({"review": "any"}, 4),
        ({"review": "any", "include_demo": True}, 5),
        ({"filter": {"review": "pending"}}, 1),
        ({"filter": {"review": "rejected"}}, 1),
    ],
)
def test_other_reviews_leave_when_they_are_asked_for(
    services: Services, client: FlaskClient, body: dict[str, Any], total: int
) -> None:
    add_samples(services, many(5))
    for number, columns in enumerate(HELD_BACK, 1):
        change(services, number, **columns)
    assert count(client, **PLAIN, **body)["total"] == total


def test_setting_says_which_reviews_leave_when_the_request_does_not(make_app: MakeApp) -> None:
    app = make_app(export_review="any")
    add_samples(app.extensions["gristmill"], many(2), review="pending")
    assert count(app.test_client(), **PLAIN)["total"] == 2


@pytest.mark.parametrize(
    ("wanted", "total"),
    [
        ({"template": "Legal Q&A"}, 4),
        ({"template": "Legal Q&A@1"}, 4),
        ({"template": "legal-q-a@1"}, 4),
        ({"template": "preference-pair"}, 0),
        ({"topic": "Tort Law"}, 3),
        ({"topic_contains": "company"}, 2),
        ({"difficulty": "advanced"}, 3),
        ({"score_min": 0.5}, 1),
        ({"score_max": 0.4}, 1),
        ({"q": "tort"}, 1),
        ({"q": 'NEAR( " AND'}, 0),
        ({"origin": "person"}, 0),
        ({"demo": True}, 0),
    ],
)
def test_filter_chooses(services: Services, client: FlaskClient, wanted: dict[str, Any], total: int) -> None:
    add_samples(services, many(4))
    add_samples(services, [CHAT], template="Chat")
    change(services, 1, score=0.9)
    change(services, 2, score=0.3)
    assert count(client, **PLAIN, filter=wanted)["total"] == total


def test_batches_and_ids_choose(services: Services, client: FlaskClient) -> None:
    batch = add_samples(services, many(2))
    add_samples(services, many(3))
    assert count(client, **PLAIN, batch_ids=[batch.batch_id])["total"] == 2
    assert count(client, **PLAIN, filter={"batch_id": batch.batch_id})["total"] == 2
    with services.database.read() as session:
        sample_id = session.get_one(Sample, 4).sample_id
    assert count(client, **PLAIN, ids=[sample_id])["total"] == 1


def test_wrong_values_are_named_each_with_its_place(services: Services, client: FlaskClient) -> None:
    add_samples(services, many(1))
    assert faults(client, {**PLAIN, "batch_ids": ["batch_1_00000000"], "ids": ["x"]}) == ["/batch_ids/0", "/ids/0"]
    assert faults(client, {**PLAIN, "filter": {"batch_id": "x"}}) == ["/filter/batch_id"]
    assert faults(client, {**PLAIN, "filter": {"template": "Nothing"}}) == ["/filter/template"]
    assert faults(client, {**PLAIN, "filter": {"template": "Legal Q&A@2"}}) == ["/filter/template"]
    assert faults(client, {**PLAIN, "filter": {"score_min": 0.9, "score_max": 0.1}}) == ["/filter/score_min"]
    assert faults(client, {"format": "xml"}) == ["/format"]
    assert faults(client, {**PLAIN, "split": {"train": 0.5, "test": 0.1}}) == ["/split"]
    assert faults(client, {"format": "dpo", "fields": {"answer": "x"}}) == ["/fields/answer"]
    assert faults(client, {"format": "alpaca", "fields": ["question"]}) == ["/fields"]
    assert faults(client, {"format": "batch_zip"}) == ["/batch_ids"]


def test_export_is_refused_when_nothing_fits_its_format(services: Services, client: FlaskClient) -> None:
    add_samples(services, many(2))
    answer = client.post("/api/exports", json={"format": "dpo"})
    assert answer.status_code == 422
    assert "2 it has no chosen and rejected answers" in answer.json["detail"]  # type: ignore[index]
    assert "`chosen`" in answer.json["detail"]  # type: ignore[index]


def test_export_is_refused_when_nothing_is_chosen(client: FlaskClient) -> None:
    assert client.post("/api/exports", json=PLAIN).status_code == 422


def test_samples_that_do_not_fit_are_left_out_and_counted(services: Services, client: FlaskClient) -> None:
    add_samples(services, [PAIR, {**PAIR, "prompt": "Q2", "rejected": ""}], template="Pair")
    add_samples(services, many(3))
    files = made(services, client, format="dpo")
    assert len(rows(files["data/train.jsonl"])) == 1
    assert json.loads(files["manifest.json"])["left_out"] == {"it has no chosen and rejected answers": 4}


def test_source_of_a_grounded_sample_is_in_its_prompt(services: Services, client: FlaskClient) -> None:
    add_samples(services, [QA], source_ref="src_0123456789ab#3")
    with services.database.write() as session:
        source = Source(source_id="src_0123456789ab", name="s", purpose="seed", media="text", sha256="0" * 64)
        source.size_bytes, source.chunk_count, source.created_at = 1, 4, "2026-01-01T00:00:00.000+00:00"
        session.add(source)
        session.flush()
        session.add(SourceChunk(source_pk=source.id, number=3, text="The passage."))
    (row,) = rows(made(services, client, format="openai_chat")["data/train.jsonl"])
    assert row["messages"][0]["content"] == f"The passage.\n\n{QA['question']}"


def test_fields_choose_and_rename_columns(services: Services, client: FlaskClient) -> None:
    add_samples(services, many(1))
    (row,) = rows(made(services, client, **PLAIN, fields={"input": "question", "made_by": "model"})["data/train.jsonl"])
    assert row == {"input": f"0: {QA['question']}", "made_by": "scripted-1"}
    table = made(services, client, format="csv", fields=["answer", "source_ref"])["data/train.csv"].decode()
    assert table.splitlines()[0] == "answer,source_ref"


@pytest.mark.parametrize(
    ("format_", "fields", "places"),
    [
        ("csv", ["answer", "no_such_field", "model", "judge_note"], ["/fields/1"]),
        ("jsonl", {"said": "answr", "a/b": "nothing"}, ["/fields/said", "/fields/a~1b"]),
        ("openai_chat", {"user": "question", "assistant": "answr", "system": "source"}, ["/fields/assistant"]),
        ("csv", ["answer", "answer"], ["/fields"]),
        ("csv", [], ["/fields"]),
    ],
)
def test_export_is_refused_when_no_sample_has_a_field_that_it_names(
    services: Services, client: FlaskClient, format_: str, fields: Any, places: list[str]
) -> None:
    add_samples(services, [{**QA, "judge_note": "added by an edit"}])
    assert faults(client, {"format": format_, "fields": fields}) == places


def test_field_may_be_named_when_an_enrichment_adds_it(services: Services, client: FlaskClient) -> None:
    batch = add_samples(services, many(1))
    order = Enrichment(template="Add Rationale", version=1, fields={"rationale": "why"}).as_json()
    with services.database.write() as session:
        session.get_one(BatchHistory, batch.id).enrichment = order
    assert count(client, **PLAIN, fields=["why"])["total"] == 1


def test_near_duplicates_are_in_one_split(services: Services, client: FlaskClient) -> None:
    words = [f"word{number}" for number in range(60)]
    contents = []
    for number in range(120):
        text = " ".join([f"{word}x{number // 3}" for word in words[:-1]] + [str(number)])  # three alike each
        contents.append({**QA, "question": text})
    add_samples(services, contents)
    for number, content in enumerate(contents, 1):
        signature = signature_of(content, ("question",))
        assert signature is not None
        change(services, number, signature=signature)
    split = {"train": 0.5, "validation": 0.25, "test": 0.25, "seed": 4}
    files = made(services, client, **PLAIN, split=split)
    homes: dict[int, set[str]] = {}
    for name in ("train", "validation", "test"):
        for row in rows(files[f"data/{name}.jsonl"]):
            homes.setdefault(int(row["question"].rsplit(" ", 1)[1]) // 3, set()).add(name)
    assert all(len(splits) == 1 for splits in homes.values())
    sizes = json.loads(files["manifest.json"])["counts"]["by_split"]
    assert sum(sizes.values()) == 120 and abs(sizes["train"] - 60) <= 3
    assert count(client, **PLAIN, split=split)["by_split"] == sizes


def test_samples_of_one_passage_are_in_one_split(services: Services, client: FlaskClient) -> None:
    add_samples(services, many(30))
    for number in range(1, 31):
        change(services, number, source_ref=f"src_0123456789ab#{number % 3}")
    files = made(services, client, **PLAIN, split={"train": 0.34, "validation": 0.33, "test": 0.33})
    homes = [{row["source_ref"] for row in rows(data)} for name, data in files.items() if name.endswith(".jsonl")]
    assert sorted(len(home) for home in homes) == [1, 1, 1]


@pytest.mark.parametrize("format_", ["openai_chat", "jsonl", "csv", "parquet"])
def test_same_selection_gives_the_same_bytes(services: Services, client: FlaskClient, format_: str) -> None:
    add_samples(services, many(40))
    body = {"format": format_, "split": {"seed": 5}}
    one, other = made(services, client, **body), made(services, client, **body)
    assert one.keys() == other.keys()
    assert {name for name in one if one[name] != other[name]} == {"manifest.json"}  # it tells which export it is of


def test_members_of_a_whole_batch_are_samples_log_manifest_and_card(services: Services, client: FlaskClient) -> None:
    batch = add_samples(services, many(2), review="pending")
    files = made(services, client, format="batch_zip", batch_ids=[batch.batch_id])
    assert list(files) == [
        "README.md",
        "manifest.json",
        "log.txt",
        "data/train.jsonl",
        "data/train-00000-of-00001.parquet",
    ]
    assert b"batch.queued" in files["log.txt"] and b"attempt 2" in files["log.txt"]


def test_manifest_tells_where_samples_come_from(services: Services, client: FlaskClient) -> None:
    finding = json.dumps([{"check": "pii", "reason": "email", "message": "An address."}])
    add_samples(services, many(2), model="llama-3.3-70b-versatile", findings=finding, score=0.5)
    told = json.loads(made(services, client, **PLAIN)["manifest.json"])
    assert told["counts"]["by_model"] == {"llama-3.3-70b-versatile": 2}
    assert "Llama" in told["models"][0]["licence_note"]
    assert told["checks"] == {"contamination": 0, "personal_data": 2, "findings": {"pii: email": 2}}
    assert told["counts"]["mean_score"] == 0.5
    assert [row["name"] for row in told["templates"]] == ["Legal Q&A"]


def test_waiting_export_is_cancelled_at_once(services: Services, client: FlaskClient) -> None:
    add_samples(services, many(1))
    export_id = begin(client, **PLAIN)
    assert client.post(f"/api/exports/{export_id}/cancel").json["export"]["status"] == "cancelled"  # type: ignore[index]
    assert client.post(f"/api/exports/{export_id}/cancel").status_code == 409
    assert Exporter(services).run_waiting() == 0


def test_running_export_is_cancelled_and_leaves_nothing(services: Services, client: FlaskClient) -> None:
    add_samples(services, many(2))
    export_id = begin(client, **PLAIN)
    set_status(services, export_id, "running")
    assert client.post(f"/api/exports/{export_id}/cancel").json["export"]["cancelling"]  # type: ignore[index]
    Exporter(services).run_waiting()
    assert shown(client, export_id)["status"] == "cancelled"
    assert files_on_disk(services) == []


def files_on_disk(services: Services) -> list[str]:
    return sorted(path.name for path in (services.settings.data_dir / "exports").glob("*"))


def test_export_begins_anew_when_a_killed_process_left_it(services: Services, client: FlaskClient) -> None:
    add_samples(services, many(2))
    export_id = begin(client, **PLAIN)
    set_status(services, export_id, "running")
    folder = services.settings.data_dir / "exports"
    (folder / f".building-{export_id}").mkdir(parents=True)
    (folder / f".{export_id}.zip").write_bytes(b"half")
    (folder / f"{export_id}.zip").write_bytes(b"whole, but not told of")
    (folder / "export_000000000000.zip").write_bytes(b"of a deleted export")
    assert client.get(f"/api/exports/{export_id}/download").status_code == 409
    exporter = Exporter(services)
    exporter.sweep()
    assert files_on_disk(services) == []
    exporter.run_waiting()
    assert shown(client, export_id)["status"] == "completed"
    assert files_on_disk(services) == [f"{export_id}.zip"]


def test_deleted_export_takes_its_file_along(services: Services, client: FlaskClient) -> None:
    add_samples(services, many(1))
    export_id = begin(client, **PLAIN)
    Exporter(services).run_waiting()
    assert client.delete(f"/api/exports/{export_id}").status_code == 200
    assert files_on_disk(services) == []
    assert client.get(f"/api/exports/{export_id}").status_code == 404


def test_running_export_is_not_deleted(services: Services, client: FlaskClient) -> None:
    add_samples(services, many(1))
    export_id = begin(client, **PLAIN)
    set_status(services, export_id, "running")
    assert client.delete(f"/api/exports/{export_id}").status_code == 409


def test_export_fails_with_a_sentence_when_its_samples_have_gone(services: Services, client: FlaskClient) -> None:
    add_samples(services, many(1))
    export_id = begin(client, **PLAIN)
    change(services, 1, review="rejected")
    Exporter(services).run_waiting()
    view = shown(client, export_id)
    assert view["status"] == "failed" and "rejected by a person" in view["error"]


class FullStorage:
    """A disk that is full from the second look on."""

    def __init__(self) -> None:
        self.looks = 0

    def shortage(self) -> str | None:
        self.looks += 1
        return "full" if self.looks > 1 else None


def test_export_fails_and_leaves_nothing_when_the_disk_is_full(services: Services, client: FlaskClient) -> None:
    add_samples(services, many(2))
    export_id = begin(client, **PLAIN)
    full = FullStorage()
    full.looks = 1
    Exporter(replace(services, storage=full)).run_waiting()  # type: ignore[arg-type]
    view = shown(client, export_id)
    assert (view["status"], view["error"]) == (
        "failed",
        "The disk is full: free some space, then start the export again.",
    )
    assert files_on_disk(services) == []


def test_export_sees_one_moment_when_samples_change_meanwhile(services: Services, client: FlaskClient) -> None:
    """What is committed after the first look is not seen, whatever is read later."""
    add_samples(services, many(3))
    seen: list[int] = []

    def beat(done: int, total: int) -> None:
        if not seen:
            change(services, 1, review="rejected", content=json.dumps(PAIR))
        seen.append(done)

    order = StartExport.model_validate({"format": "jsonl", "review": "approved"})
    build = Build(
        database=services.database,
        data_dir=services.settings.data_dir,
        export_id="export_0123456789ab",
        created_at="2026-01-01T00:00:00.000+00:00",
        order=order,
        beat=beat,
    )
    assert build.run().summary["counts"]["rows"] == 3
    assert seen


def test_news_are_told_of_each_step(services: Services, client: FlaskClient) -> None:
    add_samples(services, many(1))
    reader, _, _ = services.hub.subscribe()
    export_id = begin(client, **PLAIN)
    Exporter(services).run_waiting()
    told: list[Any] = []
    while not told or told[-1]["type"] != "export.completed":
        news = reader.next(1)
        assert news is not None
        told.append(json.loads(news.frame.decode().split("data: ")[1]))
    assert [one["type"] for one in told if one["type"] != "export.progress"] == [
        "export.queued",
        "export.started",
        "export.completed",
    ]
    assert {one["export_id"] for one in told} == {export_id}


def test_exporter_works_by_itself_until_it_is_stopped(services: Services, client: FlaskClient) -> None:
    add_samples(services, many(1))
    export_id = begin(client, **PLAIN)
    reader, _, _ = services.hub.subscribe()
    exporter = Exporter(services)
    exporter.start()
    while (news := reader.next(10)) is not None and b"export.completed" not in news.frame:
        pass
    exporter.stop()
    assert shown(client, export_id)["status"] == "completed"
    assert not any(thread.name == "exporter" and thread.is_alive() for thread in threading.enumerate())


def test_page_lists_exports_newest_first(services: Services, client: FlaskClient) -> None:
    add_samples(services, many(1))
    ids = [begin(client, **PLAIN) for _ in range(3)]
    page = client.get("/api/exports?limit=2").json
    assert page is not None
    assert ([row["export_id"] for row in page["exports"]], page["total"]) == (ids[:0:-1], 3)


def test_history_is_a_table_when_it_is_asked_as_csv(services: Services, client: FlaskClient) -> None:
    add_samples(services, many(1))
    add_samples(services, many(2))
    answer = client.get("/api/generate/batch/history?format=csv")
    assert answer.content_type == "text/csv; charset=utf-8"
    assert "gristmill-history.csv" in answer.headers["Content-Disposition"]
    lines = answer.text.splitlines()
    assert lines[0].startswith("id,batch_id,started_at") and len(lines) == 3
    assert len(client.get("/api/generate/batch/history?format=csv&limit=1").text.splitlines()) == 2
