from datetime import datetime
from itertools import combinations, pairwise
from xml.etree import ElementTree as ET
from xml.etree.ElementTree import Element

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reprieve.model.verdict import Timeline
from reprieve.views import words
from reprieve.views.draw import LETTER, as_file
from reprieve.views.svg import LEAST, axis_svg, scale_of, strip_svg, timeline_svg
from tests.views.story import ANSWERS, LISTED, PATCH, covered, day, with_gap
from tests.views.timelines import INSTANTS, timelines

WIDTHS = (330, 960)


def read(svg: str) -> Element:
    return ET.fromstring(svg)  # noqa: S314  # our own writing


def pieces(made: Element) -> list[tuple[float, float]]:
    """Left and right side of each piece."""
    found = [each for each in made.iter("rect") if each.get("class", "").startswith("piece ")]
    return [(float(each.attrib["x"]), float(each.attrib["x"]) + float(each.attrib["width"])) for each in found]


def boxes(made: Element, kind: str) -> list[tuple[float, float, float, str]]:
    """Left, right, base line and text of each text of a kind, as wide as the widest type would make it."""
    found = []
    for each in made.iter("text"):
        if each.get("class") == kind:
            text, x = each.text or "", float(each.attrib["x"])
            long = len(text) * float(each.attrib["font-size"]) * LETTER
            left = {"start": x, "middle": x - long / 2, "end": x - long}[each.get("text-anchor", "start")]
            found.append((left, left + long, float(each.attrib["y"]), text))
    return found


@given(timelines(), st.none() | INSTANTS, st.sampled_from(WIDTHS))
def test_any_timeline_is_well_formed_with_a_piece_a_segment(
    timeline: Timeline, asked: datetime | None, width: float
) -> None:
    made = read(timeline_svg(timeline, asked, "t", "title", width))
    sides = pieces(made)
    assert len(sides) == len(timeline.pieces)
    assert all(right - left >= LEAST - 0.02 for left, right in sides)
    assert all(abs(one[1] - two[0]) < 0.02 for one, two in pairwise(sides))
    assert sides[0][0] == 0
    assert abs(sides[-1][1] - float(made.attrib["width"])) < 0.02


@given(timelines(), INSTANTS, st.sampled_from(WIDTHS))
def test_no_two_dates_of_any_timeline_overlap(timeline: Timeline, asked: datetime, width: float) -> None:
    made = read(timeline_svg(timeline, asked, "t", "title", width))
    for one, two in combinations(boxes(made, "date"), 2):
        assert one[2] != two[2] or one[1] <= two[0] or two[1] <= one[0]
    for left, right, base, _ in (*boxes(made, "date"), *boxes(made, "asked")):
        assert left >= -0.02
        assert right <= float(made.attrib["width"]) + 0.02
        assert base <= float(made.attrib["height"])


@given(timelines(), st.sampled_from(WIDTHS))
def test_words_stay_inside_their_piece(timeline: Timeline, width: float) -> None:
    made = read(timeline_svg(timeline, None, "t", "title", width))
    for (left, right, _, text), side in zip(boxes(made, "word"), pieces(made), strict=True):
        if len(text) > 1:
            assert left >= side[0] - 0.02
            assert right <= side[1] + 0.02


@given(timelines(), INSTANTS)
def test_a_thin_strip_is_well_formed_too(timeline: Timeline, asked: datetime) -> None:
    line = scale_of([timeline, covered()], [asked], 280, 4)
    assert len(pieces(read(strip_svg(timeline, asked, line)))) == len(timeline.pieces)
    read(axis_svg(line))


@pytest.mark.parametrize("width", WIDTHS)
def test_the_four_days_between_listing_and_license_are_seen(width: float) -> None:
    left, right = pieces(read(timeline_svg(covered(), PATCH.at, width=width)))[1]
    assert LEAST <= right - left < width / 10


@pytest.mark.parametrize("width", WIDTHS)
def test_every_date_of_the_story_finds_room(width: float) -> None:
    told = {text for *_, text in boxes(read(timeline_svg(covered(), PATCH.at, width=width)), "date")}
    assert told == {words.day(piece.start) for piece in covered().pieces if piece.start}


def test_the_moment_asked_about_lies_in_its_piece() -> None:
    for asked in (day("2019-05-17"), day("2019-09-10"), day("2020-08-13"), day("2021-01-01")):
        made = read(timeline_svg(covered(), asked))
        (marker,) = made.iter("polygon")
        tip = float(marker.attrib["points"].split()[-1].split(",")[0])
        number = covered().pieces.index(covered().at(asked))
        left, right = pieces(made)[number]
        assert left <= tip <= right
        assert [text for *_, text in boxes(made, "asked")] == [f"asked for {words.day(asked)}"]


def test_only_a_change_of_cause_is_a_thin_line() -> None:
    made = read(timeline_svg(covered()))
    kinds = [each.get("class") for each in made.iter("line")]
    assert (kinds.count("cause"), kinds.count("turn")) == (5, 3)


def test_the_ends_fade_because_time_runs_on() -> None:
    stops = [each.get("stop-color") for each in read(timeline_svg(covered())).iter("stop")]
    assert stops == ["black", "white", "white", "black"]


def test_the_picture_says_in_words_what_it_shows() -> None:
    made = read(timeline_svg(with_gap("indeterminate"), None, "the one"))
    ids = {each.get("id"): each.text for each in made if each.get("id")}
    title, description = (ids[each] for each in made.attrib["aria-labelledby"].split())
    assert made.get("role") == "img"
    assert title
    assert description == (
        "1: before 16 May 2019, 16:15 EDT: no license required (of the law modelled). "
        "2: 16 May 2019, 16:15 EDT through 19 May 2019: license required. "
        "3: 20 May 2019 through 13 Aug 2020: open: facts missing. "
        "4: from 14 Aug 2020 on: license required."
    )


def test_pictures_of_different_names_share_no_id() -> None:
    one, two = ({each.get("id") for each in read(timeline_svg(covered(), name=name)).iter()} for name in ("a", "b"))
    assert one & two == {None}


def test_text_is_escaped_and_nothing_is_run_or_fetched() -> None:
    svg = timeline_svg(covered(), PATCH.at, '"><script>', "<script>alert(1)</script>\x00 & more")
    made = read(svg)
    assert made[0].text == "<script>alert(1)</script>\ufffd & more"
    assert {each.tag for each in made.iter()} & {"script", "style", "image", "a", "foreignObject"} == set()
    assert {key for each in made.iter() for key in each.attrib} & {"style", "href", "src", "onload"} == set()
    assert "http" not in svg


def test_a_file_of_its_own_names_its_language() -> None:
    assert read(as_file(timeline_svg(covered()))).tag == "{http://www.w3.org/2000/svg}svg"


def test_strips_of_one_scale_agree_on_every_instant() -> None:
    shown = ANSWERS.transactions
    line = scale_of([each.timeline for each in shown], [each.at for each in shown], 280, 4)
    listings = {
        pieces(read(strip_svg(each.timeline, each.at, line)))[1][0]
        for each in shown
        if LISTED in {piece.start for piece in each.timeline.pieces}
    }
    assert len(listings) == 1
