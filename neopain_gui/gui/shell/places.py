"""All places of the window, in their order. A new tab, view or dock is one more line here."""

from __future__ import annotations

from neopain_gui.gui.annotate.place import PLACE as ANNOTATE
from neopain_gui.gui.browser.place import PLACE as STUDY
from neopain_gui.gui.compare.place import PLACE as COMPARE
from neopain_gui.gui.gaze.place import PLACE as GAZE
from neopain_gui.gui.inspector.place import DETAILS, LAYERS, STEPS
from neopain_gui.gui.jobs_panel.place import PLACE as JOBS
from neopain_gui.gui.panes.place import PLACE as PANES
from neopain_gui.gui.place.place import Place, Where
from neopain_gui.gui.train.place import PLACE as TRAIN
from neopain_gui.gui.trust.place import PLACE as TRUST
from neopain_gui.gui.viewer.place import PLACE as VIEWER

INSPECT = Place(
    id="inspect",
    title="&Inspect",
    where=Where.TAB,
    panel=None,
    icon="inspect",
    tip="What a classifier looked at, layer by layer",
    words="viewer photograph map film strip tab",
    keys=(
        ("←  →", "Earlier and later layer of the network"),
        ("1 – 6", "Show an extraction model's map"),
    ),
)
"""The tab that the views fill, one at a time, with the layers below them."""

PLACES: tuple[Place, ...] = (
    *(INSPECT, STUDY, VIEWER, LAYERS, STEPS, PANES),
    *(DETAILS, TRUST, GAZE, ANNOTATE, COMPARE, TRAIN, JOBS),
)
