"""Maps of a photograph and of a study as files: what is in them, and what is refused."""

import getpass
import json
import platform
import re
import shutil
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

import cv2
import numpy as np
import pytest

from neopain_gui import cli
from neopain_gui.attribution.methods import METHODS
from neopain_gui.errors import InputError
from neopain_gui.faces import Face, FaceSource
from neopain_gui.geometry import Box
from neopain_gui.imaging import decode, read_provenance, write_png
from neopain_gui.jobs import NullJob, PassedOver
from neopain_gui.pipeline.map_files import without_study as single
from neopain_gui.pipeline.map_files.repeat import repeat
from neopain_gui.pipeline.maps.reference_photographs import references_in
from neopain_gui.study import Study

from .running import neopain

BOX = "165,60,290,190"
ENDINGS = (
    *(".json", "__heatmap.png", "__overlay.png", "__contour_mask.png", "__map.png", "__map.npy"),
)
LAYERS = ("central1_relu", "right_relu", "central2_relu", "merge", "merge_conv")


def files_of(folder: Path) -> dict[str, bytes]:
    return {file.name: file.read_bytes() for file in sorted(folder.iterdir())}


def bases(folder: Path) -> list[str]:
    return sorted(file.name.removesuffix(".json") for file in folder.glob("*.json"))


class Middle:
    """Finds a face in the middle of whatever is not a wall."""

    def detect(self, photograph):
        height, width = photograph.shape[:2]
        box = Box(left=width // 4, top=height // 4, right=width // 2, bottom=height // 2)
        return [Face(box=box, source=FaceSource.CASCADE)] if photograph.std() else []


@pytest.fixture(scope="module")
def explained(tmp_path_factory, astronaut_file):
    """Both of the dissertation's methods on a photograph, every layer."""
    out = tmp_path_factory.mktemp("explained")
    code = neopain(
        *("attribute", astronaut_file, "--out", out, "--face", BOX, "--layer", "all"),
        *("--method", "grad_cam", "--method", "integrated_gradients", "--steps", "4"),
    )
    assert code == 0
    return out


def test_every_layer_and_method_has_all_its_files(explained):
    names = [f"astronaut__gradcam_n-cnn_{layer}" for layer in LAYERS[:-1]]
    names += ["astronaut__gradcam_n-cnn", "astronaut__ig_n-cnn"]
    assert bases(explained) == sorted(names)
    assert set(files_of(explained)) == {f"{name}{end}" for name in names for end in ENDINGS}


def test_the_map_is_written_as_it_was_computed(explained):
    for base in bases(explained):
        record = json.loads((explained / f"{base}.json").read_text())
        values = np.load(explained / f"{base}__map.npy", allow_pickle=False)
        assert values.dtype == np.dtype("<f4")
        assert values.shape == tuple(record["map"]["shape"]) == (120, 120)
        assert sha256(values.tobytes()).hexdigest() == record["map"]["sha256"]
        assert float(values.max()) == record["map"]["maximum"]


def test_values_are_recovered_from_the_16_bit_picture(explained):
    for base in bases(explained):
        values = np.load(explained / f"{base}__map.npy", allow_pickle=False).astype(np.float64)
        grey = cv2.imread(str(explained / f"{base}__map.png"), cv2.IMREAD_UNCHANGED)
        assert grey.dtype == np.uint16
        scale = read_provenance(explained / f"{base}__map.png")["map"]["maximum"]
        assert grey.max() == (65535 if scale else 0)
        assert np.abs(grey / 65535 * scale - values).max() <= scale / 65535 / 2 * (1 + 1e-9)
        assert not grey[values == 0].any()


def test_a_record_says_everything_that_determines_the_map(explained, astronaut_file):
    record = json.loads((explained / "astronaut__ig_n-cnn.json").read_text())
    made = record["relevance"]["inputs"]
    assert made["image"] == sha256(astronaut_file.read_bytes()).hexdigest()
    assert made["box"] == [int(side) for side in BOX.split(",")]
    assert made["weights"] == ("ad8749a7300b8945511e0058a4cd96d5373138760f4c1028bfe16f3e02178d10")
    assert made["architecture"] == "n_cnn"
    assert made["class_order"] == ["no pain", "pain"]
    assert made["preprocessing"]["size"] == 120
    assert made["method"] == "integrated_gradients"
    assert made["parameters"]["steps"] == 4
    assert record["facts"]["target_choice"] == "predicted"
    assert made["target"] == record["facts"]["predicted"]
    assert record["mask_settings"]["c_attribution"] == 0.5
    assert {"tensorflow", "numpy", "neopain"} <= set(record["software"])
    assert record["record"] == {"kind": "map", "version": 1}


def test_every_picture_carries_the_record_beside_it(explained):
    for base in bases(explained):
        record = json.loads((explained / f"{base}.json").read_text())
        for ending in ENDINGS:
            if ending.endswith(".png"):
                assert read_provenance(explained / f"{base}{ending}") == record


def test_no_file_names_a_folder_a_person_or_a_machine(explained, astronaut_file):
    folders = (explained, astronaut_file.parent, Path.home())
    names = {getpass.getuser(), platform.node()} - {"root", ""}
    for name, content in files_of(explained).items():
        assert not [folder for folder in folders if str(folder).encode() in content], name
    for base in bases(explained):  # a picture's pixels may spell a short name by chance
        text = (explained / f"{base}.json").read_text()
        assert not [name for name in names if re.search(rf"\b{re.escape(name)}\b", text)]


def test_c_is_what_cuts_the_mask(tmp_path, astronaut_file):
    arguments = ("attribute", astronaut_file, "--out", tmp_path, "--face", BOX, "--c", "2")
    assert neopain(*arguments) == 0
    record = json.loads((tmp_path / "astronaut__gradcam_n-cnn.json").read_text())
    assert record["mask"]["inputs"]["c"] == record["mask_settings"]["c_attribution"] == 2
    mask = decode(tmp_path / "astronaut__gradcam_n-cnn__contour_mask.png")
    assert record["coverage"] == pytest.approx(mask[60:190, 165:290, 0].mean() / 255, abs=1e-6)


# -- a study --------------------------------------------------------------------------------
def test_a_study_keeps_what_is_computed_and_writes_it_again_without(
    study_path, tmp_path, monkeypatch, capsys
):
    arguments = ("attribute", study_path, "--classifier", "n_cnn_phantoms", "--steps", "4")
    assert neopain(*arguments, "--out", tmp_path / "one") == 0
    assert "24 maps, 144 files in one/" in capsys.readouterr().out

    def never(*_, **__):
        raise AssertionError("computed again")

    monkeypatch.setattr("neopain_gui.pipeline.maps.attribute.explain", never)
    assert neopain(*arguments, "--out", tmp_path / "two") == 0
    assert files_of(tmp_path / "one") == files_of(tmp_path / "two")
    with Study.open(study_path, read_only=True) as study:
        image = study.images.all()[0]
        kept = study.results.relevance(image.id, "I.G.|N-CNN")
    written = np.load(tmp_path / "one" / f"{image.id}__ig_n-cnn__map.npy", allow_pickle=False)
    np.testing.assert_array_equal(kept.values, written)


def test_some_photographs_layers_and_a_class(study_path, tmp_path):
    with Study.open(study_path, read_only=True) as study:
        ids = [image.id for image in study.images.all()]
    arguments = ("--classifier", "n_cnn_phantoms", "--method", "grad_cam", "--target", "labelled")
    code = neopain(
        *("attribute", study_path, "--out", tmp_path / "out", *arguments),
        *("--image", ids[2], "--image", ids[0], "--layer", "merge", "--layer", "central1_relu"),
    )
    assert code == 0
    assert bases(tmp_path / "out") == sorted(
        f"{image}__gradcam_n-cnn_{layer}"
        for image in (ids[0], ids[2])
        for layer in ("merge", "central1_relu")
    )
    with Study.open(study_path, read_only=True) as study:
        for result in study.results.all():
            if result.model.kind == "attribution":
                assert result.provenance.inputs["target"] == study.images.get(result.image_id).label


def test_a_photograph_has_the_same_bytes_alone_and_in_a_study(study_path, tmp_path):
    with Study.open(study_path, read_only=True) as study:
        image = study.images.all()[1]
        box = ",".join(str(side) for side in study.faces.get(image.id).box.as_tuple())
    photograph = next((study_path / "images").glob(f"{image.sha256}.*"))
    alone_file = shutil.copy(photograph, tmp_path / f"{image.id}{photograph.suffix}")
    chosen = ("--classifier", "n_cnn_phantoms", "--method", "grad_cam", "--layer", "all")
    alone, within = tmp_path / "alone", tmp_path / "within"
    assert neopain("attribute", alone_file, "--out", alone, "--face", box, *chosen) == 0
    assert neopain("attribute", study_path, "--out", within, "--image", image.id, *chosen) == 0
    assert len(files_of(alone)) == 30
    assert files_of(alone) == files_of(within)


def test_a_strip_of_phantoms_says_so(study_path, tmp_path, capsys):
    with Study.open(study_path, read_only=True) as study:
        image = study.images.all()[0].id
    chosen = ("--image", image, "--classifier", "n_cnn_phantoms", "--method", "grad_cam")
    code = neopain("attribute", study_path, "--out", tmp_path / "out", *chosen, "--strip")
    assert code == 0
    assert "5 maps, 34 files in out/" in capsys.readouterr().out
    record = read_provenance(tmp_path / "out" / f"{image}__gradcam_n-cnn__strip.png")
    assert (record["photograph"], record["phantom"]) == (image, True)
    assert len(record["maps"]) == 5


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--image", "N99"], "there is no photograph 'N99'"),
        (["--face", "1,2,30,40"], "--face does not belong here"),
        (["--references", "."], "--references does not belong here"),
        (["--method", "magic"], "there is no method 'magic'"),
        (["--target", "joy"], "there is no class 'joy'"),
        (["--layer", "conv5_3", "--classifier", "n_cnn_phantoms"], "N-CNN has no layer 'conv5_3'"),
        (["--option", "depth=3"], "has an option 'depth'"),
        (["--method", "integrated_gradients", "--layer", "merge"], "not a layer"),
        (["--c", "nan"], "c_attribution cannot be nan"),
    ],
)
def test_what_a_study_cannot_do_is_one_sentence(arguments, words, study_path, tmp_path, capsys):
    code = neopain("attribute", study_path, "--out", tmp_path / "out", *arguments)
    assert code == cli.EXIT_INPUT
    message = " ".join(capsys.readouterr().err.split())
    assert words in message
    assert "Traceback" not in message
    assert not (tmp_path / "out").exists()


def test_a_study_that_is_in_use_is_left_alone(study_path, tmp_path, capsys):
    with Study.open(study_path):
        code = neopain("attribute", study_path, "--out", tmp_path / "out")
    assert code == cli.EXIT_INPUT
    assert "can only be read" in capsys.readouterr().err


def test_an_image_id_is_for_a_study(tmp_path, astronaut_file, capsys):
    code = neopain("attribute", astronaut_file, "--out", tmp_path / "out", "--image", "N01")
    assert code == cli.EXIT_INPUT
    assert "--image does not belong here" in capsys.readouterr().err


# -- every method ---------------------------------------------------------------------------
def few():
    """Options with which no method takes long."""
    known = {name for method in METHODS.values() for name in method.parameters}
    wanted = {"samples": 2, "midpoints": 2, "steps": 2, "masks": 8}
    return [
        part
        for name, value in wanted.items()
        if name in known
        for part in ("--option", f"{name}={value}")
    ]


def test_every_method_explains_a_study_and_is_repeated_to_the_byte(study_path, tmp_path):
    with Study.open(study_path, read_only=True) as study:
        image = study.images.all()[0].id
    chosen = ("--image", image, "--classifier", "n_cnn_phantoms", "--layer", "merge_conv")
    out, again = tmp_path / "out", tmp_path / "again"
    code = neopain("attribute", study_path, "--out", out, *chosen, "--method", "all", *few())
    assert code == 0
    records = sorted(out.glob("*.json"))
    made = [json.loads(record.read_text())["facts"]["method"] for record in records]
    assert sorted(made) == sorted(METHODS)
    with Study.open(study_path, read_only=True) as study:
        for record in records:
            done = repeat(record, study, again)
            assert done.same_map, record.name
            assert not done.differences, record.name
    assert files_of(again) == files_of(out)


def test_a_photograph_alone_leaves_out_what_compares_with_others(tmp_path, astronaut_file, capsys):
    arguments = ("attribute", astronaut_file, "--face", BOX, *few())
    assert neopain(*arguments, "--out", tmp_path / "all", "--method", "all") == 0
    message = " ".join(capsys.readouterr().err.split())
    assert "Expected Gradients left out: " in message
    assert "--references FOLDER" in message
    made = {
        json.loads(file.read_text())["facts"]["method"]
        for file in (tmp_path / "all").glob("*.json")
    }
    assert made == {method.id for method in METHODS.values() if not method.needs_references}
    asked = ("--out", tmp_path / "x", "--method", "expected_gradients")
    code = neopain("attribute", astronaut_file, "--face", BOX, *asked)
    assert code == cli.EXIT_INPUT
    assert "compares with photographs without pain; give a folder" in " ".join(
        capsys.readouterr().err.split()
    )


def test_a_photograph_is_compared_with_a_folder_and_repeated_with_it(
    tmp_path, astronaut_file, monkeypatch, capsys
):
    monkeypatch.setattr(
        "neopain_gui.pipeline.maps.reference_photographs.default_detectors", lambda: [Middle()]
    )
    at_rest = tmp_path / "rest"
    at_rest.mkdir()
    shutil.copy(astronaut_file, at_rest / "itself.png")
    for number in (1, 2):
        write_png(at_rest / f"{number}.png", np.roll(decode(astronaut_file), 40 * number, axis=1))
    arguments = ("--face", BOX, "--method", "expected_gradients", "--option", "samples=2")
    with_folder = ("--references", at_rest)
    first, again = tmp_path / "first", tmp_path / "again"
    code = neopain("attribute", astronaut_file, "--out", first, *arguments, *with_folder)
    assert code == 0
    (record,) = first.glob("*.json")
    references = json.loads(record.read_text())["relevance"]["inputs"]["references"]
    hashes = [sha256((at_rest / f"{n}.png").read_bytes()).hexdigest() for n in (1, 2)]
    assert references == [[digest, [128, 128, 256, 256]] for digest in hashes]

    repeated = ("attribute", astronaut_file, "--from", record, "--out", again)
    assert neopain(*repeated) == cli.EXIT_INPUT
    assert hashes[0] in "".join(capsys.readouterr().err.split())
    (at_rest / "1.png").rename(at_rest / "renamed.png")
    assert neopain(*repeated, *with_folder) == 0
    assert files_of(again) == files_of(first)


# -- photographs without pain --------------------------------------------------------------------
def test_references_are_faces_of_other_photographs_each_once(tmp_path, astronaut_file, monkeypatch):
    monkeypatch.setattr(
        "neopain_gui.pipeline.maps.reference_photographs.default_detectors", lambda: [Middle()]
    )
    picture = decode(astronaut_file)[20:220, 130:330]
    write_png(tmp_path / "a.png", picture)
    write_png(tmp_path / "b.png", picture)
    write_png(tmp_path / "mirrored.png", picture[:, ::-1])
    write_png(tmp_path / "wall.png", np.full((120, 160, 3), 127, np.uint8))
    (tmp_path / "notes.txt").write_text("not a photograph")
    told = []

    class Job(NullJob):
        def partial(self, message):
            told.append(message)

    found = references_in(tmp_path, job=Job())
    hashes = [
        sha256((tmp_path / name).read_bytes()).hexdigest() for name in ("a.png", "mirrored.png")
    ]
    assert [one.sha256 for one in found] == hashes
    for one in found:
        assert one.crop.shape == (one.box.height, one.box.width, 3)
    np.testing.assert_array_equal(found[0].crop, picture[found[0].box.slices])
    assert told == [PassedOver(what="wall.png", why="no face was found on it")]
    assert [one.sha256 for one in references_in(tmp_path, {hashes[0]})] == hashes[1:]


def test_a_folder_without_a_face_is_no_reference(tmp_path):
    with pytest.raises(InputError, match="no photograph with a face"):
        references_in(tmp_path)
    with pytest.raises(InputError, match="there is no such folder"):
        references_in(tmp_path / "nowhere")


def test_what_another_seed_would_change_is_said_and_kept(tmp_path, astronaut_file, capsys):
    arguments = ("--method", "rise", "--option", "masks=32", "--face", BOX)
    assert neopain("attribute", astronaut_file, "--out", tmp_path, *arguments) == 0
    (record,) = tmp_path.glob("*.json")
    facts = json.loads(record.read_text())["facts"]
    assert 0 < facts["seed_mask"] < 1
    said = re.search(
        r"RISE\|N-CNN: another seed would change about (\S+) % of", capsys.readouterr().out
    )
    assert float(said[1]) == pytest.approx(100 * facts["seed_mask"], rel=0.05)


def test_a_face_that_reaches_beyond_the_photograph_is_cut_and_that_is_said(
    astronaut_file, tmp_path, capsys
):
    given = ("attribute", astronaut_file, "--out", tmp_path, "--face=-20,20,200,240")
    assert neopain(*given) == 0
    said = " ".join(capsys.readouterr().err.split())
    assert "The face reaches beyond astronaut.png and was cut to 0,20,200,240." in said


def test_a_second_face_is_said_with_its_place(astronaut_file, tmp_path, capsys, monkeypatch):
    class Two:
        name = "Two"

        def detect(self, _):
            boxes = (Box(left=150, top=50, right=350, bottom=250), Box.whole(40, 50))
            faces = zip(boxes, (0.9, 0.8), strict=True)
            return [Face(box=b, source=FaceSource.RETINAFACE, score=s) for b, s in faces]

    monkeypatch.setattr(single, "default_detectors", lambda: [Two()])
    assert neopain("attribute", astronaut_file, "--out", tmp_path) == 0
    said = " ".join(capsys.readouterr().err.split())
    assert "astronaut.png shows several faces, and the surest was taken: 150,50,350,250; " in said
    assert "0,0,40,50. --face takes another." in said


def test_an_empty_map_and_a_tie_are_said(astronaut_file, tmp_path, capsys, monkeypatch):
    real = single.attribute_photograph

    def odd(*args, **more):
        return [
            (
                replace(relevance, values=np.zeros_like(relevance.values)),
                facts | {"empty": True, "scores": {"no pain": 0.5, "pain": 0.5}},
            )
            for relevance, facts in real(*args, **more)
        ]

    monkeypatch.setattr(single, "attribute_photograph", odd)
    assert neopain("attribute", astronaut_file, "--out", tmp_path, "--face", BOX) == 0
    said = capsys.readouterr().err
    assert "GradCAM|N-CNN: the map is empty on astronaut: no pixel speaks for" in said
    assert "n_cnn_phantoms: the scores of both classes tie on astronaut, so" in said
