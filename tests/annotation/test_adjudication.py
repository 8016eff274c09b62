import pytest

from neopain_gui.annotation.adjudication import (
    decided,
    disagreements,
    value_of_words,
    value_words,
)
from neopain_gui.annotation.answers import Answer
from neopain_gui.annotation.rating_table import questions
from neopain_gui.annotation.scales import scales

ASKED = questions(("label", "score", "scale:nfcs"), scales())
LABEL, SCORE = ASKED[:2]
RATERS = ("Ana", "Bia", "Caio")


def say(rater, image_id, instrument, value, repeat=0, **more):
    return Answer(
        round="W", rater=rater, image_id=image_id, instrument=instrument, value=value,
        repeat=repeat, codable=value is not None, **more,
    )  # fmt: skip


def test_disagreements_alone_the_widest_first():
    said = [
        *(say(one, "same", "label", 1.0) for one in RATERS),
        *(say(one, "two to one", "label", float(one == "Ana")) for one in RATERS),
        say("Ana", "unsure", "label", None),
        say("Bia", "unsure", "label", 1.0),
        *(say(one, "nobody can", "label", None) for one in RATERS),
        say("Ana", "near", "score", 4.0),
        say("Bia", "near", "score", 6.0),
        say("Ana", "far", "score", 1.0),
        say("Bia", "far", "score", 5.0),
        say("Ana", "item", "scale:nfcs", 1.0, version="1", item="brow"),
        say("Bia", "item", "scale:nfcs", 0.0, version="1", item="brow"),
        say("Ana", "same", "label", 0.0, repeat=1),
        say("Davi", "same", "label", 0.0),
    ]
    found = disagreements("W", ASKED, said, RATERS)
    assert [(one.image_id, one.spread) for one in found] == [
        ("two to one", 1.0), ("item", 1.0), ("unsure", 0.5), ("far", 0.4),
    ]  # fmt: skip
    assert found[0].words == "Ana: pain; Bia, Caio: no pain"
    assert found[2].words == "Ana: cannot tell; Bia: pain"
    closer = disagreements("W", ASKED, said, RATERS, apart=0.2)
    assert [one.image_id for one in closer][-1] == "near"
    made = decided(found[0], 0.0, reason=" rest ", at="now", by="Ana")
    again = disagreements("W", ASKED, said, RATERS, [made])
    assert again[0].decision == made
    assert made.reason == "rest"
    with pytest.raises(ValueError, match="reason"):
        decided(found[0], 0.0, reason=" ", at="now")


def test_answers_are_said_and_read_in_words():
    assert [value_words(LABEL, one) for one in (1.0, 0.0, None)] == [
        "pain", "no pain", "cannot tell",
    ]  # fmt: skip
    assert value_of_words(LABEL, " No  pain") == 0
    assert value_of_words(LABEL, "cannot tell") is None
    assert value_of_words(SCORE, "7.5") == 7.5
    item = next(one for one in ASKED if one.item)
    assert value_of_words(item, "not codable") is None
    for question, text, why in (
        (LABEL, "7", "pain, no pain or cannot tell"),
        (SCORE, "11", "between 0 and 10, not at 11"),
        (SCORE, "-1", "between 0 and 10"),
        (SCORE, "nan", "between 0 and 10"),
        (SCORE, "much", "neither a number"),
        (item, "2", "0, 1 or not codable, not 2"),
    ):
        with pytest.raises(ValueError, match=why):
            value_of_words(question, text)
