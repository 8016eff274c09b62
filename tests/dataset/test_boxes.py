"""Whether the four numbers of a face box are corners or sizes is judged for the whole column."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from neopain_gui.dataset import BoxKind, compare, preview, with_boxes
from neopain_gui.dataset.boxes import as_box, decided
from neopain_gui.geometry import Box
from tests.dataset.material import photograph

CASES = Path(__file__).parents[3] / "shared" / "cases" / "manifests"


def looked(folder: Path, *cells: str, column: str = "bbox", **options):
    """Preview photographs of 24 × 20 pixels with these boxes."""
    lines = [f"file,{column}"]
    for number, cell in enumerate(cells, start=1):
        photograph(folder / f"{number}.png")
        lines.append(f'{number}.png,"{cell}"')
    (folder / "list.csv").write_text("\n".join(lines) + "\n")
    return preview(folder / "list.csv", **options)


def boxes(found) -> list[tuple[int, ...] | None]:
    return [row.image.box and row.image.box.as_tuple() for row in found.rows]


def test_sizes_are_recognised_by_a_row_that_could_be_no_corners(tmp_path: Path) -> None:
    found = looked(tmp_path, "12,8,10,11", "3,2,10,12")  # the second alone could be either
    assert boxes(found) == [(12, 8, 22, 19), (3, 2, 13, 14)]
    assert found.boxes.sure
    assert "The numbers of 'bbox' were read as x, y, width, height." in found.problems


def test_corners_are_recognised_by_a_row_that_would_be_too_large(tmp_path: Path) -> None:
    found = looked(tmp_path, "12,8,22,19", "3,2,10,12")
    assert boxes(found) == [(12, 8, 22, 19), (3, 2, 10, 12)]
    assert found.boxes.sure
    assert found.problems == ()


def test_where_both_are_possible_it_is_asked(tmp_path: Path) -> None:
    found = looked(tmp_path, "3,2,10,12", "4,3,9,11")
    assert not found.boxes.sure
    assert any("may be x1, y1, x2, y2 or x, y, width, height" in one for one in found.problems)
    assert boxes(found) == [(3, 2, 10, 12), (4, 3, 9, 11)]
    sizes = with_boxes(found, BoxKind.SIZES)
    assert boxes(sizes) == [(3, 2, 13, 14), (4, 3, 13, 14)]
    assert sizes.boxes.sure
    corners = with_boxes(sizes, BoxKind.CORNERS)
    assert boxes(corners) == boxes(found)
    assert corners.problems == ()
    given_sizes = looked(tmp_path, "3,2,10,12", "4,3,9,11", boxes=BoxKind.SIZES)
    assert boxes(given_sizes) == boxes(sizes)


def test_the_groups_own_column_is_not_asked_about(tmp_path: Path) -> None:
    assert looked(tmp_path, "3,2,10,12", column="face_coordinates").boxes.sure


def test_row_that_does_not_fit_its_column_loses_its_box_and_is_said(tmp_path: Path) -> None:
    found = looked(tmp_path, "4,2,23,19", "5,2,24,18", "9,5,5,9")
    assert boxes(found) == [(4, 2, 23, 19), (5, 2, 24, 18), None]
    assert found.rows[2].warnings[0] == "9, 5, 5, 9 is no box x1, y1, x2, y2, so it has none"


def test_box_mostly_outside_needs_a_yes(tmp_path: Path) -> None:
    found = looked(tmp_path, "18,14,38,34", "1,1,20,18")
    assert boxes(found) == [None, (1, 1, 20, 18)]
    assert found.rows[0].warnings[0] == (
        "only 9 % of its face box lies in the photograph, so the box was left out"
    )
    taken = with_boxes(found, BoxKind.CORNERS, outside=True)
    assert boxes(taken)[0] == (18, 14, 24, 20)
    assert taken.rows[0].warnings[0].endswith("lies in the photograph; that part was taken")
    assert len(taken.rows[0].warnings) == len(found.rows[0].warnings)
    assert with_boxes(taken, BoxKind.CORNERS).rows == found.rows
    assert len(compare(taken).new) == 2


def test_without_boxes_there_is_nothing_to_say(tmp_path: Path) -> None:
    found = looked(tmp_path, "", "")
    assert found.boxes is None
    assert with_boxes(found, BoxKind.SIZES) is found


@given(
    st.lists(
        st.tuples(st.integers(0, 90), st.integers(0, 90), st.integers(1, 60), st.integers(1, 60)),
        min_size=1,
    )
)
def test_decision_never_goes_against_a_column_that_fits_only_one_way(rows) -> None:
    size = (150, 150)
    written = [(one, size) for one in rows]
    kind, sure = decided("bbox", written)
    corners_fit = [as_box(one, BoxKind.CORNERS) is not None for one in rows]
    if not all(corners_fit):  # every one of these fits as x, y, width, height
        assert kind is BoxKind.SIZES
        assert sure
    else:
        assert not sure


def test_as_box_is_what_the_numbers_say() -> None:
    assert as_box((1, 2, 3, 5), BoxKind.CORNERS) == Box(left=1, top=2, right=3, bottom=5)
    assert as_box((1, 2, 3, 5), BoxKind.SIZES) == Box(left=1, top=2, right=4, bottom=7)
    assert as_box((5, 5, 5, 9), BoxKind.CORNERS) is None
    assert as_box((5, 5, 0, 9), BoxKind.SIZES) is None


@pytest.mark.skipif(not CASES.is_dir(), reason="the shared folder is not here")
@pytest.mark.parametrize(("name", "expected"), [
    ("box_xywh.csv", [(112, 75, 216, 195), (103, 51, 231, 200)]),
    ("box_outside.csv", [None, None]),
])  # fmt: skip
def test_manifests_that_failed(tmp_path: Path, name: str, expected: list) -> None:
    from neopain_gui.demo.phantoms.phantom import write_study_folder

    write_study_folder(tmp_path, subjects=1)
    found = preview(CASES / name, folder=tmp_path)
    assert boxes(found) == expected
    assert all(row.warnings for row in found.rows) == (expected[0] is None)
