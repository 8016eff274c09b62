"""The commands that take rounds of raters to other machines and back."""

from __future__ import annotations

from neopain_gui.gui.place.command import Command
from neopain_gui.gui.shell.commands import round_commands

_MENU = "File/Rounds of raters"

ROUNDS = (
    Command(
        id="new_round",
        run=round_commands.new_round,
        menu=_MENU,
        text="&New round…",
        when="editable_photographs",
        tip="Say who rates which photographs with what",
        words="rater rate annotate score label scale blind begin make round",
    ),
    Command(
        id="hand_over_round",
        run=round_commands.hand_over_round,
        menu=_MENU,
        text="&Round for another machine…",
        when="study",
        tip="A folder that opens as nothing but the round, for one rater",
        words="export hand over raters laptop blind folder annotate",
    ),
    Command(
        id="write_ratings_file",
        run=round_commands.write_ratings_file,
        menu=_MENU,
        text="&Write a rater’s file…",
        when="study",
        tip="What a rater said in a round, as a small file",
        words="export ratings json answers scores labels annotate",
    ),
    Command(
        id="collect_rounds",
        run=round_commands.collect_rounds,
        menu=_MENU,
        text="&Collect rounds…",
        when="editable",
        tip="Take in what raters said on other machines; what differs is named",
        words="import ratings merge conflict json raters answers annotate",
    ),
    Command(
        id="import_annotations",
        run=round_commands.import_annotations,
        menu=_MENU,
        text="&Import annotations…",
        when="editable_photographs",
        tip="Regions, landmarks and ratings of other programs, looked at first",
        words="labelme coco qupath geojson cvat ibug pts mask csv regions landmarks annotate",
    ),
    Command(
        id="export_annotations",
        run=round_commands.export_annotations,
        menu=_MENU,
        text="&Export annotations…",
        when="study",
        tip="What raters drew, placed or said, for other programs",
        words="labelme coco qupath geojson cvat ibug pts mask csv regions landmarks annotate",
    ),
)
