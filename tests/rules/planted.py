"""A small pack without fault, and ways to plant one: tests change its text and look for what is reported."""

from __future__ import annotations

from pathlib import Path
from typing import Final

PACK: Final = """
id = "alpha"
title = "A pack to plant faults in"
authority = "an authority"
zone = "America/New_York"
summary = "one restriction, one license, extended once"
reviewed = 2026-01-10
"""

FACTS: Final = """
[facts."leg.contract"]
type = "date"
question = "When was the contract signed?"
[facts."leg.certified"]
type = "bool"
question = "Is there a certificate?"
[facts."leg.movement"]
type = "enum"
vocabulary = ["export", "reexport", "transfer"]
question = "How does it move?"
[facts."party.listed"]
type = "bool"
question = "Is it listed?"
[facts."party.owned"]
type = "share"
question = "How much of it do listed parties own?"
"""

DEFINITION: Final = """
```definition
id = "supplied"
cite = "D1"
when = "leg.movement in {export, reexport}"
```
"""

RESTRICTION: Final = """
```restriction
id = "listed"
title = "Supply to a listed party"
each = ["party"]
[[version]]
cite = "R1"
from = 2019-05-16T16:15:00-04:00
when = "(party.listed or party.owned >= 50 % or party.owned is undeterminable) and supplied"
```
"""

LICENSE: Final = """
```authorization
id = "license"
title = "Old contracts"
clears = ["listed"]
[[version]]
cite = "A1"
from = 2019-05-20
through = 2019-08-19
when = "leg.contract <= 2019-05-16"
[[version.precondition]]
text = "a certificate"
cite = "A1"
when = "leg.certified"
[[version]]
cite = "A2"
from = 2019-08-20
through = 2019-11-18
when = "same"
```
"""

TEST: Final = """
```test
name = "the license and what it asks for"
source = "made up"
at = 2019-06-01
party = { listed = true, owned = "0 %" }
leg = { contract = 2017-01-01, certified = true, movement = "export" }
expect = { outcome = "authorized" }
[[also]]
set = { "party.listed" = false }
outcome = "no_license_required"
[[also]]
set = { "party.listed" = false, "party.owned" = "50 %" }
outcome = "authorized"
[[also]]
set = { "party.listed" = false, "party.owned" = { undeterminable = "asked twice" } }
outcome = "authorized"
[[also]]
set = { "leg.movement" = "transfer" }
outcome = "no_license_required"
[[also]]
without = ["party.listed"]
outcome = "authorized"
[[also]]
set = { "leg.contract" = 2019-05-17 }
outcome = "license_required"
[[also]]
set = { "leg.certified" = false }
outcome = "license_required"
[[also]]
without = ["leg.certified"]
outcome = "indeterminate"
[[also]]
edge = 2019-05-16T16:15:00-04:00
before = "no_license_required"
after = "license_required"
[[also]]
edge = 2019-05-20
before = "license_required"
after = "authorized"
[[also]]
edge = 2019-08-20
before = "authorized"
after = "authorized"
[[also]]
edge = 2019-11-19
before = "authorized"
after = "license_required"
```
"""

PAGE: Final = DEFINITION + RESTRICTION + LICENSE + TEST


def packs(folder: Path, page: str = PAGE, facts: str = FACTS, about: str = PACK) -> Path:
    """A folder of packs with one pack in it."""
    pack = folder / "alpha"
    pack.mkdir(exist_ok=True)
    (pack / "pack.toml").write_text(about, encoding="utf-8")
    (pack / "facts.toml").write_text(facts, encoding="utf-8")
    (pack / "page.md").write_text("# A page\n" + page, encoding="utf-8")
    return folder


def changed(text: str, old: str, new: str) -> str:
    """A text with one passage replaced; the passage must be there."""
    assert old in text, old
    return text.replace(old, new, 1)
