"""Maps one a file become maps of one computation in one file, and back, to the last bit."""

from __future__ import annotations

import errno
import os
import threading
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import numpy as np
import pytest

from neopain_gui.errors import Cancelled, EnvironmentFault, StudyError
from neopain_gui.imaging.enlarge import enlarged
from neopain_gui.jobs import NullJob
from neopain_gui.provenance import Provenance
from neopain_gui.study import MapStore, Study, Values, compacting
from neopain_gui.study.blobs import BlobStore
from tests.study.material import EXPERTS, GRAD_CAM, photographs, put, result, values_of

LAYERS = ("conv1", "conv2", "conv3")


def maps(images: int = 3) -> dict[Provenance, np.ndarray]:
    """Return maps of three layers of each image and one without layers."""
    random, made = np.random.default_rng(5), {}
    for image in range(images):
        for layer in (*LAYERS, None):
            inputs = {"image": image} if layer is None else {"image": image, "layer": layer}
            stage = "attribution.tests" if layer else "attribution.whole"
            provenance = Provenance(stage=stage, version=1, inputs=inputs)
            made[provenance.key] = (
                provenance,
                enlarged(random.random((6, 6), dtype=np.float32), (24, 24)),
            )
    return made


@pytest.fixture
def study(tmp_path: Path) -> Path:
    (tmp_path / "blobs").mkdir()
    return tmp_path


def kept_singly(study: Path) -> dict[str, tuple[Provenance, np.ndarray]]:
    made = maps()
    for key, (_, values) in made.items():
        BlobStore(study).put(key, values)
    return made


def names(study: Path) -> list[str]:
    return sorted(file.suffix for file in (study / "blobs").iterdir())


def same(study: Path, made: dict) -> bool:
    store = MapStore(study)
    return all(store.get(one).tobytes() == values.tobytes() for one, values in made.values())


def test_packing_and_back_change_no_bit(study: Path) -> None:
    made = kept_singly(study)
    trial = np.ones((4, 7), np.float32)
    BlobStore(study).put("0" * 64, trial)  # a trial's: no map, it stays
    done = compacting.pack(study, [one for one, _ in made.values()])
    assert (done.maps, done.damaged) == (12, 0)
    assert done.after < done.before
    assert names(study) == [".maps"] * 6 + [".npy"]
    assert same(study, made)
    assert not compacting.in_single_files(study, made)
    assert compacting.pack(study, [one for one, _ in made.values()]).maps == 0
    back = compacting.unpack(study, [one for one, _ in made.values()])
    assert (back.maps, back.before, back.after) == (12, done.after, done.before)
    assert names(study) == [".npy"] * 13
    assert same(study, made)
    assert BlobStore(study).get("0" * 64).tobytes() == trial.tobytes()


def test_what_was_computed_again_since_is_what_counts(study: Path) -> None:
    made = kept_singly(study)
    one, values = next(iter(made.values()))
    newer = np.nextafter(values, np.float32(2))
    MapStore(study).put([Values(provenance=one, values=newer)])
    made[one.key] = (one, newer)
    assert same(study, made)
    compacting.pack(study, [one for one, _ in made.values()])
    assert same(study, made)
    assert ".npy" not in names(study)


def test_what_is_damaged_stays_as_it_is(study: Path) -> None:
    made = kept_singly(study)
    keys = list(made)
    flipped = BlobStore(study).path(keys[1])
    flipped.write_bytes(flipped.read_bytes()[:-40] + b"\1" * 40)
    bytes_before = flipped.read_bytes()
    BlobStore(study).put(keys[2], np.ones((2, 3, 4), np.float32))  # no map
    done = compacting.pack(study, [one for one, _ in made.values()])
    assert (done.maps, done.damaged) == (10, 2)
    assert flipped.read_bytes() == bytes_before
    with pytest.raises(StudyError, match="damaged"):
        MapStore(study).get(made.pop(keys[1])[0])
    made.pop(keys[2])
    assert same(study, made)


@pytest.mark.parametrize("work", [compacting.pack, compacting.unpack])
@pytest.mark.parametrize("call", ["fsync", "replace", "unlink"])
@pytest.mark.parametrize("left", range(6))
def test_a_disk_that_fails_at_any_moment_loses_nothing(
    study: Path,
    monkeypatch: pytest.MonkeyPatch,
    work: Callable[..., compacting.Moved],
    call: str,
    left: int,
) -> None:
    made = kept_singly(study)
    monkeypatch.setattr(compacting, "_AT_ONCE", 2)
    provenances = [one for one, _ in made.values()]
    if work is compacting.unpack:
        compacting.pack(study, provenances)
    where = os if call == "fsync" else Path
    whole, count = getattr(where, call), [left]

    def failing(*given: object, **named: object) -> object:
        count[0] -= 1
        if count[0] < 0:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        return whole(*given, **named)

    with monkeypatch.context() as patch, suppress(EnvironmentFault):
        patch.setattr(where, call, failing)
        work(study, provenances)
    assert count[0] < 0, "it never came to that"
    assert same(study, made)
    work(study, provenances)
    assert same(study, made)
    assert len(set(names(study))) == 1


def test_a_stop_between_two_computations_loses_nothing(
    study: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = kept_singly(study)
    monkeypatch.setattr(compacting, "_AT_ONCE", 1)

    class Stopping(NullJob):
        asked = 0

        def check(self) -> None:
            self.asked += 1
            if self.asked == 3:
                raise Cancelled

    with pytest.raises(Cancelled):
        compacting.pack(study, [one for one, _ in made.values()], Stopping())
    assert {".maps", ".npy"} == set(names(study))
    assert same(study, made)


def test_whoever_reads_meanwhile_never_misses_a_map(study: Path) -> None:
    made = kept_singly(study)
    provenances, missing, stop = [one for one, _ in made.values()], [], threading.Event()

    def read() -> None:
        store = MapStore(study)
        while not stop.is_set():
            for one in provenances:
                try:
                    assert store.get(one).tobytes() == made[one.key][1].tobytes()
                except StudyError as error:
                    missing.append(str(error))

    readers = [threading.Thread(target=read) for _ in range(2)]
    for reader in readers:
        reader.start()
    compacting.pack(study, provenances)
    stop.set()
    for reader in readers:
        reader.join()
    assert not missing


def test_a_study_of_an_earlier_version_says_that_it_can_be_smaller(tmp_path: Path) -> None:
    from tests.study.older import make_older

    with Study.create(tmp_path / "ward") as made:
        made.images.add(photographs(tmp_path / "photos", 2), root=tmp_path / "photos")
        put(made, result("P0"))
        put(made, result("P1", EXPERTS))
    make_older(made.path, 4)
    with Study.open(made.path, read_only=True) as reader:
        assert reader.remarks == ()
    with Study.open(made.path) as opened:
        (said,) = opened.remarks
        assert "has 2 maps in files of their own, as an earlier NeoPain kept them" in said
    with Study.open(made.path) as opened:
        assert opened.remarks == (), "once"
        opened.results.pack()
        found = opened.results.relevance("P0", GRAD_CAM.name)
        assert found.values.tobytes() == values_of(result("P0")).tobytes()
    with Study.open(made.path, read_only=True) as reader, pytest.raises(StudyError):
        reader.results.pack()
