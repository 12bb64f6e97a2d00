"""An index that was kept answers as the one that was made; whatever cannot be trusted is refused."""

import os
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given

from reprieve.screening import saved
from reprieve.screening.index import Index
from reprieve.screening.parsed import Manner
from reprieve.screening.saved import FILE, DamagedIndex, StaleIndex, Texts, digest_of
from tests.screening.colliding import LISTS, MANNERS, NAMES, THRESHOLDS

PARTIES = ["Huawei Technologies Co., Ltd.", "华为技术有限公司", "Acme GmbH", "Acme GmbH", ""]


@given(LISTS, NAMES, MANNERS, THRESHOLDS)
def test_a_loaded_index_finds_what_the_made_one_finds(
    names: list[str], query: str, manner: Manner, threshold: float
) -> None:
    made = Index(names, manner)
    with TemporaryDirectory() as folder:
        made.save(Path(folder))
        loaded = Index.load(Path(folder), digest_of(names))
        assert loaded.search(query, threshold) == made.search(query, threshold)
        assert (list(loaded.names), loaded.manner) == (names, manner)


def test_a_loaded_index_can_be_saved_again(tmp_path: Path) -> None:
    Index(PARTIES, "organization").save(tmp_path / "one")
    Index.load(tmp_path / "one").save(tmp_path / "two")
    assert (tmp_path / "one" / FILE).read_bytes() == (tmp_path / "two" / FILE).read_bytes()


def test_saving_leaves_one_file_and_replaces_the_one_before(tmp_path: Path) -> None:
    Index(["Other"], "person").save(tmp_path)
    Index(PARTIES, "organization").save(tmp_path)
    assert [each.name for each in tmp_path.iterdir()] == [FILE]
    assert list(Index.load(tmp_path).names) == PARTIES


def test_a_save_that_fails_leaves_the_one_before(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    Index(PARTIES, "organization").save(tmp_path)

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space left"):
        Index(["Other"], "person").save(tmp_path)
    assert [each.name for each in tmp_path.iterdir()] == [FILE]
    assert list(Index.load(tmp_path).names) == PARTIES


def test_an_index_of_other_names_is_stale(tmp_path: Path) -> None:
    Index(PARTIES, "organization").save(tmp_path)
    with pytest.raises(StaleIndex, match="other names"):
        Index.load(tmp_path, digest_of(PARTIES[:-1]))


def test_names_cut_otherwise_have_another_digest() -> None:
    assert len({digest_of(each) for each in (["ab", "c"], ["a", "bc"], ["abc"], ["c", "ab"], ["ab", "c", ""])}) == 5


def test_an_index_made_by_other_code_is_stale(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    Index(PARTIES, "organization").save(tmp_path)
    monkeypatch.setattr(saved, "fingerprint", lambda: "another")
    with pytest.raises(StaleIndex, match="other code"):
        Index.load(tmp_path)


def test_the_fingerprint_reads_every_module_and_table_of_the_rooms_that_score(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for place in ("screening/likeness.py", "screening/vocabulary.toml", "text/terms.toml", "model/match.py"):
        (tmp_path / place).parent.mkdir(exist_ok=True)
        (tmp_path / place).write_text("1")
    monkeypatch.setattr(saved, "_PACKAGE", tmp_path)
    found = {saved.fingerprint.__wrapped__()}
    for path in tmp_path.glob("*/*"):
        path.write_text("2")
        found.add(saved.fingerprint.__wrapped__())
    assert len(found) == 5


def test_no_index_is_a_damaged_one(tmp_path: Path) -> None:
    with pytest.raises(DamagedIndex):
        Index.load(tmp_path)


def test_any_byte_changed_or_cut_is_noticed(tmp_path: Path) -> None:
    Index(PARTIES, "organization").save(tmp_path)
    file = tmp_path / FILE
    whole = file.read_bytes()
    for place in range(0, len(whole), 37):
        file.write_bytes(whole[:place] + bytes([whole[place] ^ 1]) + whole[place + 1 :])
        with pytest.raises(DamagedIndex):
            Index.load(tmp_path)
    for length in range(0, len(whole), 997):
        file.write_bytes(whole[:length])
        with pytest.raises(DamagedIndex):
            Index.load(tmp_path)


def test_texts_are_a_sequence_of_what_was_laid_in() -> None:
    texts = ["", "华为", "a\nb", "\ud800", "Ω"]
    laid = Texts.of(texts)
    assert (list(laid), laid[1:3], laid[-1], len(laid)) == (texts, texts[1:3], "Ω", 5)
    with pytest.raises(IndexError):
        laid[5]
