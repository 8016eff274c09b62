"""The commands that look after photographs, neonates and maps."""

from __future__ import annotations

from neopain_gui.gui.place.command import Command
from neopain_gui.gui.shell.commands import upkeep_commands

UPKEEP = (
    Command(
        id="mark_checked",
        run=upkeep_commands.mark_checked,
        menu="Edit",
        text="Mark as c&hecked",
        keys=("C",),
        when="editable_image",
        seen="photographs",
        on=("thumbnail", "viewer"),
        words="review tick done looked",
        tip="You have looked at label and face and found them right; again to take the mark away",
        after=True,
    ),
    Command(
        id="edit_photographs",
        run=upkeep_commands.edit_photographs,
        menu="Edit",
        text="&Edit photographs…",
        keys=("F2",),
        when="editable_image",
        on=("thumbnail", "viewer"),
        words="details neonate label stimulus notes change comment rename",
        tip="Neonate, label, stimulus and notes of the selected photographs",
    ),
    Command(
        id="rename_neonate",
        run=upkeep_commands.rename_neonate,
        menu="Edit",
        text="Rename or mer&ge neonates…",
        when="editable_image",
        on=("thumbnail",),
        words="pseudonym name join subject patient child baby",
        tip="Another name for the neonates of the selected photographs, or one for all of them",
        after=True,
    ),
    Command(
        id="remove_photographs",
        run=upkeep_commands.remove_photographs,
        menu="Edit/Re&move",
        text="Remove &photographs…",
        when="editable_image",
        on=("thumbnail", "viewer"),
        words="delete consent withdrawn erase images for good",
        tip="The selected photographs with all that was made of them; Delete on the thumbnails",
    ),
    Command(
        id="remove_neonate",
        run=upkeep_commands.remove_neonate,
        menu="Edit/Re&move",
        text="Remove &neonates…",
        when="editable_image",
        on=("thumbnail",),
        words="delete consent withdrawn erase subject patient child baby for good",
        tip="The neonates of the selected photographs, with every photograph of theirs",
    ),
    Command(
        id="remove_map",
        run=upkeep_commands.remove_map,
        menu="Edit/Re&move",
        text="Remove this &map",
        when="editable_map",
        on=("viewer", "layer", "map"),
        words="delete result clear",
        tip="The map on the viewer, of this photograph alone",
    ),
    Command(
        id="remove_maps",
        run=upkeep_commands.remove_maps,
        menu="Edit/Re&move",
        text="Remove this map of &all photographs",
        when="editable_map",
        on=("layer", "map"),
        words="delete results method extraction model group clear",
        tip="Every map of the method or group on the viewer",
    ),
)
