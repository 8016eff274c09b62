"""A study that has something of everything, with names that can be looked for in every byte."""

from __future__ import annotations

import json
import shutil
import sqlite3
import zlib
from collections.abc import Iterable
from contextlib import closing
from pathlib import Path

import numpy as np

from neopain_gui.annotation.answers import Amendment, Answer, Decision, Landmark, Mark, Sitting
from neopain_gui.annotation.round import Round
from neopain_gui.dataset.face_image import FaceImage, Neonate, PainLabel
from neopain_gui.gaze.trials import COLUMNS, Trial
from neopain_gui.imaging import write_png
from neopain_gui.maps import ExtractionModel
from neopain_gui.people.participants import Participant
from neopain_gui.people.scores import PainScore
from neopain_gui.provenance import Provenance, sha256_file
from neopain_gui.study import Result, Study
from neopain_gui.study.trainings import TRAININGS_FOLDER
from neopain_gui.training.run_folder import FEATURES, RUN
from tests.study.material import FACE_BOX, HEIGHT, WIDTH, put, result, values_of

IMAGE, NEONATE, PERSON = "JoanaQuintela01", "JoanaQuintela", "ProfMoreira"
STIMULUS, NOTE, REGION = "heelprickplanted", "mother is planted Odete", "planted birthmark"
NAMES = (IMAGE, NEONATE, PERSON, STIMULUS, NOTE, REGION, "Odete")
ROUND = "first round"
OTHER, WITNESS = "K2", "W3"
EXPERTS, PARENTS = (ExtractionModel(name=name, kind="gaze") for name in ("Experts", "Parents"))
EXPECTED = ExtractionModel(name="EG|N-CNN", kind="attribution")

_OUTLINE = np.array([(5.0, 5.0), (9.0, 5.0), (9.0, 9.0)])


def photographs(root: Path) -> list[FaceImage]:
    """Write two photographs: one that is to go, and another."""
    root.mkdir(parents=True)
    records = []
    for number, (image_id, neonate) in enumerate(((IMAGE, NEONATE), (OTHER, "N2"))):
        file = root / f"{image_id}.png"
        pixels = np.random.default_rng(70 + number).integers(0, 255, (HEIGHT, WIDTH, 3), np.uint8)
        write_png(file, pixels)
        records.append(
            FaceImage(
                id=image_id,
                file=file.name,
                sha256=sha256_file(file),
                width=WIDTH,
                height=HEIGHT,
                neonate=Neonate(id=neonate),
                label=PainLabel.NO_PAIN,
                stimulus=STIMULUS if number == 0 else "",
                notes=NOTE if number == 0 else "",
                box=FACE_BOX,
            )
        )
    return records


def trial(participant: str, image_id: str) -> Trial:
    """Describe a look of a participant at a photograph."""
    start_us = 1000 if image_id == IMAGE else 9000
    return Trial(
        participant_id=participant,
        recording=f"r{participant[-1]}-1",
        start_us=start_us,
        image_id=image_id,
        stimulus=f"{image_id}.png",
        provenance=Provenance(
            stage="gaze.recording",
            version=1,
            inputs={
                "image": image_id,
                "recording": f"r{participant[-1]}-1",
                "start_us": start_us,
                "holds": "fixations",
                "place": None,
                "screen": None,
                "rate_hz": None,
            },
        ),
        facts={"rows": 2, "valid": None},
    )


def trial_values(one: Trial) -> np.ndarray:
    """Return numbers that nothing else has."""
    seed = int(one.key[:8], 16)
    return np.random.default_rng(seed).random((2, len(COLUMNS["fixations"])), dtype=np.float32)


def group_map(model: ExtractionModel, image_id: str, trials: list[Trial], *, named: bool) -> Result:
    """Describe a group's map; an older one does not name its trials."""
    return Result(
        image_id=image_id,
        model=model,
        box=FACE_BOX,
        photograph_size=(HEIGHT, WIDTH),
        provenance=Provenance(
            stage="gaze.group_map",
            version=1,
            inputs={"image": image_id, "trials": [one.key for one in trials], "m": model.name},
        ),
        facts={"trials": [one.key[:16] for one in trials]} if named else {},
    )


def compared(image_id: str, reference: str) -> Result:
    """Describe a map that was made by comparing with a reference."""
    return Result(
        image_id=image_id,
        model=EXPECTED,
        box=FACE_BOX,
        photograph_size=(HEIGHT, WIDTH),
        provenance=Provenance(
            stage="attribution.expected_gradients",
            version=1,
            inputs={"image": image_id, "references": [[reference, [0, 0, 9, 9]]]},
        ),
    )


def make(folder: Path) -> Study:
    """Make a study with backups, copies and small pictures, open for writing."""
    records = photographs(folder / "photos")
    with Study.create(folder / "ward") as study:
        study.images.add(records, root=folder / "photos", copy=True)
        study.gaze.add(
            [Participant(id=PERSON, group="experts"), Participant(id=WITNESS, group="parents")],
            [],
        )
    study = Study.open(study.path)
    trials = {
        (who, image): trial(who, image) for who in (PERSON, WITNESS) for image in (IMAGE, OTHER)
    }
    for one in trials.values():
        study.blobs.put(one.key, trial_values(one))
    for record in records:
        kept = study.masks.of(record.sha256)
        kept.add("7" * 64, np.ones((HEIGHT, WIDTH), np.bool_))
        assert kept.save()
    study.statistics.keep("5" * 64, f"{IMAGE} {PERSON}".encode())
    people = study.gaze.participants()
    scores = [
        PainScore(participant_id=who, image_id=image, score=4.0)
        for who in (PERSON, WITNESS)
        for image in (IMAGE, OTHER)
    ]
    study.gaze.add(people, list(trials.values()), scores)
    for image in (IMAGE, OTHER):
        put(study, result(image))
        put(study, group_map(EXPERTS, image, [trials[PERSON, image]], named=True))
        put(study, group_map(PARENTS, image, [trials[WITNESS, image]], named=True))
    put(study, compared(OTHER, records[0].sha256))
    study.regions.put(IMAGE, {REGION: [_OUTLINE]})
    raters_say(study)
    study.waiting.keep("attribute", {"method": "grad_cam"}, [IMAGE, OTHER])
    study.set_setting("image_id", IMAGE)
    study.set_setting(
        "examinations", {"e1": {"map": result(IMAGE).key}, "e2": {"map": result(OTHER).key}}
    )
    for record in records:
        shutil.copy(folder / "photos" / record.file, study.thumbnails / f"{record.sha256}-256.png")
    training(study.path / TRAININGS_FOLDER / "n_cnn-1", records[1:])
    study.close()
    study = Study.open(study.path)
    assert len(list((study.path / "backups").iterdir())) >= 3
    return study


def raters_say(study: Study) -> None:
    """Let both participants rate both photographs, hand in, amend and decide."""
    round_ = Round(
        name=ROUND,
        token="70ce",
        instruments=("label", "note", "regions", "landmarks:five"),
        raters=(PERSON, WITNESS),
        image_ids=(IMAGE, OTHER),
        seed=1,
        repeats=0.0,
        made="2026-11-30T12:00:00",
    )
    study.annotations.put_round(round_)
    for who in round_.raters:
        for image in round_.image_ids:
            turn = {"round": ROUND, "rater": who, "image_id": image}
            at = {**turn, "at": "2026-11-30T12:01:00"}
            answers = [
                Answer(**turn, instrument="label", value=1.0),
                Answer(**turn, instrument="note", text=NOTE if image == IMAGE else "calm"),
            ]
            study.annotations.put_answers(ROUND, who, image, 0, answers)
            mark = Mark(**turn, name=REGION if image == IMAGE else "brow", outlines=(_OUTLINE,))
            study.annotations.put_marks(ROUND, who, image, 0, [mark])
            point = Landmark(**turn, set="five", name="nose", x=3.0, y=4.5)
            study.annotations.put_landmarks(ROUND, who, image, 0, [point])
            study.annotations.put_sitting(Sitting(**at, seconds=7.0, done=True))
        study.annotations.hand_in(ROUND, who, "2026-11-30T12:02:00")
        study.annotations.amend(Amendment(**at, reason="slip", what="label: no pain, before pain"))
    for image in round_.image_ids:
        study.annotations.put_decision(
            Decision(
                round=ROUND,
                image_id=image,
                instrument="label",
                value=1.0,
                reason="seen together",
                at="2026-11-30T12:03:00",
                by=PERSON,
            )
        )


def training(folder: Path, records: Iterable[FaceImage]) -> None:
    """Leave what a training of photographs keeps: what it says of itself, and faces."""
    (folder / FEATURES).mkdir(parents=True)
    said = {"photographs": [{"sha256": one.sha256} for one in records]}
    (folder / RUN).write_text(json.dumps(said))
    (folder / FEATURES / "crops.npy").write_bytes(b"faces")


def everything(study: Study) -> dict[str, list[tuple[object, ...]]]:
    """Return every row of every table."""
    with closing(sqlite3.connect(f"file:{study.path / 'study.sqlite'}?mode=ro", uri=True)) as raw:
        names = [row[0] for row in raw.execute("SELECT name FROM sqlite_master WHERE type='table'")]
        return {
            name: sorted(raw.execute(f"SELECT * FROM {name}").fetchall(), key=repr)
            for name in names
            if name != "to_purge"
        }


def files(study: Path) -> set[str]:
    """Return the names of the files of a study that belong to what it holds."""
    folders = ("blobs", "thumbnails", "images")
    return {one.relative_to(study).as_posix() for f in folders for one in (study / f).iterdir()}


def found(study: Path, folder: Path, names: tuple[str, ...] = NAMES) -> list[str]:
    """Look for what was planted in every byte and every name of a study's files."""
    photograph = (folder / "photos" / f"{IMAGE}.png").read_bytes()
    sha256 = sha256_file(folder / "photos" / f"{IMAGE}.png")
    pieces = {f"{name} in {way}": name.encode(way) for name in names for way in _WAYS}
    if IMAGE in names:
        pieces["picture"] = photograph[200:232]
        pieces["sha256"] = sha256.encode()
        pieces["map"] = values_of(result(IMAGE)).tobytes()[:16]
        pieces["compared map"] = values_of(compared(OTHER, sha256)).tobytes()[:16]
        for who in (PERSON, WITNESS):
            pieces[f"trial of {who}"] = trial_values(trial(who, IMAGE)).tobytes()[:16]
    if PERSON in names:
        for image in (IMAGE, OTHER):
            one = trial(PERSON, image)
            pieces[f"trial on {image}"] = trial_values(one).tobytes()[:16]
            pieces[f"key on {image}"] = one.key.encode()
            made = group_map(EXPERTS, image, [one], named=True)
            pieces[f"group map on {image}"] = values_of(made).tobytes()[:16]
    hits = []
    for file in (one for one in study.rglob("*") if one.is_file()):
        content = file.read_bytes()
        for what, piece in pieces.items():
            if piece in content or piece in _unpacked(content):
                hits.append(f"{what}: {file.name}")
        hits += [f"name of {file.name}" for word in (*names, sha256) if word in file.name]
    return hits


_WAYS = ("utf-8", "utf-16-le", "utf-16-be")


def _unpacked(content: bytes) -> bytes:
    """Return the pixels of a PNG, as they are before compression."""
    start = content.find(b"IDAT")
    if not content.startswith(b"\x89PNG") or start < 0:
        return b""
    return zlib.decompressobj().decompress(content[start + 4 :])
