"""Any timeline at all, for property tests: arbitrary instants, outcomes, causes and texts."""

from datetime import UTC, datetime
from itertools import pairwise

from hypothesis import strategies as st

from reprieve.model.verdict import CONFIDENCE, SEVERITY, Segment, Timeline

INSTANTS = st.datetimes(timezones=st.just(UTC))
CAUSES = st.lists(st.text(max_size=12), max_size=2).map(tuple)


@st.composite
def timelines(draw: st.DrawFn, most: int = 14) -> Timeline:
    cuts: list[datetime] = sorted(draw(st.sets(INSTANTS, max_size=most)))
    edges = [None, *cuts, None]
    outcomes, sure = st.sampled_from(sorted(SEVERITY)), st.sampled_from(CONFIDENCE)
    return Timeline(
        tuple(
            Segment(start, end, draw(outcomes), draw(CAUSES), draw(CAUSES), draw(st.text(max_size=20)), draw(sure))
            for start, end in pairwise(edges)
        )
    )
