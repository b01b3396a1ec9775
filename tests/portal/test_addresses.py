from portal.templatetags.addresses import breakable


def test_an_address_may_break_after_its_at_sign() -> None:
    assert breakable("tea@ekby.example") == "tea@<wbr>ekby.example"


def test_an_address_is_text_and_no_markup() -> None:
    assert breakable('"<b>"@ekby.example') == "&quot;&lt;b&gt;&quot;@<wbr>ekby.example"
