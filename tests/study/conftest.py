from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from neopain_gui.study import Study
from tests.study.material import photographs


@pytest.fixture
def study(tmp_path: Path) -> Iterator[Study]:
    """A study of four photographs of two neonates."""
    records = photographs(tmp_path / "photos", 4)
    with Study.create(tmp_path / "ward") as made:
        made.images.add(records, root=tmp_path / "photos")
        yield made
