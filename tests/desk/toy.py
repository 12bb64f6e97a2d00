"""A small law and small cases under it: what a desk is asked, without the law of any country.

From 16 May 2019, 16:15 Eastern, listed companies may not be supplied; from the 20th a license allows repairs under old
contracts, from 19 August only with a certificate, through 18 November. Nobody may supply a denied party at all, and
`toy/embargo` stands for what the law does not work out.
"""

from pathlib import Path
from typing import Final

PACK: Final = """
id = "toy"
title = "A small law"
authority = "an authority"
zone = "America/New_York"
summary = "two restrictions, one left outside, one license"
reviewed = 2026-01-10
"""

FACTS: Final = """
[facts."leg.destination"]
type = "text"
pattern = "[A-Z]{2}"
question = "Where does it go?"
[facts."leg.purpose"]
type = "enum"
vocabulary = ["repair", "sale"]
question = "What is {exporter} asked to do for {recipient}?"
[facts."leg.signed"]
type = "date"
question = "When was the contract signed?"
[facts."leg.certified"]
type = "bool"
question = "Has {exporter} written the certificate?"
yes = "{exporter} wrote the certificate beforehand"
no = "{exporter} did not write the certificate beforehand"
lever = "obtain"
[facts."leg.certified".from_document]
kind = "certificate"
signer = "exporter"
scope = "toy"
[facts."leg.embargoed"]
type = "bool"
question = "Is the destination under an embargo?"
[facts."party.country"]
type = "text"
pattern = "[A-Z]{2}"
question = "Where is {party}?"
[facts."party.role"]
type = "set"
vocabulary = ["purchaser", "intermediate_consignee", "ultimate_consignee", "end_user", "exporter", "supplier", "bank"]
question = "What does {party} do?"
[facts."party.listed"]
type = "bool"
question = "Is {party} listed?"
[facts."party.listed".from_listing]
list = "toy/list"
field = "listed"
[facts."party.denied"]
type = "bool"
question = "Is {party} denied?"
[facts."item.eccn"]
type = "text"
question = "How is {item} classified?"
[facts."item.free"]
type = "bool"
question = "Is {item} free?"
yes = "{item} is free"
no = "{item} is not free"
lever = "substitute"
[facts."item.content"]
type = "share"
question = "How much of {item} is domestic?"
"""

PAGE: Final = """
# A page

```definition
id = "restricted"
title = "subject to the small law"
cite = "D1"
when = "not item.free and item.content > 25 %"
```

```restriction
id = "listed"
title = "Supply to a listed company"
each = ["party", "item"]
why = "{party} is listed ({cite:party.listed}) and {item} goes to it"
[[version]]
cite = "R1"
from = 2019-05-16T16:15:00-04:00
when = "party.listed and party.role in {end_user, ultimate_consignee} and restricted"
```

```restriction
id = "denied"
title = "Supply to a denied party"
needs = "prohibition"
each = ["party"]
[[version]]
cite = "R2"
from = 0001-01-01
when = "party.denied"
```

```restriction
id = "embargo"
title = "Embargoes"
tags = ["outside-the-model"]
[[version]]
cite = "R3"
from = 0001-01-01
when = "leg.embargoed"
```

```authorization
id = "repairs"
title = "Repairs under old contracts"
clears = ["listed"]
each = ["party", "item"]
[[version]]
cite = "A1"
from = 2019-05-20
through = 2019-08-19
filed = 2019-05-20
does = "authorizes"
when = "leg.purpose == repair and leg.signed <= 2019-05-16"
[[version.obligation]]
text = "{exporter} keeps the records of {item} five years"
cite = "O1"
[[version]]
cite = "A2"
from = 2019-08-19
through = 2019-11-18
filed = 2019-08-19
does = "extends"
when = "leg.purpose == repair and leg.signed <= 2019-05-16"
[[version.precondition]]
text = "{exporter} writes the certificate beforehand"
cite = "A2"
when = "leg.certified"
```
"""

LISTINGS: Final = (
    "list,id,name,aliases,countries,group,from,from_latest,filed,published,through,requirement,policy,footnotes,"
    "confidence,cite,note\n"
    "toy/list,north-star,North Star Ltd.,Polaris,CN,stars,2019-05-16T16:15:00-04:00,,2019-05-16T16:15:00-04:00,,,"
    "all_items,,,official,L1,\n"
)

CASE: Final = """
[case]
title = "A small case"

[parties.smith]
name = "Smith & Daughters"
country = "US"
[parties.smith.facts]
denied = false
[parties.star]
name = "North Star Ltd."
country = "CN"
[parties.star.facts]
denied = false
[parties.reed]
name = "Reed Brothers"
country = "CN"
[parties.reed.not_listed]
list = ["toy/list"]
source = "searched on 1 May 2019"
by = "J. Doe"
[parties.reed.facts]
denied = false

[items.pump]
name = "pump"
[items.pump.facts]
free = false
content = "60 %"
[items.valve]
name = "valve"
[items.valve.facts]
free = false
content = "60 %"
"""

LEG: Final = """
[[transactions.legs]]
exporter = "smith"
recipient = "{recipient}"
items = {items}
[transactions.legs.facts]
{facts}
"""


def packs(folder: Path, page: str = PAGE, facts: str = FACTS) -> Path:
    """The folder with the small law in it."""
    pack = folder / "packs" / "toy"
    pack.mkdir(parents=True, exist_ok=True)
    (pack / "pack.toml").write_text(PACK, encoding="utf-8")
    (pack / "facts.toml").write_text(facts, encoding="utf-8")
    (pack / "page.md").write_text(page, encoding="utf-8")
    (pack / "listings.csv").write_text(LISTINGS, encoding="utf-8")
    return pack.parent


def transaction(name: str, *legs: str, at: str = "2019-06-10", more: str = "") -> str:
    """A question about some legs at a day, as known fully."""
    head = f'\n[[transactions]]\nid = "{name}"\ntitle = "question {name}"\nat = {at}\nknown_at = 2026-01-10\n'
    return head + more + "".join(legs)


def leg(recipient: str = "star", items: str = '["pump"]', **facts: str) -> str:
    """A leg from the smiths; unless told otherwise a repair under an old contract, without embargo."""
    said = {"purpose": '"repair"', "signed": "2017-03-01", "embargoed": "false", **facts}
    lines = "\n".join(f"{name} = {value}" for name, value in said.items() if value)
    return LEG.format(recipient=recipient, items=items, facts=lines)


SCOPE: Final = """
[[standing_scope]]
id = "yearly"
facts = ["leg.embargoed"]
countries = ["CN"]
items = ["*"]
from = 2019-01-01
through = 2019-12-31
by = "J. Doe"
source = "yearly review"
"""

LICENSE: Final = """
[[licenses]]
number = "D77"
authority = "BIS"
clears = ["toy/listed"]
parties = ["star"]
items = ["pump"]
from = 2019-06-01
through = 2019-06-30
provisos = ["no resale"]
source = "license of 31 May"
"""


def case(folder: Path, *parts: str, name: str = "case.toml") -> Path:
    """A case file: the parties and items, and what is added to them."""
    path = folder / name
    path.write_text(CASE + "".join(parts), encoding="utf-8")
    return path
