"""What is known of a study as tables of pandas."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from neopain_gui.dataset.face_image import PainLabel
from neopain_gui.findings.comparison import Comparison
from neopain_gui.pipeline.labels import CountedLabels
from neopain_gui.reports.agreement_tables import results_sheet
from neopain_gui.reports.label_source import with_label_source
from neopain_gui.study import Study

if TYPE_CHECKING:
    import pandas as pd

PHOTOGRAPHS = (
    *("image", "file", "neonate", "label", "label_source", "data_set_label", "stimulus"),
    *("nfcs", "width", "height"),
    *("checked", "notes", "sha256"),
)
SIDES = ("left", "top", "right", "bottom")
FACES = ("image", *SIDES, "source", "confidence")
AGREEMENT = (
    *("image", "neonate", "label", "label_source", "model_a", "model_b", "metric", "value"),
    "chance",
)


def photographs_table(study: Study) -> pd.DataFrame:
    """Return a row for each photograph, with :data:`PHOTOGRAPHS` as columns."""
    labels = CountedLabels.of(study)
    rows = [
        {
            "image": image.id,
            "file": image.file,
            "neonate": image.neonate.id if image.neonate else None,
            "label": _word(labels.label(image)),
            "label_source": labels.source.words,
            "data_set_label": _word(image.label),
            "stimulus": image.stimulus or None,
            "nfcs": image.nfcs,
            "width": image.width,
            "height": image.height,
            "checked": image.checked,
            "notes": image.notes or None,
            "sha256": image.sha256,
        }
        for image in study.images.all()
    ]
    return _table(rows, PHOTOGRAPHS).astype({"nfcs": "Int64"})


def faces_table(study: Study) -> pd.DataFrame:
    """Return a row for each photograph whose face is marked, with :data:`FACES` as columns."""
    faces = study.faces.all()
    rows = [
        {
            "image": image.id,
            **dict(zip(SIDES, face.box.as_tuple(), strict=True)),
            "source": str(face.source),
            "confidence": face.score,
        }
        for image in study.images.all()
        if (face := faces.get(image.id)) is not None
    ]
    return _table(rows, FACES).astype({"confidence": float})


def agreement_table(compared: Comparison, metrics: Collection[str]) -> pd.DataFrame:
    """Return the report's table of results, with :data:`AGREEMENT` as columns."""
    wanted = [one for one in compared.table.measures if one in metrics]
    made = results_sheet(compared, wanted)
    (sheet,) = with_label_source([made], compared.label_source)
    places = {column: sheet.header.index(column) for column in AGREEMENT}
    rows = ({column: row[place] for column, place in places.items()} for row in sheet.rows)
    return _table(rows, AGREEMENT).astype({"value": float, "chance": float})


def _word(label: PainLabel | None) -> str | None:
    return str(label) if label else None


def _table(rows: Iterable[Mapping[str, Any]], columns: Sequence[str]) -> pd.DataFrame:
    """Return a table with these columns, also where there is no row."""
    import pandas as pd

    return pd.DataFrame(list(rows), columns=list(columns))
