"""What changed between two publications: held against plain sets, and joined over content where ids change."""

from typing import Any

import msgspec
from hypothesis import given
from hypothesis import strategies as st

from reprieve.lists.differ import Changes, change, changes
from reprieve.model.listed import Address, Entry, Name

LIST = "us/ofac/sdn"


def entry(id_: str, name: str = "", **fields: Any) -> Entry:
    return Entry(LIST, id_, names=(Name(name or f"Party {id_}"),), **fields)


def ids(found: tuple[Entry, ...]) -> set[str]:
    return {each.id for each in found}


def lists_of_entries() -> st.SearchStrategy[list[Entry]]:
    one = st.builds(
        entry, st.sampled_from("abcdef"), st.sampled_from(["", "Acme", "Acme Ltd"]), remarks=st.sampled_from(["", "x"])
    )
    return st.lists(one, max_size=6, unique_by=lambda each: each.id)


@given(lists_of_entries(), lists_of_entries())
def test_what_is_counted_is_everything_once(before: list[Entry], after: list[Entry]) -> None:
    found = changes(before, after)
    joined = len(found.changed) + found.unchanged
    assert len(found.added) + joined == len(after)
    assert len(found.removed) + joined == len(before)


@given(lists_of_entries(), lists_of_entries())
def test_ids_on_both_sides_are_neither_added_nor_removed(before: list[Entry], after: list[Entry]) -> None:
    found = changes(before, after)
    old, new = ids(tuple(before)), ids(tuple(after))
    renamed = [(one.id, two.id) for one, two in found.changed if one.id != two.id]
    assert ids(found.added) | {two for _, two in renamed} == new - old
    assert ids(found.removed) | {one for one, _ in renamed} == old - new


@given(lists_of_entries(), lists_of_entries())
def test_the_way_back_is_the_way_there_reversed(before: list[Entry], after: list[Entry]) -> None:
    there, back = changes(before, after), changes(after, before)
    assert (ids(there.added), ids(there.removed)) == (ids(back.removed), ids(back.added))
    assert {(two.id, one.id) for one, two in there.changed} == {(one.id, two.id) for one, two in back.changed}


@given(lists_of_entries())
def test_nothing_changed_in_what_is_the_same(before: list[Entry]) -> None:
    moved = [msgspec.structs.replace(each, place="elsewhere") for each in reversed(before)]
    assert changes(before, moved) == Changes((), (), (), len(before))


def test_an_id_that_changed_is_a_change() -> None:
    found = changes([entry("1", "Acme"), entry("2", "Bolt")], [entry("9", "Acme"), entry("2", "Bolt")])
    assert (found.added, found.removed, found.unchanged) == ((), (), 1)
    ((before, after),) = found.changed
    assert (before.id, after.id) == ("1", "9")
    assert change(before, after).id_before == "1"


def test_a_name_that_two_carry_joins_nothing() -> None:
    found = changes([entry("1", "Acme"), entry("2", "Acme", remarks="x")], [entry("8", "Acme", remarks="y")])
    assert (ids(found.added), ids(found.removed)) == ({"8"}, {"1", "2"})


def test_what_is_equal_but_for_the_id_is_joined_first() -> None:
    before = [entry("1", "Acme", remarks="x"), entry("2", "Acme", remarks="y")]
    found = changes(before, [entry("9", "Acme", remarks="y")])
    assert [(one.id, two.id) for one, two in found.changed] == [("2", "9")]
    assert ids(found.removed) == {"1"}


def test_the_same_id_on_another_list_is_another_entry() -> None:
    found = changes([entry("1")], [Entry("us/ofac/ssi", "1", names=(Name("Party 1"),))])
    assert (len(found.added), len(found.removed)) == (1, 1)


def test_a_change_names_the_fields_and_what_is_gone_and_new() -> None:
    before = entry(
        "1", "Acme", programs=("A", "B"), addresses=(Address(city="Minsk", country="Belarus"),), requirement="old"
    )
    after = entry("1", "Acme", programs=("B", "C"), addresses=(), requirement="new", other={"k": ("v",)})
    found = {each.field: (each.gone, each.new) for each in change(before, after).fields}
    assert found == {
        "programs": (("A",), ("C",)),
        "addresses": (("Minsk (Belarus)",), ()),
        "requirement": (("old",), ("new",)),
        "other": ((), ("k: v",)),
    }


def test_another_order_is_shown_whole() -> None:
    (field,) = change(entry("1", programs=("A", "B")), entry("1", programs=("B", "A"))).fields
    assert (field.gone, field.new) == (("A", "B"), ("B", "A"))
