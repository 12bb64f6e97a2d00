"""A day of orders against a master case: orders a second from the file to the last answer, handed over to be kept.

20,000 orders over 1,000 made-up parties (one in fifty is listed, the others are asserted not to be) and 200 items,
under the packs that ship; parties are screened on the way against the tables of these packs. Two kinds of day:
customers order again and again the same (5,000 pairs of a party and an item), and no pair comes twice, which no firm's
day is like. Each as of 2026, of which the orders say so little that all are open and have long reasons, and as of
August 2019, of which they say enough. What is kept goes into a list: how long a disk takes is not measured here. Ends
with 1 if a bar is missed.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from reprieve.desk.orders import check_orders
from reprieve.model.order_run import OrderAnswer

BAR = 2_000
PARTIES, ITEMS, AGAIN = 1_000, 200, 5_000
_FIRST = ("North", "Baltic", "Green", "Delta", "Harbor", "Iron", "Summit", "Crystal", "Orchid", "Falcon", "Maple")
_SECOND = ("Trading", "Industrial", "Electronics", "Components", "Logistics", "Systems", "Foods", "Textiles")
_LISTED = ("Huawei Technologies Co., Ltd.", "HiSilicon Technologies Co., Ltd")
_ABOUT = 'name = "{name}"\ncountry = "{land}"\n[parties.{id}.facts]\non_other_list = false\n'
_DENIED = 'list = ["us/bis/entity-list"]\nsource = "made up"\nby = "nobody"\n'
_HEAD = "Order,Ship to,Item,Quantity,Date,leg.embargoed,leg.prohibited_end_use,leg.other_prohibition"
_TOLD = ",leg.knowledge,leg.activity"
DAYS = {"2026-03-02": False, "2019-08-25": True}
"""Days, and whether the orders of it say what is known and what the goods are for."""


def master(random: Random) -> Iterator[str]:
    """The case that knows everybody."""
    yield '[case]\ntitle = "a made-up firm"\n[parties.us]\n' + _ABOUT.format(id="us", name="Example Inc.", land="US")
    for number in range(PARTIES):
        made = f"{random.choice(_FIRST)} {random.choice(_FIRST)} {random.choice(_SECOND)} {number}"
        name = made if number % 50 else random.choice(_LISTED)
        land = random.choice(("CN", "DE", "HK", "DK"))
        yield f"[parties.c{number}]\n" + _ABOUT.format(id=f"c{number}", name=name, land=land)
        if number % 50:
            yield f"[parties.c{number}.not_listed]\n{_DENIED}"
    for number in range(ITEMS):
        eccn = random.choice(("EAR99", "5A991", "5D992"))
        facts = (
            f'eccn = "{eccn}"\nkind = "commodity"\npublished = false\nus_origin = true\nccl_license_required = false\n'
        )
        yield f'[items.m{number}]\nname = "m{number}"\n[items.m{number}.facts]\n{facts}'
    leg = '[[transactions.legs]]\nexporter = "us"\nrecipient = "c1"\nitems = ["m1"]\n'
    yield '[[transactions]]\nid = "t"\ntitle = "t"\n' + leg


def orders(random: Random, number: int, pairs: int, day: str) -> Iterator[str]:
    """The table: so many orders of so many pairs."""
    some = random.sample([(party, item) for party in range(PARTIES) for item in range(ITEMS)], pairs)
    told = DAYS[day]
    yield _HEAD + (_TOLD if told else "")
    for place in range(number):
        party, item = some[place] if pairs == number else random.choice(some)
        yield f"{place},c{party},m{item},{random.randint(1, 99)},{day},no,no,no" + (
            ",none_after_inquiry,sale" if told else ""
        )


def measure(folder: Path, number: int, pairs: int, day: str) -> float:
    """Orders a CPU second for one day."""
    random = Random(7)  # noqa: S311  # a seed, not a secret
    case, table, kept = folder / "master.toml", folder / "orders.csv", list[OrderAnswer]()
    case.write_text("\n".join(master(random)), encoding="utf-8")
    table.write_text("\n".join(orders(random, number, pairs, day)), encoding="utf-8")
    began = time.process_time()
    run = check_orders(table, case, home=folder / "home", write=kept.extend)
    spent = time.process_time() - began
    if len(kept) != number or len(run.answers) != number:
        sys.exit(f"{number:,} orders, {len(kept):,} kept, {len(run.answers):,} answered")
    told = ", ".join(f"{count:,} {outcome}" for outcome, count in run.outcomes.items())
    rate = number / spent
    print(
        f"  {day}: {pairs:6,} pairs, {run.alike:6,} answered apart: {rate:8,.0f} orders a second ({told})", flush=True
    )
    return rate


def main() -> int:
    """Prints the rates; 1 if a day on which customers order again is below the bar."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--quick", action="store_true", help="few orders: whether it runs, not how fast")
    quick = parser.parse_args().quick
    number, again = (600, 200) if quick else (20_000, AGAIN)
    print(f"{number:,} orders, {PARTIES:,} parties, {ITEMS} items; bar {BAR:,} where customers order again")
    with TemporaryDirectory(prefix="reprieve-orders-") as name:
        rates = [measure(Path(name), number, again, day) for day in DAYS]
        for day in DAYS:
            measure(Path(name), number, number, day)
    return int(min(rates) < BAR and not quick)


if __name__ == "__main__":
    raise SystemExit(main())
