"""Links in notes: written, shown, followed, collected."""

from __future__ import annotations

import pytest

from mscref.model.note_links import NoteLink, address, followed, keys_linked, with_addresses


@pytest.mark.parametrize(
    ("url", "link"),
    [
        ("mscref:bier2018#page=3", NoteLink("bier2018", 3)),
        ("mscref:bier2018", NoteLink("bier2018")),
        ("mscref:a%20b#page=0", NoteLink("a b")),
        ("MSCREF:x#page=abc", NoteLink("x")),
        ("mscref:", None),
        ("https://example.org", None),
        ("nothing", None),
    ],
)
def test_an_address_leads_to_a_reference_or_a_page_or_nowhere(url: str, link: NoteLink | None) -> None:
    assert followed(url) == link


@pytest.mark.parametrize("key", ["bier2018placenta", "Bier:2018/a", "a b", "łukasz+1"])
def test_an_address_of_any_key_is_followed_back(key: str) -> None:
    assert followed(address(key, 12)) == NoteLink(key, 12)
    assert followed(address(key)) == NoteLink(key)


def test_keys_are_collected_in_order_each_once() -> None:
    text = "See [@b2019; @a2018, p. 3], [p. 4](mscref:c2020#page=4), [-@a2018] and mail@x.org, [@b2019](https://x.org)."
    assert keys_linked(text) == ["b2019", "a2018", "c2020"]


def test_a_citation_is_shown_as_a_link_to_its_page() -> None:
    assert with_addresses("As [@bier2018, p. 3] says") == "As [@bier2018, p. 3](mscref:bier2018#page=3) says"
    assert with_addresses("[see @bier2018]") == "[see @bier2018](mscref:bier2018)"
    for left in ("[@a; @b]", "[words](https://x.org)", "a@b.org", "[@done](https://x.org)"):
        assert with_addresses(left) == left
