"""How hard a property is tried: a share of what the Hypothesis profile asks for, so that `make soak` looks further."""

from __future__ import annotations

from hypothesis import settings


def one_in(share: int) -> settings:
    """Settings for a property whose examples are dear: one where others have `share`."""
    return settings(max_examples=max(1, settings().max_examples // share))
