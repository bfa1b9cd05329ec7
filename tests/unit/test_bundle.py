"""The files of the dashboard, read once and packed once."""

from __future__ import annotations

import gzip
from pathlib import Path

from gristmill.bundle import Bundle

LONG = b"const mill = 1;\n" * 200


def folder_with(folder: Path, **assets: bytes) -> Path:
    (folder / "assets").mkdir()
    for name, content in assets.items():
        (folder / "assets" / name.replace("_", ".")).write_bytes(content)
    return folder


def test_bundle_is_empty_when_nothing_was_built(tmp_path: Path) -> None:
    bundle = Bundle(tmp_path / "dist")
    assert (dict(bundle.root), dict(bundle.assets)) == ({}, {})


def test_files_are_those_that_the_folder_held_at_first(tmp_path: Path) -> None:
    bundle = Bundle(folder_with(tmp_path, a_js=b"1"))
    assert bundle.assets["a.js"].content == b"1"
    (tmp_path / "assets" / "a.js").write_bytes(b"2")
    (tmp_path / "assets" / "b.js").write_bytes(b"2")
    assert (bundle.assets["a.js"].content, list(bundle.assets)) == (b"1", ["a.js"])


def test_folders_are_no_files(tmp_path: Path) -> None:
    bundle = Bundle(folder_with(tmp_path))
    assert dict(bundle.root) == {}


def test_tag_is_another_one_when_the_content_is(tmp_path: Path) -> None:
    assets = Bundle(folder_with(tmp_path, a_js=b"1", b_js=b"2", c_js=b"1")).assets
    assert assets["a.js"].tag == assets["c.js"].tag != assets["b.js"].tag


def test_only_long_text_may_be_packed(tmp_path: Path) -> None:
    assets = Bundle(folder_with(tmp_path, a_js=LONG, b_js=LONG[:1024], c_png=LONG)).assets
    assert [file.may_be_packed for file in assets.values()] == [True, False, False]


def test_file_is_packed_once_and_to_the_same_bytes(tmp_path: Path) -> None:
    bundle = Bundle(folder_with(tmp_path, a_js=LONG))
    packed = bundle.packed(bundle.assets["a.js"])
    assert bundle.packed(bundle.assets["a.js"]) is packed
    assert gzip.decompress(packed) == LONG
    assert packed[4:8] == bytes(4)  # no time of the day in it
