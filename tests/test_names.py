"""Names of files mean the same on every system, and links are looked up among them without holding them."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.publishing.archive.container import name_faults
from generator.publishing.archive.findings import Fault
from generator.publishing.archive.name_set import NameSet
from generator.publishing.archive.names import folded, folders_of

NAMES = st.text(st.characters(codec="utf-8"), max_size=12)


@given(NAMES)
def test_the_short_way_of_folding_a_name_is_the_long_way(name: str) -> None:
    for each in (name, name.encode("ascii", "ignore").decode()):
        assert folded(each) == unicodedata.normalize("NFC", unicodedata.normalize("NFC", each).casefold())


@pytest.mark.parametrize(("names", "kinds"), [
    (["a.html", "b/a.html", "b/c/a.html"], []), (["a.html", "A.html"], [Fault.CLASHING_NAMES]), (["a/b", "A"], [Fault.CLASHING_NAMES]), (["A", "a/b"], [Fault.CLASHING_NAMES]),
    (["a/b/c", "a/B"], [Fault.CLASHING_NAMES]), (["x", "x", "x"], [Fault.CLASHING_NAMES]), (["A/x", "a/y"], []),
    (["a" * 200], [Fault.LONG_NAME]), (["\udc80"], [Fault.UNSAFE_NAME]),
    (["a/../b"], [Fault.UNSAFE_NAME])])
def test_names_that_meet_or_lead_elsewhere_are_found(names: list[str], kinds: list[Fault]) -> None:
    assert {finding.kind for finding in name_faults(names)} == {kind.value for kind in kinds}


def test_every_name_that_meets_another_is_told_with_the_first_of_them() -> None:
    found = {(finding.path, finding.detail.split()[1]) for finding in name_faults(["A", "b", "a", "B", "ａ", "Ａ"])}
    assert found == {("a", "A"), ("B", "b"), ("Ａ", "ａ")}


def test_a_name_of_very_many_folders_takes_no_more_time_than_its_length() -> None:
    """Each folder of such a name kept by itself would be a gigabyte."""
    assert {finding.kind for finding in name_faults(["a/" * 30_000 + "b"])} == {Fault.LONG_NAME.value}


def test_the_folders_of_a_file() -> None:
    assert folders_of("a/b/c") == ("a", "a/b") and folders_of("a") == () and folders_of("a/") == ("a",)


@given(st.sets(NAMES, max_size=60), st.sets(NAMES, max_size=20))
def test_a_set_of_names_has_what_was_put_in_and_nothing_else(names: set[str], others: set[str]) -> None:
    found = NameSet(names, len(names))
    assert all(name in found for name in names)
    assert [name for name in others - names if name in found] == []


def test_no_two_sets_put_a_name_in_the_same_place() -> None:
    """The key is secret: names that are taken for each other cannot be made beforehand."""
    assert len({NameSet((), 1)._digest("a") for _ in range(5)}) == 5
