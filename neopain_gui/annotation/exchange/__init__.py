"""Annotations in the formats of other programs: pure, from and to records."""

from neopain_gui.annotation.exchange.coco import COCO
from neopain_gui.annotation.exchange.cvat import CVAT
from neopain_gui.annotation.exchange.geojson import GEOJSON
from neopain_gui.annotation.exchange.labelme import LABELME
from neopain_gui.annotation.exchange.mask_png import MASKS
from neopain_gui.annotation.exchange.pts import PTS
from neopain_gui.annotation.exchange.sheet import Format, Point, Read, Region, Sheet

SHAPES = {one.id: one for one in (LABELME, COCO, GEOJSON, CVAT, PTS, MASKS)}
"""Formats of what is drawn, by id."""

__all__ = ["SHAPES", "Format", "Point", "Read", "Region", "Sheet"]
