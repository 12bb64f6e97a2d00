"""What a screener costs whoever reads its alerts: false alerts on people nobody lists, and a day of orders.

    alerts_on(finder, asked, listed)        of so many who are on no list, how many alert
    day(listed, persons)                    a party master, 20,000 orders, 40 listed parties hidden among them
    measured(finder, day)                   which were found, what else alerted, what is to be looked at, how long

A finder is one screener with its own way through the whole list. Nobody here knows how it works.
"""

from __future__ import annotations

import csv
import gzip
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from random import Random
from typing import Final

import msgspec

from benchmarks.kit.pairs import Asked, Named, alike
from benchmarks.kit.writing import WAYS
from reprieve.text.fold import folded

MASTER: Final = 5_000
ORDERS: Final = 20_000
PLANTED: Final = 40
PERSONS: Final = 0.2
"""Share of the party master that are persons."""
REWRITTEN: Final = 0.1
"""Share of orders that spell the party in another way than the master does."""
SINCERE: Final = tuple(each for each in WAYS if each.title not in {"invisible letters", "lookalike letters"})
"""How people write who hide nothing."""


Finder = Callable[[Sequence[Asked]], Iterator[Sequence[int]]]
"""For each name asked, which listed parties alert, by their number in the list."""


class Client(msgspec.Struct, frozen=True):
    """A party of the master. `listed`: the number of the listed party that it is, if it is one."""

    asked: Asked
    listed: int | None = None


class Day(msgspec.Struct, frozen=True):
    """A party master and the orders of a day: which client, and the name as the order writes it."""

    listed: Sequence[Named]
    clients: tuple[Client, ...]
    orders: tuple[tuple[int, Asked], ...]

    def sampled(self, step: int) -> Day:
        """All orders of listed clients, and of the other clients' orders every so-manieth."""
        kept = [each for each in self.orders if self.clients[each[0]].listed is not None]
        others = [each for each in self.orders if self.clients[each[0]].listed is None]
        return Day(self.listed, self.clients, (*kept, *others[::step]))


class Economics(msgspec.Struct, frozen=True):
    """What a day came to. `stopped`: orders of clients that are on no list, with at least one alert.

    `reviews`: distinct pairs of a client and a listed party among the alerts, which is what somebody has to look at, as
    a pair that was resolved does not alert again; `false_reviews`: those of clients that are on no list.
    """

    clients_found: int
    clients_planted: int
    orders_found: int
    orders_planted: int
    stopped: int
    alerts: int
    clean: int
    reviews: int
    false_reviews: int
    names: int
    seconds: float

    def per_10_000(self, count: int) -> float:
        """A count of what happened to clean orders, for 10,000 of them."""
        return 10_000 * count / self.clean


# --- persons that nobody lists --------------------------------------------------------------------------------------


def invented(path: Path) -> list[Asked]:
    """The synthetic persons."""
    with gzip.open(path, "rt", encoding="utf-8", newline="") as file:
        return [Asked(" ".join(row["full_name"].split()), "person") for row in csv.DictReader(file)]


def namesakes(asked: Sequence[Asked], listed: Sequence[Named]) -> frozenset[int]:
    """Whose name is, by chance, word for word a listed name: an alert on it is right. By their number."""
    known = {_words(name) for party in listed for name in party.names}
    return frozenset(number for number, each in enumerate(asked) if _words(each.name) in known)


def _words(name: str) -> tuple[str, ...]:
    return tuple(sorted(folded(name).split()))


class Alarm(msgspec.Struct, frozen=True):
    """Of so many persons asked that nobody lists, how many alerted at all, and with how many listed parties."""

    asked: int
    persons: int
    alerts: int
    seconds: float


def alerts_on(finder: Finder, asked: Sequence[Asked]) -> Alarm:
    """Asks for persons that are on no list; every alert is false."""
    started = time.process_time()
    found = [len(each) for each in finder(asked)]
    return Alarm(len(asked), sum(map(bool, found)), sum(found), time.process_time() - started)


# --- a day of orders ------------------------------------------------------------------------------------------------


def day(listed: Sequence[Named], persons: Sequence[Asked], seed: int = 0) -> Day:
    """A day like others. The same seed gives the same day."""
    random = Random(seed)  # noqa: S311  # a seed, not a secret
    planted = list(_planted(listed, random))
    known = {_words(name) for party in listed for name in party.names}
    others: dict[tuple[str, ...], Client] = {}
    while len(others) < MASTER - len(planted):
        asked = random.choice(persons) if random.random() < PERSONS else Asked(firm(random), "organization")
        if _words(asked.name) not in known:
            others[_words(asked.name)] = Client(asked)
    clients = [*planted, *others.values()]
    random.shuffle(clients)
    return Day(listed, tuple(clients), tuple(_orders(clients, random)))


def _planted(listed: Sequence[Named], random: Random) -> Iterator[Client]:
    """Listed parties as a client master would hold them: each written in one of the ways in which people write."""
    numbers = iter(random.sample(range(len(listed)), len(listed)))
    for count in range(PLANTED):
        way = SINCERE[count % len(SINCERE)]
        for number in numbers:
            party = listed[number]
            text = way.write(party.names[0], random) if party.kind in way.kinds else None
            if text is not None:
                yield Client(Asked(text, party.kind), number)
                break


def _orders(clients: Sequence[Client], random: Random) -> Iterator[tuple[int, Asked]]:
    """Few clients order often and most seldom; everybody whom the day is about orders at least once."""
    often = [1 / (1 + place) ** 0.7 for place in range(len(clients))]
    drawn = random.choices(range(len(clients)), often, k=ORDERS - PLANTED)
    drawn += [number for number, each in enumerate(clients) if each.listed is not None]
    for number in random.sample(drawn, len(drawn)):
        asked = clients[number].asked
        way = random.choice(SINCERE)
        text = way.write(asked.name, random) if random.random() < REWRITTEN and asked.kind in way.kinds else None
        yield number, asked if text is None else Asked(text, asked.kind)


def measured(finder: Finder, day: Day) -> Economics:
    """Screens every order of a day; a name that was written before is looked up once."""
    names = list(dict.fromkeys(asked for _, asked in day.orders))
    started = time.process_time()
    found = dict(zip(names, finder(names), strict=True))
    seconds = time.process_time() - started
    caught: dict[int, bool] = {}
    reviews: set[tuple[int, int]] = set()
    right = stopped = alerts = clean = 0
    for number, asked in day.orders:
        listed = day.clients[number].listed
        reviews.update((number, each) for each in found[asked])
        if listed is None:
            clean += 1
            stopped += bool(found[asked])
            alerts += len(found[asked])
        else:
            hit = any(_same(day.listed, listed, each) for each in found[asked])
            caught[number] = caught.get(number, False) or hit
            right += hit
    planted, false = len(day.orders) - clean, sum(day.clients[number].listed is None for number, _ in reviews)
    clients = sum(caught.values()), len(caught)
    return Economics(*clients, right, planted, stopped, alerts, clean, len(reviews), false, len(names), seconds)


def _same(listed: Sequence[Named], number: int, other: int) -> bool:
    """Whether an alert names the party meant, be it where another list carries it."""
    return number == other or alike(listed[number].names[:1], listed[other].names)


# --- invented firms -------------------------------------------------------------------------------------------------

_PINYIN: Final = "xin hua da jia tai feng hong sheng rui chang yuan ming hai tong li jin bao fu kang wei zhong"
_PLACES: Final = ("Shenzhen", "Shanghai", "Guangzhou", "Ningbo", "Suzhou", "Beijing", "Dongguan", "Xiamen", "Wuhan")
_SYLLABLES: Final = "al an bor dan el fer gra hol in kar lan mar nor ost per ral sel tor ul ver wil zan"
_TRADES: Final = (
    *("Electronics", "Technology", "Trading", "Industrial", "Precision Machinery", "Optoelectronics", "Logistics"),
    *("Chemical", "Semiconductor", "Import & Export", "Communication Equipment", "New Materials", "Instruments"),
)
_RUSSIAN: Final = ("Tekhnika", "Promsnab", "Elektro", "Optika", "Servis", "Komplekt", "Invest", "Pribor", "Trans")
_ENDS: Final = ("Ltd.", "GmbH", "S.r.l.", "B.V.", "Inc.", "LLC", "A.S.", "Oy", "S.A.", "FZE", "Pte. Ltd.", "K.K.")


def firm(random: Random) -> str:
    """A firm that does not exist, named as such firms are: half of them Chinese, some Russian, the rest anywhere."""
    kind, trade = random.random(), random.choice(_TRADES)
    if kind < 0.5:  # noqa: PLR2004  # the share that the docstring says
        own = "".join(random.sample(_PINYIN.split(), 2)).capitalize()
        return f"{random.choice(_PLACES)} {own} {trade} Co., Ltd."
    own = "".join(random.sample(_SYLLABLES.split(), random.choice((2, 3)))).capitalize()
    if kind < 0.65:  # noqa: PLR2004  # the same
        return f"{random.choice(('OOO', 'JSC', 'LLC'))} {own}{random.choice(_RUSSIAN).lower()}"
    return f"{own} {trade} {random.choice(_ENDS)}"
