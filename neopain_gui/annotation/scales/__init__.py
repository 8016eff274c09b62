"""Scales of pain as data: what is asked, how it adds up, and what the totals mean."""

from neopain_gui.annotation.scales.definition import (
    Band,
    CutOff,
    Item,
    Level,
    Scale,
    Source,
    Switch,
    Total,
)
from neopain_gui.annotation.scales.reading import (
    read_scale,
    scale_of_text,
    scale_schema,
    scale_text,
    scales,
)
from neopain_gui.annotation.scales.totals import TotalSaid, total_of, totals_of
from neopain_gui.annotation.scales.wording import with_wording, wording_of

__all__ = [
    "Band",
    "CutOff",
    "Item",
    "Level",
    "Scale",
    "Source",
    "Switch",
    "Total",
    "TotalSaid",
    "read_scale",
    "scale_of_text",
    "scale_schema",
    "scale_text",
    "scales",
    "total_of",
    "totals_of",
    "with_wording",
    "wording_of",
]
