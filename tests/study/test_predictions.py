from __future__ import annotations

import sqlite3
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from neopain_gui.faces.face import Face, FaceSource
from neopain_gui.geometry import Box
from neopain_gui.maps import ExtractionModel
from neopain_gui.provenance import Provenance, canonical_json
from neopain_gui.study import (
    Prediction,
    Result,
    Selection,
    Study,
    merge_studies,
    migrations,
    plan_merge,
)
from tests.study.material import EXPERTS, put, result
from tests.study.older import make_older

OTHER_FACE = Face(box=Box(left=0, top=0, right=9, bottom=9), source=FaceSource.MANUAL)


def said(
    image_id: str, name: str, pain: float, *, by: str = "vgg", weights: str = "a" * 64
) -> Result:
    one = result(image_id, ExtractionModel(name=name, kind="attribution"))
    inputs = {**one.provenance.inputs, "weights": weights, "name": name, "pain": pain}
    facts = {"classifier": by, "scores": {"no pain": 1 - pain, "pain": pain}}
    return replace(one, provenance=Provenance(stage="tests", version=1, inputs=inputs), facts=facts)


def recorded(study: Study) -> dict[tuple[str, str], Mapping[str, float]]:
    """Return what the records of the maps say; of each classifier the last by name."""
    return {
        (one.image_id, str(one.facts["classifier"])): one.facts["scores"]
        for one in study.results.all()
        if one.model.kind == "attribution"
    }


def kept(study: Study) -> dict[tuple[str, str], Mapping[str, float]]:
    return {(one.image_id, one.classifier): one.scores for one in study.predictions.all()}


def fill(study: Study) -> None:
    for number, image_id in enumerate(("P0", "P1", "P3")):
        put(study, said(image_id, "GradCAM|VGG", 0.1 + number / 7))
        put(study, said(image_id, "GradCAM|VGG|conv1", 0.1 + number / 7))
        put(study, said(image_id, "I.G.|N-CNN", 0.9 - number / 7, by="n_cnn", weights="b" * 64))
    put(study, result("P0", EXPERTS))


def test_what_classifiers_say_is_kept_with_their_maps(study: Study) -> None:
    fill(study)
    assert kept(study) == recorded(study)
    assert len(kept(study)) == 6
    assert study.predictions.all("P0") == [
        Prediction(image_id="P0", classifier="n_cnn", weights="b" * 64,
                   scores={"no pain": 1 - 0.9, "pain": 0.9}),
        Prediction(image_id="P0", classifier="vgg", weights="a" * 64,
                   scores={"no pain": 0.9, "pain": 0.1}),
    ]  # fmt: skip
    assert study.predictions.all("P2") == []
    assert study.predictions.class_scores("vgg") == {
        image_id: 0.1 + number / 7 for number, image_id in enumerate(("P0", "P1", "P3"))
    }
    assert study.predictions.class_scores("vgg", "no pain")["P0"] == 0.9
    assert study.predictions.class_scores("nobody") == {}
    assert (
        study.predictions.class_score("P0", "vgg"),
        study.predictions.class_score("P2", "vgg"),
    ) == (0.1, None)
    assert study.predictions.classifiers() == ["n_cnn", "vgg"]
    assert study.predictions.beside_maps()[0] == (
        "P0", "GradCAM|VGG", "vgg", {"no pain": 0.9, "pain": 0.1},
    )  # fmt: skip
    assert len(study.predictions.beside_maps()) == 9


def test_the_newest_counts(study: Study) -> None:
    fill(study)
    put(study, said("P0", "GradCAM|VGG", 0.7, weights="c" * 64))
    (newest,) = [one for one in study.predictions.all("P0") if one.classifier == "vgg"]
    assert (newest.weights, newest.scores["pain"]) == ("c" * 64, 0.7)


@pytest.mark.parametrize("face", [None, OTHER_FACE])
def test_they_go_with_the_face_and_come_back_with_it(study: Study, face: Face | None) -> None:
    fill(study)
    before, first = kept(study), study.faces.get("P0")
    with study.results.dropped() as gone:
        study.faces.put("P0", face)
    assert kept(study) == {key: one for key, one in before.items() if key[0] != "P0"}
    study.faces.put("P0", first)
    study.results.restore(gone)
    assert kept(study) == before


def test_they_go_with_the_last_map(study: Study) -> None:
    fill(study)
    study.results.remove("GradCAM|VGG")
    assert ("P0", "vgg") in kept(study), "there is the map of another layer"
    study.results.exchange([("P1", "GradCAM|VGG|conv1")], [])
    assert kept(study) == recorded(study)
    assert ("P1", "vgg") not in kept(study)
    study.results.remove("GradCAM|VGG|conv1")
    assert study.predictions.classifiers() == ["n_cnn"]


@pytest.mark.parametrize(
    "what",
    [
        Selection(images=frozenset({"P0"})),
        Selection(neonates=frozenset({"N1"})),
        Selection(maps=frozenset({("P0", "I.G.|N-CNN"), ("P1", "GradCAM|VGG")})),
    ],
    ids=["photograph", "neonate", "maps"],
)
def test_they_are_taken_out_and_put_back(study: Study, what: Selection) -> None:
    fill(study)
    before = kept(study)
    taken = study.removal.take_out(what)
    assert kept(study) == recorded(study) != before
    study.removal.put_back(taken)
    assert kept(study) == before
    study.removal.take_out(what)
    study.removal.purge()
    assert kept(study) == recorded(study)


def test_a_study_of_two_has_those_of_its_maps(study: Study, tmp_path: Path) -> None:
    fill(study)
    second = Study.create(tmp_path / "second")
    second.images.add(study.images.all(), root=tmp_path / "photos")
    put(second, said("P0", "GradCAM|VGG", 0.6))
    put(second, said("P2", "GradCAM|VGG", 0.3))
    plan = plan_merge(study, second, same_neonates=True, same_participants=True)
    made = merge_studies(study, second, plan, tmp_path / "both.neopain")
    second.close()
    with Study.open(made) as both:
        assert kept(both) == recorded(both)
        assert both.predictions.class_score("P0", "vgg") == 0.1
        assert both.predictions.class_score("P2", "vgg") == 0.3


def test_an_older_study_gets_them_from_its_records(study: Study) -> None:
    fill(study)
    before = kept(study)
    study.close()
    make_older(study.path, 6)
    with Study.open(study.path, read_only=True) as reader:
        assert kept(reader) == before == recorded(reader)
    with Study.open(study.path) as opened:
        assert opened.predictions.all()
        assert kept(opened) == before


ODD = [
    "nonsense", "[1]", '{"scores":[0.5]}', '{"scores":{"pain":0.5}}', '{"classifier":"c"}',
    '{"classifier":"c","scores":{"pain":"much","no pain":true}}', '{"classifier":7,"scores":{}}',
]  # fmt: skip


@given(st.floats(0, 1), st.sampled_from(ODD))
def test_migrating_keeps_every_bit_and_stumbles_over_nothing(p: float, odd: str) -> None:
    """SQLite reads ``0.14734569191932678`` by itself, which may end in another bit."""
    raw = sqlite3.connect(":memory:", isolation_level=None)
    migrations.migrate(raw, migrations.steps()[:6])
    raw.execute(
        "INSERT INTO images (id, file, path, sha256, width, height, stimulus) "
        "VALUES ('P', '', '', ?, 9, 9, '')",
        ("a" * 64,),
    )
    good = canonical_json({"classifier": "vgg", "scores": {"pain": p, "no pain": 1 - p}})
    for name, facts in (("A", odd), ("B", good)):
        raw.execute(
            "INSERT INTO results VALUES ('P', ?, 'attribution', ?, 's', 1, '{}', 0, 0, 9, 9, ?)",
            (name, "b" * 64, facts),
        )
    migrations.migrate(raw, migrations.steps())
    found = dict(raw.execute("SELECT class, p FROM predictions").fetchall())
    raw.close()
    assert found == {"pain": p, "no pain": 1 - p}


def test_counts_without_a_record(study: Study) -> None:
    fill(study)
    assert study.results.count() == 10
    assert (study.results.count("P0"), study.results.count("P2")) == (4, 0)
    assert study.results.counts_by_photograph() == {"P0": 4, "P1": 3, "P3": 3}
    assert study.results.counts_by_model() == {
        "Experts": 1, "GradCAM|VGG": 3, "GradCAM|VGG|conv1": 3, "I.G.|N-CNN": 3,
    }  # fmt: skip
    assert study.results.photographs_with("Experts") == {"P0"}
    assert study.results.keys() == {one.key for one in study.results.all()}


def _steps_of(study: Study, work: Callable[[], object]) -> int:
    """Return how many steps SQLite takes for something: the same on every machine."""
    count = 0

    def step() -> int:
        nonlocal count
        count += 1
        return 0

    connection = study._database._connection
    connection.set_progress_handler(step, 1)
    try:
        work()
    finally:
        connection.set_progress_handler(None, 0)
    return count


def test_recording_a_map_costs_the_same_in_a_large_study(study: Study) -> None:
    compared, result_values = [[study.images.get("P3").sha256, 1]], np.ones((2, 2), np.float32)

    def one(image_id: str, seed: int) -> Result:
        made = said(image_id, "GradCAM|VGG", seed / 1000)
        inputs = {**made.provenance.inputs, "references": compared}
        return replace(made, provenance=Provenance(stage="tests", version=1, inputs=inputs))

    def record(seed: int) -> int:
        study.blobs.put(one("P0", seed).key, result_values)
        steps = _steps_of(study, lambda: study.results.record(one("P0", seed)))
        assert study.predictions.class_score("P0", "vgg") == seed / 1000
        return steps

    put(study, said("P1", "GradCAM|VGG", 0.5))
    record(0)
    few = record(1)
    with study._change() as connection:
        row = dict(connection.execute("SELECT * FROM images WHERE id = 'P2'").fetchone())
        names = ", ".join(row)
        for number in range(500):
            row |= {"id": f"Q{number}", "sha256": f"{number:064x}"}
            connection.execute(
                f"INSERT INTO images ({names}) VALUES ({', '.join('?' * len(row))})",
                list(row.values()),
            )
            connection.execute(
                "INSERT INTO results SELECT ?, model_name, model_kind, key, stage, version, "
                "inputs, box_left, box_top, box_right, box_bottom, facts FROM results "
                "WHERE image_id = 'P1'",
                (row["id"],),
            )
    many = record(2)
    assert many <= few + 20, "one more level of a tree at most, not 500 rows"
    models = _steps_of(study, study.results.models)
    assert models < 200, "a step for a name, not for a row"
