"""The astronaut's face, read off the photograph that comes with scikit-image."""

from neopain_gui.geometry import Box

FACE = Box(left=179, top=60, right=270, bottom=179)
"""From the forehead under the fringe to the chin and from cheek to cheek."""
EYES = ((203, 101), (246, 103))
"""The pupils, the astronaut's right one first."""
