"""Where a study keeps the settings that results follow from."""

from __future__ import annotations

from typing import TYPE_CHECKING

from neopain_gui.gaze.settings import GazeSettings
from neopain_gui.masks import MaskSettings

if TYPE_CHECKING:
    from neopain_gui.study import Study

#: Key of the study's setting that holds the mask settings.
MASK_SETTINGS = "masks"

#: Key of the study's setting that holds the subgroups that were made by hand.
SUBGROUPS = "gaze subgroups"

SYNTHETIC_SETTING = "synthetic"
"""Key of the study's setting that says that its photographs are phantoms."""


def mask_settings(study: Study) -> MaskSettings:
    """Return the study's mask settings, the dissertation's where it has none of its own."""
    return MaskSettings.from_dict(study.setting(MASK_SETTINGS, {}))


#: Key of the study's setting that holds the gaze settings.
GAZE_SETTINGS = "gaze"


def gaze_settings(study: Study) -> GazeSettings:
    """Return how the study turns recordings into maps."""
    return GazeSettings.from_dict(study.setting(GAZE_SETTINGS, {}))
