"""The country that a text names, as an ISO 3166-1 alpha-2 code: by code, by name, by the names lists use for it."""

from __future__ import annotations

from functools import cache


@cache
def country_code(text: str) -> str:
    """`KP` for `Korea, North`, `GB` for `UK`; empty where the text names no country that has a code."""
    name = " ".join(text.split())
    if not name:
        return ""
    from rigour.territories import lookup_territory  # noqa: PLC0415  # a tenth of a second that most commands never need

    found = lookup_territory(name)
    code = found.code.upper() if found is not None else ""
    return code if len(code) == 2 and code != "ZZ" else ""  # noqa: PLR2004  # regions have longer codes; ZZ is nowhere
