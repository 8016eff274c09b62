from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest

from neopain_gui.dataset.face_image import FaceImage, PainLabel
from neopain_gui.demo.phantoms.phantom import draw
from neopain_gui.demo.synthetic_heatmaps import (
    SYNTHETIC_GROUPS,
    heatmap_picture,
    synthetic_relevance,
    write_synthetic_heatmaps,
)
from neopain_gui.gaze import match_heatmaps, read_heatmap
from neopain_gui.geometry import Box
from neopain_gui.imaging import decode, read_provenance
from neopain_gui.masks import contour_mask
from neopain_gui.people.groups import ObserverGroup

SIZE = (233, 320)


@dataclass(frozen=True)
class Face:
    image: np.ndarray
    regions: dict[str, np.ndarray]
    face_box: Box


@pytest.fixture(scope="module")
def faces() -> list[tuple[str, Face]]:
    drawn = [(f"{n:02d}_14502{n}.bmp", draw(n, PainLabel.PAIN)) for n in (1, 2, 3)]
    return [(name, Face(p.image, dict(p.regions), p.face_box)) for name, p in drawn]


def test_the_same_seed_gives_the_same_map_and_groups_differ(
    faces: list[tuple[str, Face]],
) -> None:
    regions = faces[0][1].regions
    experts, parents = (
        synthetic_relevance(regions, group, size=SIZE, seed=5) for group in SYNTHETIC_GROUPS
    )
    again = synthetic_relevance(regions, ObserverGroup.EXPERTS, size=SIZE, seed=5)
    other = synthetic_relevance(regions, ObserverGroup.EXPERTS, size=SIZE, seed=6)
    np.testing.assert_array_equal(experts, again)
    assert not np.array_equal(experts, other)
    assert (
        np.corrcoef(experts.ravel(), other.ravel())[0, 1]
        > np.corrcoef(experts.ravel(), parents.ravel())[0, 1]
    )
    for relevance in (experts, parents):
        assert relevance.dtype == np.float32
        assert relevance.shape == SIZE
        assert relevance.min() >= 0
        assert relevance.max() == 1


def test_relevance_follows_the_regions_when_the_face_moves(faces: list[tuple[str, Face]]) -> None:
    regions = faces[0][1].regions
    here = synthetic_relevance(regions, ObserverGroup.EXPERTS, size=SIZE, seed=1)
    moved = {name: outline - (20.0, 0.0) for name, outline in regions.items()}
    there = synthetic_relevance(moved, ObserverGroup.EXPERTS, size=SIZE, seed=1)
    np.testing.assert_allclose(there[:, 40:260], here[:, 60:280], atol=0.02)


def test_experts_look_more_at_the_mouth_and_parents_more_widely(
    faces: list[tuple[str, Face]],
) -> None:
    for number, (_, face) in enumerate(faces):
        shares, areas = [], []
        left, top = face.regions["mouth"].min(axis=0).astype(int)
        right, bottom = face.regions["mouth"].max(axis=0).astype(int)
        for group in SYNTHETIC_GROUPS:
            relevance = synthetic_relevance(face.regions, group, size=SIZE, seed=number)
            shares.append(relevance[top:bottom, left:right].sum() / relevance.sum())
            areas.append((relevance > 0.25).mean())
        assert shares[0] > shares[1] + 0.1
        assert areas[0] < areas[1]


def test_the_picture_shows_no_photograph_and_keeps_the_hottest_place(
    faces: list[tuple[str, Face]],
) -> None:
    coverages = []
    for number, (_, face) in enumerate(faces):
        for group in SYNTHETIC_GROUPS:
            relevance = synthetic_relevance(face.regions, group, size=SIZE, seed=number)
            picture = heatmap_picture(relevance)
            assert not picture[relevance < 0.25].any()
            assert not picture[..., 2].any()
            red, green, _ = picture[np.unravel_index(relevance.argmax(), SIZE)]
            assert red > 200
            assert green < 40
            grey = picture @ np.array([0.299, 0.587, 0.114])
            mask = contour_mask(grey, 0.1)
            assert mask[relevance > 0.9].all()
            coverages.append(mask[face.face_box.slices].mean())
    # Tables 3 and 4 imply 0.39 to 0.49 for people.
    assert min(coverages) > 0.25
    assert max(coverages) < 0.6


def test_what_is_written_is_found_again(tmp_path: Path, faces: list[tuple[str, Face]]) -> None:
    written = write_synthetic_heatmaps(tmp_path / "heatmaps", faces)
    assert len(written) == 6
    images = [
        FaceImage(id=Path(name).stem, file=name, sha256="0" * 64, width=320, height=233)
        for name, _ in faces
    ]
    preview = match_heatmaps(tmp_path / "heatmaps", images)
    assert [(row.image_id, row.group) for row in preview.rows] == [
        (image.id, group) for image in images for group in SYNTHETIC_GROUPS
    ]
    for row in preview.rows:
        number = [image.id for image in images].index(row.image_id)
        facts = read_provenance(row.file)
        assert facts == {"synthetic": True, "group": row.group.value, "seed": number}
        expected = synthetic_relevance(faces[number][1].regions, row.group, size=SIZE, seed=number)
        np.testing.assert_array_equal(decode(row.file), heatmap_picture(expected))
        assert read_heatmap(row.file, photograph_size=SIZE, mode="paper").max() > 0.8
