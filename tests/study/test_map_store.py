from __future__ import annotations

import errno
import os
import threading
import zipfile
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

import numpy as np
import pytest

from neopain_gui.errors import EnvironmentFault, StudyError
from neopain_gui.imaging.enlarge import enlarged
from neopain_gui.provenance import Provenance
from neopain_gui.study import MapStore, Selection, Study, Values
from neopain_gui.study.map_store import sweep_maps
from tests.study.material import GRAD_CAM, put, result, values_of

LAYERS = ("conv1", "conv2", "conv3")


def made(image: str, layer: str | None, seed: int = 0) -> Values:
    cells = np.random.default_rng([seed, len(image), len(layer or "")]).random(
        (6, 6), dtype=np.float32
    )
    return Values(
        provenance=Provenance(
            stage="attribution.tests", version=1, inputs={"image": image, "layer": layer, "s": seed}
        ),
        values=enlarged(cells, (24, 24)),
        cells=cells,
    )


@pytest.fixture
def store(tmp_path: Path) -> MapStore:
    return MapStore(tmp_path)


def files(store: MapStore) -> list[Path]:
    return sorted((store._study / "blobs").iterdir())


def same(store: MapStore, maps: Sequence[Values]) -> bool:
    return all(store.get(one.provenance).tobytes() == one.values.tobytes() for one in maps)


def test_the_layers_of_a_computation_are_one_file(store: MapStore) -> None:
    maps = [made(image, layer) for image in ("a", "bb") for layer in LAYERS]
    assert not store.has(maps[0].provenance)
    store.put(maps)
    assert len(files(store)) == 2
    assert all(store.has(one.provenance) for one in maps)
    assert not store.has(made("a", "conv4x").provenance)
    assert same(store, maps)
    assert 0 < store.size(maps[0].provenance) < 24 * 24 * 4
    assert store.size(made("ccc", "conv1").provenance) == 0


def test_what_has_no_layer_has_a_file_of_its_own(store: MapStore) -> None:
    one = Values(provenance=Provenance(stage="gaze", version=1), values=np.ones((3, 4), np.float32))
    store.put([one])
    assert store.path(one.provenance).name == f"{one.provenance.key}.maps"
    assert same(store, [one])


def test_more_layers_come_into_the_same_file(store: MapStore) -> None:
    first, second = [made("a", "conv1"), made("a", "conv2")], [made("a", "conv3")]
    store.put(first)
    before = store.path(first[0].provenance).read_bytes()
    store.put(second)
    assert len(files(store)) == 1
    assert same(store, [*first, *second])
    store.put(first)
    assert same(store, [*first, *second])
    store.put([made("a", layer) for layer in LAYERS])
    alone = MapStore(store._study / "other")
    (store._study / "other").mkdir()
    alone.put(first)
    assert files(alone)[0].read_bytes() == before, "the same maps are the same bytes"


def test_threads_that_add_to_one_file_lose_nothing(store: MapStore) -> None:
    maps = [made("a", "l" * number) for number in range(1, 13)]
    threads = [threading.Thread(target=store.put, args=([one],)) for one in maps]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert same(store, maps)


def test_every_flipped_bit_of_a_file_is_seen(store: MapStore) -> None:
    maps = [made("a", "conv1"), made("a", "conv22")]
    store.put(maps)
    path = store.path(maps[0].provenance)
    whole = path.read_bytes()
    for place in range(0, len(whole), 3):
        broken = bytearray(whole)
        broken[place] ^= 1 << (place % 8)
        path.write_bytes(broken)
        for one in maps:
            with suppress(StudyError):
                assert store.get(one.provenance).tobytes() == one.values.tobytes()
    for length in range(0, len(whole), 97):
        path.write_bytes(whole[:length])
        with pytest.raises(StudyError):
            store.get(maps[0].provenance)
    store.put(maps)
    assert same(store, maps), "computing again heals"


def test_neither_links_nor_pipes_nor_giants_are_read(store: MapStore, tmp_path: Path) -> None:
    one = made("a", "conv1")
    store.put([one])
    path = store.path(one.provenance)
    elsewhere = path.rename(tmp_path / "elsewhere")
    path.symlink_to(elsewhere)
    with pytest.raises(StudyError, match="damaged"):
        store.get(one.provenance)
    path.unlink()
    os.mkfifo(path)
    with pytest.raises(StudyError, match="damaged"):
        store.get(one.provenance)
    path.unlink()
    with path.open("wb") as stream:
        stream.truncate(1 << 40)
    with pytest.raises(StudyError, match="damaged"):
        store.get(one.provenance)
    path.unlink()
    with pytest.raises(StudyError, match="missing; compute or import that map again"):
        store.get(one.provenance)


def test_an_archive_that_swells_is_refused(store: MapStore) -> None:
    one = made("a", "conv1")
    store.put([one])
    with zipfile.ZipFile(store.path(one.provenance), "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(one.provenance.key, b"\0" * (80 << 20))
    with pytest.raises(StudyError, match="damaged"):
        store.get(one.provenance)


def test_maps_of_earlier_versions_are_read_as_they_are(study: Study) -> None:
    one = result("P0")
    put(study, one)  # as a .npy file, as all were
    assert study.maps.has(one.provenance)
    assert study.maps.size(one.provenance) == study.blobs.path(one.key).stat().st_size
    assert study.maps.path(one.provenance) == study.blobs.path(one.key)
    found = study.results.relevance("P0", GRAD_CAM.name)
    assert found is not None
    assert found.values.tobytes() == values_of(one).tobytes()


def test_sweeping_leaves_what_is_named(store: MapStore) -> None:
    maps = [made(image, layer) for image in ("a", "bb", "ccc") for layer in LAYERS]
    store.put(maps)
    kept = [maps[0], *maps[3:6]]
    sweep_maps(store._study / "blobs", {one.provenance.key for one in kept})
    assert len(files(store)) == 2
    assert same(store, kept)
    assert [one for one in maps if store.has(one.provenance)] == kept
    for file in files(store):
        assert all(made("a", layer).provenance.key.encode() not in file.read_bytes()
                   for layer in LAYERS[1:])  # fmt: skip


def test_a_purge_takes_maps_out_of_their_files(study: Study) -> None:
    kept, gone = result("P0"), result("P1")
    for one in (kept, gone):
        study.maps.put([Values(provenance=one.provenance, values=values_of(one))])
        study.results.record(one)
    study.removal.take_out(Selection(maps=frozenset({("P1", GRAD_CAM.name)})))
    assert study.maps.has(gone.provenance)
    study.removal.purge()
    assert study.maps.has(kept.provenance)
    assert not study.maps.has(gone.provenance)
    assert len(list((study.path / "blobs").iterdir())) == 1


def test_copying_takes_only_what_is_asked_for(store: MapStore, tmp_path: Path) -> None:
    maps = [made("a", layer) for layer in LAYERS]
    store.put(maps)
    single = made("bb", None)
    store._single.put(single.provenance.key, single.values)
    target = MapStore(tmp_path / "target")
    target._study.mkdir()
    target.put([made("a", "x" * 9)])
    wanted = [maps[0], maps[2], single]
    target.copy(store, [one.provenance for one in (*wanted, made("nowhere", None))])
    assert same(target, [*wanted, made("a", "x" * 9)])
    assert not target.has(maps[1].provenance)


@pytest.mark.parametrize("call", ["fsync", "replace", "mkdir"])
@pytest.mark.parametrize("code", [errno.ENOSPC, errno.EACCES, errno.EROFS, errno.EIO])
def test_a_failing_disk_leaves_the_old_maps(
    store: MapStore, monkeypatch: pytest.MonkeyPatch, call: str, code: int
) -> None:
    store.put([made("a", "conv1")])

    def fail(*_: object, **__: object) -> None:
        raise OSError(code, os.strerror(code))

    with monkeypatch.context() as patch:
        patch.setattr(os if call == "fsync" else Path, call, fail)
        with pytest.raises(EnvironmentFault, match="could not be written"):
            store.put([made("a", "conv22")])
    assert len(files(store)) == 1
    assert same(store, [made("a", "conv1")])
    assert not store.has(made("a", "conv22").provenance)
