"""A study in which nothing is even: as hospitals have them, for whoever recomputes its figures.

Neonates with one, two, three and five photographs, of one class or both; a photograph of nobody
known and one without a label; names that a table may take for something else; photographs and
faces of many sizes; two classifiers, of which one has maps of some photographs alone; maps that
are equal everywhere; masks that are empty or cover the face; groups of five and of four people, of
whom some looked at a few photographs, and one was recorded badly.
"""

from __future__ import annotations

import numpy as np
from PIL import Image
from scipy.ndimage import gaussian_filter

from neopain_gui.dataset.face_image import FaceImage, Neonate, PainLabel
from neopain_gui.demo.prolab_writer import write_prolab
from neopain_gui.faces.drawn import outlines_of
from neopain_gui.gaze.import_preview.importing import ImportPlan
from neopain_gui.gaze.settings import GazeSettings
from neopain_gui.geometry import Box
from neopain_gui.maps import ExtractionModel
from neopain_gui.people.participants import Participant
from neopain_gui.people.scores import PainScore
from neopain_gui.pipeline.eye_tracking.group_maps import gaze_maps, subgroups
from neopain_gui.pipeline.eye_tracking.recordings_import import import_recordings
from neopain_gui.pipeline.settings.study_settings import GAZE_SETTINGS
from neopain_gui.provenance import Provenance, sha256_file
from neopain_gui.study import Result, Study
from tests.gaze.looks import look

PAIN, REST = PainLabel.PAIN, PainLabel.NO_PAIN
NEONATES = [
    ("only-one", [PAIN]), ("five", [PAIN, PAIN, PAIN, REST, REST]),
    ("NA", [PAIN, REST]), ("007", [REST, PAIN]), ("=1+1", [PAIN, REST]), ("1e3", [PAIN, REST]),
    ("at rest", [REST, REST]), ("three", [PAIN, PAIN, REST]), ("trio", [PAIN, REST, PAIN]),
    ("", [PAIN]), ("no label", [PAIN, None]), ("zwölf", [PAIN, REST]),
]  # fmt: skip
PEOPLE = {"Experts": ["E1", "E2", "E3", "E4", "E5"], "Parents": ["P1", "P2", "P3", "bad"]}
LACKS = "I.G.|VGG-Face"
"""The model that has maps of every third photograph alone."""


def odd_study(folder):
    """Make and open it."""
    study = Study.create(folder / "odd")
    random = np.random.default_rng(12)
    root = folder / "photographs"
    root.mkdir()
    study.images.add(_photographs(root, random), root=root, copy=True)
    images = study.images.all()
    for place, image in enumerate(images):
        _maps(study, place, image, random)
    _gaze(study, folder / "recording.tsv", images, random)
    square = outlines_of([[(12, 12), (20, 12), (20.5, 21)]])
    tiny = outlines_of([[(15.2, 15.2), (15.4, 15.2), (15.3, 15.5)]])
    study.regions.put(images[3].id, {"mouth": square, "tube": tiny})
    return study


def _photographs(root, random):
    records = []
    for name, labels in NEONATES:
        for label in labels:
            width, height = random.integers(40, 90, 2).tolist()
            left, top = random.integers(0, 8, 2).tolist()
            file = root / f"photo {len(records)}.png"
            pixels = random.integers(0, 255, (height, width, 3), dtype=np.uint8)
            Image.fromarray(pixels).save(file)
            records.append(
                FaceImage(
                    id=f"photo-{len(records):03d}",
                    file=file.name,
                    sha256=sha256_file(file),
                    width=width,
                    height=height,
                    neonate=Neonate(id=name, dataset="odd") if name else None,
                    label=label,
                    box=Box(left=left, top=top, right=width - left, bottom=height - 2),
                )
            )
    return records


def _maps(study, place, image, random):
    """Store the classifiers' maps of a photograph: smooth noise that leans to the face's middle."""
    box = study.faces.all()[image.id].box
    size = (box.height, box.width)
    in_pain = image.label is PAIN
    for at, name in enumerate(("GradCAM|N-CNN", "HiResCAM|N-CNN", "I.G.|N-CNN", "GradCAM|VGG-Face",
                               LACKS)):  # fmt: skip
        noise = gaussian_filter(random.random(size), 3)
        values = np.clip((noise - noise.min()) / np.ptp(noise) - 0.6 + 0.1 * in_pain, 0, None)
        if name == "HiResCAM|N-CNN":
            values = _of(study, image, "GradCAM|N-CNN")  # they are the same where all is linear
        if name == "GradCAM|VGG-Face" and place % 7 == 2:
            values = _of(study, image, "I.G.|N-CNN")
        if name == "I.G.|N-CNN" and place == 5:
            values = np.zeros(size)
        if name == LACKS and place % 3:
            continue
        score = round(0.5 + (0.4 if in_pain else -0.4) * np.sin(place + at // 3), 2)
        _put(study, image, ExtractionModel(name=name, kind="attribution"), values, box, score)
    whole = np.zeros((image.height, image.width))
    whole[box.slices] = 1 if place == 8 else random.random(size) < 0.5
    _put(study, image, ExtractionModel(name="Nurses", kind="gaze"), whole,
         Box.whole(image.width, image.height))  # fmt: skip


def _put(study, image, model, values, box, pain=None):
    made = Provenance(stage="test", version=1, inputs={"image": image.id, "name": model.name})
    study.blobs.put(made.key, values.astype(np.float32))
    facts = {}
    if pain is not None:
        facts = {"classifier": model.name.split("|")[1],
                 "scores": {"pain": pain, "no pain": 1 - pain}}  # fmt: skip
    study.results.record(
        Result(
            image_id=image.id, model=model, box=box, provenance=made, facts=facts,
            photograph_size=(image.height, image.width),
        )
    )  # fmt: skip


def _of(study, image, name):
    (result,) = [one for one in study.results.all(image.id) if one.model.name == name]
    return study.blobs.get(result.key)


def _gaze(study, file, images, random):
    looks, start, scores = [], 1_000_000, []
    for group, names in PEOPLE.items():
        for number, name in enumerate(names):
            for place, image in enumerate(images):
                if (place + number) % 4 == 0 and (group == "Parents" or number > 2):
                    continue
                size = np.array([image.width, image.height])
                point = tuple((size * np.clip(random.normal(0.5, 0.13, 2), 0.1, 0.9)).tolist())
                looks.append(
                    look(
                        image.id, point, participant=name, recording=name, start_us=start,
                        seconds=0.4, lost=0.7 if name == "bad" else 0.0,
                        place=(465.0, 369.0, 2.0 * image.width, 2.0 * image.height),
                        original=(image.width, image.height),
                    )
                )  # fmt: skip
                start += 2_000_000
                if number % 2 == 0:
                    score = 5 + (2 if image.label is PAIN else -2) + place % 3
                    scores.append(PainScore(participant_id=name, image_id=image.id, score=score))
    write_prolab(file, looks)
    everybody = [name for names in PEOPLE.values() for name in names]
    plan = ImportPlan(
        pseudonyms={name: name for name in everybody}, images={one.id: one.id for one in images}
    )
    people = [
        Participant(id=name, group=group) for group, names in PEOPLE.items() for name in names
    ]
    study.gaze.add(people, import_recordings(study, [file], plan), scores)
    study.set_setting(GAZE_SETTINGS, GazeSettings(radius_px=24.0).as_dict())
    groups = [one for one in subgroups(study) if one.groups]
    for result in gaze_maps(study, groups):
        study.results.record(result)
