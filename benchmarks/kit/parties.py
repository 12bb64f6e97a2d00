"""One digest for parties and their names, whoever read them: equal only where every party has the same names."""

from __future__ import annotations

from collections.abc import Iterable
from hashlib import sha256


def digest(parties: Iterable[Iterable[str]]) -> dict[str, object]:
    """Counts and a digest that know neither order nor repeated names, nor quotes, blanks and control characters.

    Peers tidy those away; the Consolidated Screening List of 31 July 2026 has one name with a control character in it.
    """
    lines = sorted("\t".join(sorted({_tidy(name) for name in names})) for names in parties)
    return {
        "parties": len(lines),
        "names": sum(line.count("\t") + 1 for line in lines if line),
        "digest": sha256("\n".join(lines).encode()).hexdigest(),
    }


def _tidy(name: str) -> str:
    seen = "".join(each for each in name if each.isprintable() or each.isspace())
    return " ".join(seen.split()).strip("\"'")
