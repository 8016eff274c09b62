"""What stands in the columns of the table of ratings."""

from __future__ import annotations

from neopain_gui.reports.column_kinds import ANY, TIMES, Column, count, named, yes

RATINGS = {
    "round": named("The round of raters in which it was said."),
    "rater": named("Who said it, a pseudonym."),
    "group": named("The rater’s group."),
    "photograph": named("Of which photograph; its id in the study."),
    "file": named("The photograph’s file."),
    "repeat": Column("", "0 or 1", "Whether the rater saw the photograph for the second time."),
    "turn": count("Place in the rater’s order, the first is 1."),
    "instrument": named("What was asked: label, score, note, or scale: and the scale’s id."),
    "version": named("Of the scale’s definition."),
    "item": named("The scale’s item."),
    "value": Column("", ANY, "1 for pain and 0 for no pain of a label, 0 to 10 of a score, the "
                    "level of an item; empty where nothing could be said."),
    "codable": yes("FALSE where the rater said that it cannot be told; never 0."),
    "text": named("A note."),
    "seconds": Column("s", TIMES, "How long the photograph was on the page in all."),
    "at": named("When it was last on the page, in ISO 8601."),
}  # fmt: skip
