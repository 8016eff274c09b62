"""Looking after photographs and people: removing, editing, renaming."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from neopain_gui.gui.base.counts import photographs
from neopain_gui.gui.base.messages import Message
from neopain_gui.gui.state.open_study import OpenStudy
from neopain_gui.gui.state.removal import Joining, Removal, removed
from neopain_gui.gui.state.study_edits import StudyEdits

if TYPE_CHECKING:
    from neopain_gui.dataset.face_image import FaceImage
    from neopain_gui.study import Details, Selection


class StudyUpkeep:
    """Removing and editing photographs and participants: the session's ``upkeep``.

    Parameters
    ----------
    session : OpenStudy
        Whose study is looked after, and who tells of it.
    edits : StudyEdits
        What makes each change something that can be undone.

    Attributes
    ----------
    asks_removal : callable(what, which, count), optional
        The window's question before a removal: what, what it is called, how many.
    """

    def __init__(self, session: OpenStudy, edits: StudyEdits) -> None:
        self._session, self._edits = session, edits
        self.asks_removal: Callable[[Selection, str, int], object] | None = None

    # -- removing ----------------------------------------------------------------------------
    def remove(self, what: Selection, text: str, said: str) -> bool:
        """Take photographs, neonates, participants, maps or trials out of the study.

        Can be undone until the study is closed, which removes them for good.

        Parameters
        ----------
        what : Selection
            What goes; ids that are unknown do not matter.
        text : str
            As it follows *Undo*: "removing 2 photographs".
        said : str
            A sentence for the bar.
        """
        if self._session.study is None:
            return False
        removal = Removal(self._session.study, what)
        return self._edits.edit(
            text,
            False,
            True,
            removal.write,
            changed=self.everything_changed,
            said=said,
            belongs=removal.belongs,
        )

    def ask_to_remove(self, what: Selection, which: str, count: int) -> None:
        """Say what goes and what cannot be reached, and remove it as the person says.

        Parameters
        ----------
        what : Selection
            What is to go.
        which : str
            What it is called: "participant P01".
        count : int
            How many that are.
        """
        if self.asks_removal is not None:
            self.asks_removal(what, which, count)
        else:
            self.remove(what, f"removing {which}", removed(which, count))

    def ask_to_remove_participants(self, participants: Iterable[str]) -> None:
        """Ask, and take participants out with all of theirs; see :meth:`remove_participants`."""
        from neopain_gui.study import Selection

        ids = frozenset(participants)
        self.ask_to_remove(Selection(participants=ids), _people(ids), len(ids))

    def ask_to_remove_trials(self, participants: Iterable[str]) -> None:
        """Ask, and take participants' trials out with the group maps that they are part of."""
        ids = frozenset(participants)
        what = self.trials_of(ids)
        if not what.trials:
            self._session.notice.emit(f"The study has no trial of {_people(ids)}.")
            return
        self.ask_to_remove(what, f"the trials of {_people(ids)}", len(what.trials))

    def remove_photographs(self, image_ids: Iterable[str]) -> bool:
        """Take photographs out of the study; see :meth:`remove`."""
        from neopain_gui.study import Selection

        ids = frozenset(image_ids)
        which = next(iter(ids)) if len(ids) == 1 else photographs(len(ids))
        return self.remove(Selection(images=ids), f"removing {which}", removed(which, len(ids)))

    def remove_participants(self, participants: Iterable[str]) -> bool:
        """Take participants out with trials, scores and the group maps that they are part of."""
        from neopain_gui.study import Selection

        ids = frozenset(participants)
        which = _people(ids)
        return self.remove(
            Selection(participants=ids), f"removing {which}", removed(which, len(ids))
        )

    def trials_of(self, participants: Iterable[str]) -> Selection:
        """Return the trials of participants, for :meth:`remove` or :meth:`ask_to_remove`."""
        from neopain_gui.study import Selection

        wanted = frozenset(participants)
        every = self._session.study.gaze.trials() if self._session.study is not None else []
        return Selection(trials=frozenset(one.id for one in every if one.participant_id in wanted))

    def removed_for_good(self) -> None:
        """Forget what could be undone: nothing of what was removed may come back."""
        self._edits.undo_stack.clear()

    def added_photographs(self, image_ids: Sequence[str]) -> None:
        """Make an import of photographs that has just been done something that can be undone."""
        from neopain_gui.study import Selection

        if self._session.study is None or not image_ids:
            return
        removal = Removal(self._session.study, Selection(images=frozenset(image_ids)))
        self._edits.edit(
            f"the import of {photographs(len(image_ids))}",
            True,
            False,
            removal.write,  # they are in already: nothing is put back the first time
            changed=self.everything_changed,
            loses=removal.loses,
            belongs=removal.belongs,
        )

    # -- editing -----------------------------------------------------------------------------
    def set_details(self, details: Mapping[str, Details], text: str, said: str = "") -> bool:
        """Change what is said of photographs; can be undone.

        Parameters
        ----------
        details : Mapping of str to Details
            By photograph; one that is said already does not matter.
        text : str
            As it follows *Undo*: "editing S1".
        said : str
            A sentence for the bar where it were not enough to see it.
        """
        from neopain_gui.study import Details

        if self._session.study is None:
            return False
        present = {image.id: Details.of(image) for image in self._session.study.images.all()}
        before = {
            key: present[key] for key in details if present.get(key) not in (None, details[key])
        }
        if not before:
            return False
        after = {key: details[key] for key in before}
        return self._edits.edit(
            text,
            before,
            after,
            self._session.study.edits.set_details,
            changed=self._session.listing_stale.emit,
            said=said,
        )

    def set_checked(self, images: Sequence[FaceImage], checked: bool) -> bool:
        """Mark photographs as checked, or take the mark away; can be undone."""
        from dataclasses import replace

        from neopain_gui.study import Details

        changing = [image for image in images if image.checked is not checked]
        which = changing[0].id if len(changing) == 1 else photographs(len(changing))
        done = "marked as checked" if checked else "no longer marked as checked"
        return self.set_details(
            {one.id: replace(Details.of(one), checked=checked) for one in changing},
            f"{'marking' if checked else 'unmarking'} {which} as checked",
            f"{which} {done}." if len(images) > 1 else "",
        )

    def rename_neonates(self, neonates: Iterable[str], name: str) -> bool:
        """Give neonates one name: a new one, or that of another neonate, whose they become."""
        from neopain_gui.dataset.face_image import Neonate
        from neopain_gui.study.edit_store import merged_neonates

        if self._session.study is None:
            return False
        images, moving = self._session.study.images.all(), frozenset(neonates)
        known = {image.neonate.id: image.neonate for image in images if image.neonate}
        sets = {known[one].dataset for one in moving if one in known}
        into = known.get(name) or Neonate(id=name, dataset=sets.pop() if len(sets) == 1 else "")
        details = merged_neonates(images, moving, into)
        which = ", ".join(sorted(moving))
        if name in known and name not in moving:
            return self.set_details(
                details, f"merging {which} into {name}", f"{which} merged into {name}."
            )
        return self.set_details(
            details, f"renaming {which} to {name}", f"{which} is now called {name}."
        )

    # -- people ------------------------------------------------------------------------------
    def rename_participants(self, names: Mapping[str, str]) -> bool:
        """Give participants other pseudonyms, by their present ones; can be undone."""
        changing = {old: new for old, new in names.items() if old != new}
        if self._session.study is None or not changing:
            return False
        return self._edits.edit(
            f"renaming {_people(changing)}",
            {new: old for old, new in changing.items()},
            changing,
            self._session.study.edits.rename_participants,
            changed=self._session.gaze_changed.emit,
            said="; ".join(f"{old} is now called {new}" for old, new in changing.items()) + ".",
        )

    def move_participants(self, participants: Iterable[str], group: str) -> bool:
        """Move participants to a group; an empty name is no group. Can be undone."""
        if self._session.study is None:
            return False
        moving = frozenset(participants)
        before = {
            one.id: one.group
            for one in self._session.study.gaze.participants()
            if one.id in moving and one.group != group
        }
        if not before:
            return False
        where = f"to {group}" if group else "out of every group"
        return self._edits.edit(
            f"moving {_people(before)} {where}",
            before,
            dict.fromkeys(before, group),
            self._session.study.edits.move_participants,
            changed=self._session.gaze_changed.emit,
            said=f"{_people(before)} moved {where}. Make the group maps again.",
        )

    def join_participants(self, participants: Iterable[str]) -> bool:
        """Make one person of participants, who keeps the first pseudonym; can be undone."""
        from neopain_gui.natural_order import natural_key

        into, *others = sorted(frozenset(participants), key=natural_key)
        if self._session.study is None or not others:
            return False
        joining = Joining(self._session.study, others, into)
        kept = self._edits.edit(
            f"joining {_people(others)} with {into}",
            False,
            True,
            joining.write,
            changed=self.everything_changed,
            said=f"{', '.join(others)} and {into} are one participant now, {into}. Make the group "
            "maps again.",
        )
        if joining.gave_way:
            self._session.tell(Message(level="warning", text=joining.gave_way))
        return kept

    def everything_changed(self) -> None:
        """Tell every panel that photographs, maps, gaze and regions may be others."""
        self._session.listing_stale.emit()
        self._session.results_changed.emit("")
        self._session.gaze_changed.emit()
        self._session.regions_changed.emit()


def _people(ids: Iterable[str]) -> str:
    names = sorted(ids)
    return f"participant {names[0]}" if len(names) == 1 else f"{len(names)} participants"
