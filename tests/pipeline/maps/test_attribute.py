"""A photograph that is removed while its map is computed leaves nothing behind."""

import shutil

import numpy as np
import pytest

from neopain_gui.classifiers.registry import find
from neopain_gui.jobs import NullJob, PassedOver
from neopain_gui.maps import ExtractionModel, RelevanceMap
from neopain_gui.pipeline.maps import attribute as attribution
from neopain_gui.pipeline.maps.attribute import attribute_study
from neopain_gui.pipeline.maps.choice import Choice
from neopain_gui.provenance import Provenance
from neopain_gui.study import Selection, Study


class Told(NullJob):
    """Keeps what is said."""

    def __init__(self):
        self.said = []

    def partial(self, message):
        if isinstance(message, PassedOver):
            self.said.append((message.what, message.why))


class WithoutWeights:
    """A classifier of which only the description is asked for."""

    info = find("n_cnn_phantoms")
    weights_sha256 = "0" * 64


@pytest.fixture
def path(one_neonate, tmp_path):
    return shutil.copytree(one_neonate / "demo.neopain", tmp_path / "demo.neopain")


@pytest.mark.parametrize("when", ["before", "meanwhile"])
def test_no_values_are_stored_of_a_removed_photograph(path, tmp_path, monkeypatch, when):
    with Study.open(path) as writer, Study.open(path, read_only=True) as reader:
        gone, stays = (image.id for image in writer.images.all())
        blobs = set((path / "blobs").iterdir())

        def remove():
            writer.removal.take_out(Selection(images=frozenset({gone})))

        def computed(photograph, box, *_, image_sha256, **__):
            if image_sha256 == sha256 and when == "meanwhile":
                remove()
            height, width, _ = photograph.shape
            values = np.ones((4, 4), np.float32)
            made = RelevanceMap(
                values=values,
                box=box,
                photograph_size=(height, width),
                model=ExtractionModel(name="M", kind="attribution"),
                provenance=Provenance(stage="t", version=1, inputs={"image": image_sha256}),
            )
            return [(made, {})]

        sha256 = writer.images.get(gone).sha256
        monkeypatch.setattr(attribution, "attribute_photograph", computed)
        if when == "before":
            remove()
        job = Told()
        found = list(
            attribute_study(reader, [gone, stays], WithoutWeights(), Choice(method="grad_cam"), job)
        )
        assert [one.image_id for one in found] == [stays]
        assert [one[0] for one in job.said] == [gone]
        assert "was removed from the study" in job.said[0][1]
        assert len(set((path / "blobs").iterdir()) - blobs) == 1
    shutil.rmtree(path)
