from neopain_gui.annotation.scales import scales
from neopain_gui.gui.annotate.rating.letters import item_letters


def test_an_item_has_the_key_of_its_scale_and_the_others_what_is_left():
    one = scales()["nfcs-5"]
    items = list(one.items)
    items[2] = items[2].model_copy(update={"key": "Q"})
    items[4] = items[4].model_copy(update={"key": "L"})
    own = one.model_copy(update={"items": tuple(items)})
    assert list(item_letters({"scale:own": own}).values()) == ["W", "E", "Q", "R", "L"]
    both = item_letters({"scale:own": own, "scale:again": own})
    assert len(set(both.values())) == len(both) == 10
    assert both["scale:own", items[2].id] == "Q"  # whoever comes first has it
