"""Decision diagrams against truth tables over a few variables with small domains."""

from __future__ import annotations

from collections.abc import Callable
from itertools import product
from typing import Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reprieve.rules.diagram import Diagram, TooLarge

SIZES: Final = (2, 3, 2)
POINTS: Final = list(product(*(range(size) for size in SIZES)))
Table = tuple[int, ...]
"""One terminal for each point, in the order of POINTS."""

tables = st.tuples(*(st.integers(0, 4) for _ in POINTS))


def built(diagram: Diagram, table: Table, chosen: tuple[int, ...] = ()) -> int:
    """A table as a diagram, one variable after the other."""
    if len(chosen) == len(SIZES):
        return table[POINTS.index(chosen)]
    children = tuple(built(diagram, table, (*chosen, value)) for value in range(SIZES[len(chosen)]))
    return diagram.node(len(chosen), children)


def read(diagram: Diagram, node: int, point: tuple[int, ...]) -> int:
    while (asked := diagram.variable(node)) is not None:
        node = diagram.children(node)[point[asked]]
    return node


def hangs_on(table: Table, variable: int) -> bool:
    """Whether two points that differ in one variable alone have different terminals."""
    at = dict(zip(POINTS, table, strict=True))
    return any(
        at[point] != at[(*point[:variable], value, *point[variable + 1 :])]
        for point in POINTS
        for value in range(SIZES[variable])
    )


@given(tables)
def test_a_diagram_is_its_table(table: Table) -> None:
    diagram = Diagram()
    root = built(diagram, table)
    assert tuple(read(diagram, root, point) for point in POINTS) == table
    assert diagram.terminals(root) == set(table)
    assert diagram.support(root) == [variable for variable in range(len(SIZES)) if hangs_on(table, variable)]


@given(tables, tables)
def test_the_same_function_is_the_same_node(one: Table, other: Table) -> None:
    diagram = Diagram()
    assert (built(diagram, one) == built(diagram, other)) is (one == other)


def least(left: int, right: int) -> int:
    return min(left, right)


def apart(left: int, right: int) -> int:
    return int(left != right)


@given(tables, tables, st.sampled_from((least, apart)))
def test_combined_point_by_point(one: Table, other: Table, rule: Callable[[int, int], int]) -> None:
    diagram = Diagram()
    root = diagram.combine(rule, built(diagram, one), built(diagram, other))
    assert root == built(diagram, tuple(rule(left, right) for left, right in zip(one, other, strict=True)))


@given(tables, st.integers(0, 2), st.integers(0, 1))
def test_a_variable_fixed(table: Table, variable: int, value: int) -> None:
    diagram = Diagram()
    root = diagram.fixed(built(diagram, table), variable, value)
    at = dict(zip(POINTS, table, strict=True))
    fixed = [at[(*point[:variable], value, *point[variable + 1 :])] for point in POINTS]
    assert [read(diagram, root, point) for point in POINTS] == fixed
    assert variable not in diagram.support(root)


@given(tables, st.integers(0, 4))
def test_a_path_leads_to_its_terminal_whatever_else_is_so(table: Table, terminal: int) -> None:
    diagram = Diagram()
    path = diagram.path(built(diagram, table), terminal)
    if path is None:
        assert terminal not in table
    else:
        ways = [point for point in POINTS if all(point[variable] == value for variable, value in path.items())]
        assert {table[POINTS.index(point)] for point in ways} == {terminal}


def test_the_limit_is_kept() -> None:
    diagram = Diagram(limit=2)
    diagram.node(0, (0, 1))
    diagram.node(0, (1, 0))
    assert diagram.node(0, (0, 1)) == diagram.node(0, (0, 1))
    with pytest.raises(TooLarge):
        diagram.node(1, (0, 1))
