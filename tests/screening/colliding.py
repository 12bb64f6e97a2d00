"""Names that collide, made up or real, and the comparison of a query with every one of them."""

from pathlib import Path
from random import Random

from hypothesis import strategies as st

from benchmarks.kit.entries import of_files
from benchmarks.kit.writing import WAYS
from reprieve.screening.aligned import score_of
from reprieve.screening.parsed import Manner, read

SYLLABLES = st.sampled_from(
    [
        "hua",
        "wei",
        "tech",
        "nology",
        "ali",
        "mo",
        "ham",
        "med",
        "co",
        "ltd",
        "gmbh",
        "al",
        "bin",
        "z",
        "44",
        "45",
        "ka",
    ],
)
WORDS = st.lists(SYLLABLES, min_size=1, max_size=3).map("".join) | st.text("abcde", min_size=1, max_size=12)
FOREIGN = st.sampled_from(
    [
        "斯特拉顿",
        "天山厂",
        "华为技术有限公司",
        "三星電子",
        "삼성전자",
        "김정은",
        "Хуавей",
        "هواوی",
        "Stratton",
        "mill",
        "Samsung",
        "Müller",
        "ZTE Corp.",
    ],
)
NAMES = st.lists(WORDS | FOREIGN, max_size=4).map(" ".join)
LONG = [
    "gesellschaftsrecht",
    "elektronikwerke",
    "huaweitechnology",
    "alimohammed",
    "technologies",
    "mohammed",
    "huawei",
]
"""Words in which a slip or two leaves the word what it is."""
NAMES = NAMES | st.lists(st.sampled_from(LONG) | WORDS, min_size=1, max_size=3).map(" ".join)
LISTS = st.lists(NAMES, max_size=12)
MANNERS = st.sampled_from(["person", "organization"])
THRESHOLDS = st.sampled_from([0.05, 0.3, 0.5, 0.7, 0.8, 1.0])


@st.composite
def collisions(draw: st.DrawFn) -> tuple[list[str], str]:
    """A list, and a query that is one of its names written otherwise, or any name."""
    names = draw(LISTS)
    if not names:
        return names, draw(NAMES)
    words = draw(st.sampled_from(names)).split()
    for change in draw(st.lists(st.sampled_from([joined, parted, shortened, slipped, swapped]), max_size=3)):
        words = change(words, draw(st.integers(0, 40)))
    return names, " ".join(words + draw(st.lists(WORDS, max_size=1)))


def joined(words: list[str], at: int) -> list[str]:
    """Two neighbours written as one."""
    place = at % len(words) if words else 0
    return [*words[:place], "".join(words[place : place + 2]), *words[place + 2 :]]


def parted(words: list[str], at: int) -> list[str]:
    """A word written as two."""
    place = at % len(words) if words else 0
    return [
        part for number, each in enumerate(words) for part in ((each[:3], each[3:]) if number == place else (each,))
    ]


def shortened(words: list[str], at: int) -> list[str]:
    """A word written as its initial, or as its beginning."""
    place = at % len(words) if words else 0
    return [each[: 1 + 4 * (at % 2)] if number == place else each for number, each in enumerate(words)]


def slipped(words: list[str], at: int) -> list[str]:
    """A letter lost."""
    whole = " ".join(words)
    return f"{whole[:at]}{whole[at + 1 :]}".split()


def swapped(words: list[str], at: int) -> list[str]:
    """Two letters in each other's place."""
    whole = " ".join(words)
    return f"{whole[:at]}{whole[at : at + 2][::-1]}{whole[at + 2 :]}".split()


def by_hand(names: list[str], query: str, manner: Manner, threshold: float) -> list[tuple[int, float]]:
    """Every name compared, in every reading."""
    mine = read(query, manner)
    scores = [
        (place, max(score_of(each, other) for each in mine for other in read(name, manner)))
        for place, name in enumerate(names)
    ]
    return sorted((each for each in scores if each[1] >= threshold), key=lambda each: (-each[1], each[0]))


def listed_names(shared: Path, manner: Manner) -> list[str]:
    """The names of the Consolidated Screening List that are read in a manner."""
    entries = of_files([str(shared / "data" / "lists" / "csl_2026-07-31.csv.gz")])
    return [name.text for each in entries if (each.kind == "person") == (manner == "person") for name in each.names]


def rewritten(names: list[str], manner: Manner, count: int) -> list[str]:
    """Listed names as people write them."""
    random = Random(11)  # noqa: S311  # a seed, not a secret
    found: list[str] = []
    while len(found) < count:
        way = random.choice(WAYS)
        text = way.write(random.choice(names), random) if manner in way.kinds else None
        found += [text] if text else []
    return found
