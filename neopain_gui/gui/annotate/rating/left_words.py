"""How far a round is, in words."""

from __future__ import annotations

from neopain_gui.counted import counted
from neopain_gui.gui.annotate.rating.course import Course
from neopain_gui.gui.base.plain import breakable


def left_words(course: Course) -> str:
    """Say what is left, for how long a photograph is still seen, or what may be changed."""
    if course.amending is not None:
        return breakable(f"Amended because: {course.amending.reason}")
    if course.handed_in:
        return "Handed in: nothing is changed here without a reason."
    said = (
        f"{counted(course.left, 'photograph')} left"
        if course.left
        else "Nothing is left: hand the round in."
    )
    seconds = course.seconds_left
    if seconds is not None:
        said += f" · seen for {seconds:.0f} s more" if seconds else " · its time is over"
    return said
