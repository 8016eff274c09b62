"""Names of files and extraction models."""

import pytest

from neopain_gui.attribution import METHODS
from neopain_gui.maps import ExtractionModel
from neopain_gui.pipeline.map_files.export import mask_file_name, slug


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("GradCAM|VGG-Face", "gradcam_vgg-face"),
        ("GradCAM++|N-CNN", "gradcampp_n-cnn"),
        ("I.G.|N-CNN", "ig_n-cnn"),
        ("GradCAM|VGG-Face|conv3_3", "gradcam_vgg-face_conv3_3"),
        ("Experts", "experts"),
        ("../../etc/passwd", "etcpasswd"),
        ("Pais & mães", "paismães"),
    ],
)
def test_an_extraction_model_becomes_a_part_of_a_file_name(name, expected):
    assert slug(name) == expected


def test_no_method_writes_over_the_files_of_another():
    names = {slug(f"{method.title}|N-CNN") for method in METHODS.values()}
    assert len(names) == len(METHODS)


def test_a_folder_of_masks_sorts_by_photograph_then_model():
    experts = ExtractionModel(name="Experts", kind="gaze")
    parents = ExtractionModel(name="Parents", kind="gaze")
    names = [mask_file_name(i, m) for i in ("05_01", "05_02") for m in (experts, parents)]
    assert names == sorted(names)
