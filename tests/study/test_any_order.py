"""A study agrees with a model of it in plain dictionaries after any sequence of edits."""

from __future__ import annotations

import shutil
import tempfile
from dataclasses import replace
from pathlib import Path

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from neopain_gui.dataset.face_image import FaceImage, PainLabel
from neopain_gui.faces.face import Face, FaceSource
from neopain_gui.geometry import Box
from neopain_gui.study import Result, Selection, Study
from tests.study.material import EXPERTS, FACE_BOX, GRAD_CAM, photographs, put, result

ABOUT = "neopain_gui.study"

COUNT = 4
ids = st.sampled_from([f"P{number}" for number in range(COUNT)])
boxes = st.sampled_from([FACE_BOX, Box(left=0, top=0, right=9, bottom=9)])
faces = st.none() | st.builds(
    Face,
    box=boxes,
    source=st.sampled_from(FaceSource),
    score=st.none() | st.floats(0, 1),
    landmarks=st.lists(st.tuples(st.floats(0, 40), st.floats(0, 30)), max_size=5).map(tuple),
)


class AnyOrder(RuleBasedStateMachine):
    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp())
        self.records = {one.id: one for one in photographs(self.folder / "photos", COUNT)}
        self.study = Study.create(self.folder / "s")
        self.images: dict[str, FaceImage] = {}
        self.faces: dict[str, Face] = {}
        self.results: dict[tuple[str, str], Result] = {}

    def teardown(self) -> None:
        self.study.close()
        shutil.rmtree(self.folder)

    @rule(chosen=st.lists(ids, max_size=4), copy=st.booleans())
    def add(self, chosen: list[str], copy: bool) -> None:
        records = [self.records[one] for one in chosen]
        self.study.images.add(records, root=self.folder / "photos", copy=copy)
        for record in records:
            if record.id not in self.images:
                self.images[record.id] = record
                self.faces[record.id] = Face(box=FACE_BOX, source=FaceSource.DATASET)

    @rule(chosen=st.sets(ids, max_size=2))
    def remove(self, chosen: set[str]) -> None:
        self.study.removal.take_out(Selection(images=frozenset(chosen)))
        for one in chosen:
            self.images.pop(one, None)
            self.faces.pop(one, None)
        self.results = {key: one for key, one in self.results.items() if key[0] not in chosen}

    @rule(chosen=st.sets(ids, max_size=2))
    def take_out_and_put_back(self, chosen: set[str]) -> None:
        self.study.removal.put_back(
            self.study.removal.take_out(Selection(images=frozenset(chosen)))
        )

    @rule()
    def purge(self) -> None:
        self.study.removal.purge()
        names = {blob.stem for blob in (self.folder / "s.neopain" / "blobs").iterdir()}
        assert names == {one.key for one in self.results.values()}

    @rule(chosen=ids, label=st.none() | st.sampled_from(PainLabel))
    def label(self, chosen: str, label: PainLabel | None) -> None:
        if chosen in self.images:
            self.study.images.set_label(chosen, label)
            self.images[chosen] = replace(self.images[chosen], label=label)

    @rule(chosen=ids, face=faces)
    def face(self, chosen: str, face: Face | None) -> None:
        if chosen not in self.images:
            return
        self.study.faces.put(chosen, face)
        before = self.faces.pop(chosen, None)
        if face is not None:
            self.faces[chosen] = face
        if (before and before.box) != (face and face.box):
            self.results.pop((chosen, GRAD_CAM.name), None)

    @rule(
        chosen=ids,
        model=st.sampled_from([GRAD_CAM, EXPERTS]),
        box=boxes,
        seed=st.integers(0, 2),
    )
    def compute(self, chosen: str, model: object, box: Box, seed: int) -> None:
        if chosen not in self.images:
            return
        one = result(chosen, model, box=box, seed=seed)  # type: ignore[arg-type]
        face = self.faces.get(chosen)
        kept = model == EXPERTS or face is None or face.box == box
        assert put(self.study, one) is kept
        if kept:
            self.results[chosen, one.model.name] = one

    @rule(model=st.sampled_from([GRAD_CAM.name, EXPERTS.name]), chosen=st.none() | ids)
    def forget(self, model: str, chosen: str | None) -> None:
        gone = [key for key in self.results if key[1] == model and chosen in (None, key[0])]
        assert self.study.results.remove(model, chosen) == len(gone)
        for key in gone:
            del self.results[key]

    @rule()
    def reopen(self) -> None:
        self.study.close()
        self.study = Study.open(self.folder / "s")
        assert not self.study.read_only

    @invariant()
    def agrees(self) -> None:
        assert self.study.images.all() == [self.images[one] for one in sorted(self.images)]
        assert self.study.faces.all() == self.faces
        assert {
            (one.image_id, one.model.name): one for one in self.study.results.all()
        } == self.results
        assert self.study.results.models() == sorted({r.model for r in self.results.values()})
        with Study.open(self.folder / "s", read_only=True) as reader:
            assert reader.results.all() == self.study.results.all()


TestAnyOrder = AnyOrder.TestCase
TestAnyOrder.settings = settings(
    max_examples=25,
    stateful_step_count=20,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
)
