"""Edits, results, undo and redo in any order against a plain model: no map is ever lost.

The model keeps a photograph's maps by the face that they are of. An edit makes a new picture of
the study; undo and redo go back and forth between pictures. Maps are in no picture: they belong
to a face, and are there whenever it is, however often it went and came.
"""

from __future__ import annotations

import shutil
import tempfile
from dataclasses import dataclass, field, replace
from itertools import count
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from neopain_gui.dataset.face_image import Neonate, PainLabel
from neopain_gui.faces.face import Face, FaceSource
from neopain_gui.geometry import Box
from neopain_gui.gui.state.edits import Gaze
from neopain_gui.gui.state.session import Session
from neopain_gui.maps import ExtractionModel
from neopain_gui.masks import MaskSettings
from neopain_gui.people.participants import Participant
from neopain_gui.people.scores import PainScore
from neopain_gui.provenance import Provenance
from neopain_gui.study import Details, Result, Selection, Study

from .conftest import make_photographs

ABOUT = "neopain_gui.gui"

FIRST_BOX = Box(left=10, top=10, right=50, bottom=50)
BOXES = (FIRST_BOX, Box(left=5, top=5, right=40, bottom=45))
MODELS = (
    ExtractionModel(name="GradCAM|N-CNN", kind="attribution"),
    ExtractionModel(name="I.G.|N-CNN", kind="attribution"),
    ExtractionModel(name="Experts", kind="gaze"),
)
OUTLINES = (
    (((4.0, 4.0), (20.0, 4.0), (20.0, 20.0)),),
    (((30.0, 30.0), (50.0, 30.0), (40.0, 50.0)),),
)
IDS = ("S1_no_pain", "S1_pain", "S2_no_pain", "S2_pain")
FIRST = 3
"""So many are in the study at first; the rest can be imported."""

ids = st.sampled_from(IDS)
some = st.sets(ids, min_size=1, max_size=3)
faces = st.none() | st.builds(
    Face, box=st.sampled_from(BOXES), source=st.sampled_from(FaceSource), score=st.none()
)
labels = st.none() | st.sampled_from(PainLabel)
people = st.sampled_from(["P1", "P2"])

Maps = dict[str, str]
"""Keys of blobs by the name of the extraction model."""


@dataclass(frozen=True)
class Photograph:
    """What a picture of the study holds of a photograph; its maps belong to two of the numbers."""

    details: Details
    face: Face | None
    of_face: int
    of_people: int
    regions: tuple[tuple[str, tuple], ...] = ()


@dataclass(frozen=True)
class Picture:
    """The study but for its maps."""

    photographs: dict[str, Photograph]
    masks: MaskSettings = field(default_factory=MaskSettings)
    participants: dict[str, str] = field(default_factory=dict)
    scores: dict[tuple[str, str], float] = field(default_factory=dict)


@dataclass
class Step:
    """One edit: the picture before and after it, and the maps that it changes places with."""

    before: Picture
    after: Picture
    merge: str = ""
    swaps: dict[tuple[int, str], str | None] = field(default_factory=dict)


class UndoAnyOrder(RuleBasedStateMachine):
    """A session with a study of up to four photographs, and the model of it."""

    template: Path

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp())
        shutil.copytree(self.template, self.folder, dirs_exist_ok=True)
        self.records = {one.id: one for one in make_records(self.folder)}
        self.session = Session()
        self.session.open_study(self.folder / "s.neopain")
        self.numbers = count()
        self.maps: dict[int, Maps] = {}
        self.past: list[Step] = []
        self.future: list[Step] = []
        new = {key: self.fresh(key) for key in IDS[:FIRST]}
        self.now = Picture(photographs=new)
        for model in MODELS:
            self.a_run_ends(model, 0)

    def teardown(self) -> None:
        self.session.close_study()
        shutil.rmtree(self.folder)

    # -- the model ---------------------------------------------------------------------------
    def number(self) -> int:
        """Return what new maps will belong to."""
        number = next(self.numbers)
        self.maps[number] = {}
        return number

    def fresh(self, image_id: str) -> Photograph:
        """Return a photograph as it is imported."""
        return Photograph(
            details=Details.of(self.records[image_id]),
            face=Face(box=FIRST_BOX, source=FaceSource.DATASET),
            of_face=self.number(),
            of_people=self.number(),
        )

    def step(self, after: Picture, *, merge: str = "", swaps: dict | None = None) -> None:
        """Go on from the present picture, as one edit."""
        self.future.clear()
        if merge and self.past and self.past[-1].merge == merge:
            self.past[-1].after = after
            if after == self.past[-1].before:
                self.past.pop()
        elif after != self.now or swaps:
            self.past.append(Step(self.now, after, merge, swaps or {}))
        self.now = after

    def there(self, chosen: set[str]) -> list[str]:
        return sorted(chosen & set(self.now.photographs))

    def changed(self, **changes: Photograph) -> Picture:
        return replace(self.now, photographs={**self.now.photographs, **changes})

    def place(self, image_id: str, model: ExtractionModel, box: Box) -> list[int]:
        """Return what maps of a model and a box belong to: now, or before and after this."""
        kind = "of_face" if model.kind == "attribution" else "of_people"

        def fitting(picture: Picture) -> int | None:
            one = picture.photographs.get(image_id)
            fits = one is not None and (kind == "of_people" or (one.face and one.face.box == box))
            return getattr(one, kind) if fits else None

        present = fitting(self.now)
        if present is not None:
            return [present]
        earlier = (fitting(step.before) for step in reversed(self.past))
        later = (fitting(step.after) for step in reversed(self.future))
        found = {next((one for one in way if one is not None), None) for way in (earlier, later)}
        return [one for one in found if one is not None]

    # -- rules -------------------------------------------------------------------------------
    # Few, with a choice inside: so that undo and redo come as often as everything else together.
    @rule(
        what=st.sampled_from(["label", "details", "region", "masks"]),
        chosen=some,
        label=labels,
        words=st.sampled_from(["", "n"]),
        number=st.sampled_from([0, 1, None]),
        value=st.sampled_from([0.5, 1.0, 2.0]),
    )
    def edit_something(
        self,
        what: str,
        chosen: set[str],
        label: PainLabel | None,
        words: str,
        number: int | None,
        value: float,
    ) -> None:
        if what == "label":
            self.label(chosen, label)
        elif what == "details":
            self.edit_details(chosen, "S9" if words else "S1", words)
        elif what == "region":
            self.draw_region(min(chosen), "mouth" if words else "hand", number)
        else:
            self.change_masks("sigma" if words else "c_attribution", value)

    @rule(found=st.dictionaries(ids, faces, min_size=1, max_size=3))
    def change_faces(self, found: dict[str, Face | None]) -> None:
        if len(found) == 1:
            self.draw_or_clear_face(*next(iter(found.items())))
        else:
            self.find_faces(found)

    @rule(there=st.booleans(), chosen=some, who=people, group=st.sampled_from(["experts", ""]))
    def come_and_go(self, there: bool, chosen: set[str], who: str, group: str) -> None:
        if there and group:
            self.import_people(who, group, min(chosen))
        elif there:
            self.import_photographs(chosen)
        elif group:
            self.remove_people(who)
        else:
            self.remove_photographs(chosen)

    # -- what people do ----------------------------------------------------------------------
    def label(self, chosen: set[str], label: PainLabel | None) -> None:
        self.session.edits.set_label(chosen, label)
        changes = {
            key: replace(one, details=replace(one.details, label=label))
            for key in self.there(chosen)
            if (one := self.now.photographs[key]).details.label is not label
        }
        if changes:
            self.step(self.changed(**changes))

    def draw_or_clear_face(self, chosen: str, face: Face | None) -> None:
        if chosen in self.now.photographs:
            self.session.edits.set_face(chosen, face)
            self.face_changes({chosen: face})

    def find_faces(self, found: dict[str, Face | None]) -> None:
        found = {key: face for key, face in found.items() if key in self.now.photographs}
        self.session.edits.set_faces(found)
        self.face_changes(found)

    def face_changes(self, found: dict[str, Face | None]) -> None:
        changes = {}
        for key, face in found.items():
            one = self.now.photographs[key]
            if face != one.face:
                same = (face and face.box) == (one.face and one.face.box)
                changes[key] = replace(
                    one, face=face, of_face=one.of_face if same else self.number()
                )
        if changes:
            self.step(self.changed(**changes))

    def edit_details(self, chosen: set[str], neonate: str, notes: str) -> None:
        details = {
            key: replace(
                self.now.photographs[key].details, neonate=Neonate(id=neonate), notes=notes
            )
            for key in self.there(chosen)
        }
        self.session.upkeep.set_details(details, "editing")
        changes = {
            key: replace(one, details=details[key])
            for key in details
            if (one := self.now.photographs[key]).details != details[key]
        }
        if changes:
            self.step(self.changed(**changes))

    def draw_region(self, chosen: str, name: str, drawn: int | None) -> None:
        if chosen not in self.now.photographs:
            return
        one = self.now.photographs[chosen]
        regions = dict(one.regions)
        regions.pop(name, None)
        if drawn is not None:
            regions[name] = OUTLINES[drawn]
        arrays = {
            key: tuple(np.array(outline, float) for outline in outlines)
            for key, outlines in regions.items()
        }
        self.session.edits.set_regions(chosen, arrays, f"drawing the region {name}")
        after = replace(one, regions=tuple(sorted(regions.items())))
        if after != one:
            self.step(self.changed(**{chosen: after}))

    def change_masks(self, name: str, value: float) -> None:
        after = replace(self.now.masks, **{name: value})
        self.session.choices.set_mask_settings(after)
        if after != self.now.masks:
            self.step(replace(self.now, masks=after), merge=name)

    def import_photographs(self, chosen: set[str]) -> None:
        new = sorted(chosen - set(self.now.photographs))
        records = [self.records[key] for key in new]
        self.session.study.images.add(records, root=self.folder / "photographs", copy=True)
        self.session.reload_images()
        self.session.upkeep.added_photographs(new)
        if new:
            self.step(self.changed(**{key: self.fresh(key) for key in new}))

    def remove_photographs(self, chosen: set[str]) -> None:
        gone = self.there(chosen)
        if not gone:
            return
        self.session.upkeep.remove_photographs(gone)
        kept = {key: one for key, one in self.now.photographs.items() if key not in gone}
        scores = {key: one for key, one in self.now.scores.items() if key[1] not in gone}
        self.step(replace(self.now, photographs=kept, scores=scores))

    @rule(chosen=some, model=st.sampled_from(MODELS))
    def remove_maps(self, chosen: set[str], model: ExtractionModel) -> None:
        kind = "of_face" if model.kind == "attribution" else "of_people"
        swaps: dict[tuple[int, str], str | None] = {
            (getattr(self.now.photographs[key], kind), model.name): None
            for key in self.there(chosen)
        }
        swaps = {key: None for key in swaps if model.name in self.maps[key[0]]}
        if not swaps:
            return
        what = Selection(maps=frozenset((key, model.name) for key in chosen))
        self.session.upkeep.remove(what, f"removing {model.name}", "Removed.")
        self.step(self.now, swaps=swaps)
        self.swap(self.past[-1])

    def import_people(self, who: str, group: str, chosen: str | None) -> None:
        scored = [chosen] if chosen in self.now.photographs else []
        added = Gaze(
            participants=[Participant(id=who, group=group)],
            trials=[],
            scores=[PainScore(participant_id=who, image_id=key, score=5.0) for key in scored],
        )
        assert self.session.edits.import_gaze(added)
        self.step(
            replace(
                self.now,
                participants={**self.now.participants, who: group},
                scores={**self.now.scores, **{(who, key): 5.0 for key in scored}},
            ),
            swaps={(-1, who): None},  # an import is a step, also of what is there
        )

    def remove_people(self, who: str) -> None:
        if who not in self.now.participants:
            return
        self.session.upkeep.remove_participants([who])
        kept = {key: one for key, one in self.now.participants.items() if key != who}
        scores = {key: one for key, one in self.now.scores.items() if key[0] != who}
        self.step(replace(self.now, participants=kept, scores=scores))

    @rule(chosen=some, seed=st.integers(0, 3))
    def import_heatmaps(self, chosen: set[str], seed: int) -> None:
        """Take pictures of what experts looked at, in the place of what is there."""
        box, there = Box.whole(80, 60), self.there(chosen)
        made = [self.made(key, MODELS[-1], box, seed) for key in there]
        if not self.session.edits.import_maps(made, "the import of heatmaps", "Imported."):
            return
        swaps = {}
        for one in made:
            number = self.now.photographs[one.image_id].of_people
            swaps[number, one.model.name] = self.maps[number].get(one.model.name)
            self.maps[number][one.model.name] = one.key
        self.step(self.now, swaps=swaps)

    def made(self, chosen: str, model: ExtractionModel, box: Box, seed: int) -> Result:
        """Return a map whose values are in the study."""
        inputs = {"image": chosen, "model": model.name, "box": list(box.as_tuple()), "seed": seed}
        made = Provenance(stage="test", version=1, inputs=inputs)
        self.session.study.blobs.put(made.key, np.full((4, 4), 1.0 + seed, np.float32))
        return Result(
            image_id=chosen, model=model, box=box, photograph_size=(60, 80), provenance=made
        )

    # -- what arrives ------------------------------------------------------------------------
    @rule(
        chosen=ids,
        model=st.sampled_from(MODELS),
        box=st.sampled_from(BOXES),
        seed=st.integers(0, 3),
    )
    def result_arrives(self, chosen: str, model: ExtractionModel, box: Box, seed: int) -> None:
        if model.kind == "gaze":
            box = Box.whole(80, 60)
        result = self.made(chosen, model, box, seed)
        self.session.record([result])
        for number in self.place(chosen, model, box):
            self.maps[number][model.name] = result.key

    @rule(model=st.sampled_from(MODELS), seed=st.integers(0, 3))
    def a_run_ends(self, model: ExtractionModel, seed: int) -> None:
        """Let a map of each photograph arrive, of the face that it has."""
        for key, one in self.now.photographs.items():
            if one.face is not None:
                self.result_arrives(key, model, one.face.box, seed)

    # -- undo, redo, close and open ----------------------------------------------------------
    def swap(self, step: Step) -> None:
        """Let the maps that a step keeps, and those that are there, change places."""
        for (number, name), kept in list(step.swaps.items()):
            if number in self.maps:
                step.swaps[number, name] = self.maps[number].pop(name, None)
                if kept is not None:
                    self.maps[number][name] = kept

    @precondition(lambda self: self.past)
    @rule(times=st.integers(1, 4))
    def undo_some(self, times: int) -> None:
        for _ in range(min(times, len(self.past))):
            self.undo()

    @precondition(lambda self: self.future)
    @rule(times=st.integers(1, 4))
    def redo_some(self, times: int) -> None:
        for _ in range(min(times, len(self.future))):
            self.redo()

    def undo(self) -> None:
        self.session.edits.undo()
        step = self.past.pop()
        self.future.append(step)
        self.now = step.before
        self.swap(step)

    def redo(self) -> None:
        self.session.edits.redo()
        step = self.future.pop()
        self.past.append(step)
        self.now = step.after
        self.swap(step)

    @precondition(lambda self: self.past)
    @rule()
    def there_and_back(self) -> None:
        """Undo everything and do it again."""
        steps = len(self.past)
        for _ in range(steps):
            self.undo()
        self.agrees()
        for _ in range(steps):
            self.redo()

    @precondition(lambda self: len(self.past) > 4)
    @rule()
    def close_and_open(self) -> None:
        self.session.close_study()
        self.session.open_study(self.folder / "s.neopain")
        self.past.clear()
        self.future.clear()

    # -- what must hold ----------------------------------------------------------------------
    @invariant()
    def agrees(self) -> None:
        study, now = self.session.study, self.now
        images = {one.id: one for one in study.images.all()}
        assert {one.id for one in self.session.images} == set(images)
        assert {key: Details.of(one) for key, one in images.items()} == {
            key: one.details for key, one in now.photographs.items()
        }
        assert study.faces.all() == {
            key: one.face for key, one in now.photographs.items() if one.face
        }
        drawn = {
            key: {
                name: tuple(tuple(map(tuple, one.tolist())) for one in outlines)
                for name, outlines in regions.items()
            }
            for key, regions in study.regions.all().items()
        }
        assert drawn == {
            key: dict(one.regions) for key, one in now.photographs.items() if one.regions
        }
        expected = {
            (key, name): blob
            for key, one in now.photographs.items()
            for number in (one.of_face, one.of_people)
            for name, blob in self.maps[number].items()
        }
        found = {(one.image_id, one.model.name): one.key for one in study.results.all()}
        assert found == expected
        assert all(study.blobs.has(key) for key in found.values())
        assert self.session.choices.mask_settings == now.masks
        assert {one.id: one.group for one in study.gaze.participants()} == now.participants
        assert {
            (one.participant_id, one.image_id): one.score for one in study.gaze.scores()
        } == now.scores
        stack = self.session.edits.undo_stack
        assert (stack.index(), stack.count()) == (
            len(self.past),
            len(self.past) + len(self.future),
        )


def make_records(folder: Path) -> list:
    return make_photographs(folder / "photographs", subjects=2)


@pytest.fixture(scope="class")
def template(tmp_path_factory, request):
    folder = tmp_path_factory.mktemp("template")
    records = make_records(folder)
    with Study.create(folder / "s.neopain") as study:
        study.images.add(records[:FIRST], root=folder / "photographs", copy=True)
    UndoAnyOrder.template = folder


TestUndoAnyOrder = pytest.mark.usefixtures("qapp", "template")(UndoAnyOrder.TestCase)
TestUndoAnyOrder.settings = settings(
    max_examples=60,
    stateful_step_count=30,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
)
