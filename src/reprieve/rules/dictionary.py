"""The fact dictionary: for every fact its type, vocabulary, the question a person is asked, and who may assert it.

Constants in rules and values in cases go through the same checks, so a misspelt word is refused where it is written.
Shares are integers in basis points (`25 %` is 2500), money is integers in cents: no float reaches a rule.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, datetime
from typing import Final, Literal, TypeGuard, TypeVar

import msgspec

from reprieve.model.facts import UNDETERMINABLE, UNKNOWN, Between, Level, Plain, Value
from reprieve.text.nearest import nearest

FactType = Literal["bool", "enum", "set", "text", "int", "share", "money", "date", "instant"]
_WHOLE_SHARE: Final = 10_000
_FIT: Final = 12  # words that fit a line
T = TypeVar("T")


class Follows(msgspec.Struct, frozen=True):
    """When `when` is surely so and nobody stated the fact, it has this value; `cite` says by what provision."""

    when: str
    value: bool | int | str
    cite: str


class FromDocument(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The fact is true from the day on which a document of this kind was signed by this role."""

    kind: str
    signer: str
    scope: str = ""


class Entry(msgspec.Struct, frozen=True):
    """One fact: `id` begins with its scope (leg, party, item)."""

    id: str
    type: FactType
    question: str
    yes: str = ""
    no: str = ""
    unit: str = ""
    vocabulary: tuple[str, ...] = ()
    pattern: str = ""
    low: int | None = None
    high: int | None = None
    asserted_by: tuple[str, ...] = ("declared",)
    accepts: tuple[Level, ...] = ("official", "document", "declared", "derived")
    lever: str = ""
    at_most: str = ""
    follows: tuple[Follows, ...] = ()
    from_document: FromDocument | None = None
    structural: bool = False
    pack: str = ""

    @property
    def ordered(self) -> bool:
        """Whether values can be compared by size."""
        return self.type in {"int", "share", "money", "date", "instant"}

    def bounds(self) -> tuple[int | None, int | None]:
        """Smallest and largest possible number, where the type or the entry sets them."""
        if self.type == "share":
            return (0 if self.low is None else self.low, _WHOLE_SHARE if self.high is None else self.high)
        if self.type == "money":
            return (0 if self.low is None else self.low, self.high)
        return (self.low, self.high)

    def fault(self) -> str:
        """What is wrong with the entry itself, if anything."""
        if self.type in {"enum", "set"} and not self.vocabulary:
            return f"is {self.type} and has no vocabulary"
        low, high = self.bounds()
        if low is not None and high is not None and low > high:
            return f"is at least {low} but at most {high}"
        try:
            re.compile(self.pattern)
        except re.error as error:
            return f"has a pattern that is no regular expression: {error}"
        return ""

    def constant(self, value: object) -> Plain:
        """A value of this fact's type, checked. Raises ValueError in one line that says what would be right."""
        if self.type == "bool":
            return _instance(value, bool, self._wrong(value, "true or false"))
        if self.type in {"enum", "set", "text"}:
            return self._word(value)
        if self.type == "date":
            if isinstance(value, datetime):
                raise ValueError(self._wrong(value, "a day such as 2019-05-16, without a time"))
            return _instance(value, date, self._wrong(value, "a day such as 2019-05-16"))
        if self.type == "instant":
            return self._instant(value)
        return self._number(value)

    def value(self, value: object) -> Plain:
        """A whole value from a case: like `constant`, except that a set takes a list of words."""
        if self.type != "set":
            return self.constant(value)
        if not isinstance(value, list | tuple | set | frozenset):
            raise ValueError(self._wrong(value, "a list of words"))  # noqa: TRY004  # one error for a bad value
        return frozenset(str(self._word(word)) for word in value)

    def admits(self, value: Value) -> bool:
        """Whether a value is one this fact can have."""
        if value is UNKNOWN or value is UNDETERMINABLE:
            return True
        if isinstance(value, Between):
            return self.ordered
        try:
            self.value(value)
        except ValueError:
            return False
        return True

    def _wrong(self, value: object, right: str) -> str:
        return f"{self.id} cannot be {_shown(value)}: {right}"

    def _instant(self, value: object) -> datetime:
        wrong = self._wrong(value, "an instant with offset, such as 2019-05-16T16:15:00-04:00")
        found = _instance(value, datetime, wrong)
        if found.tzinfo is None:
            raise ValueError(wrong)
        return found

    def _word(self, value: object) -> str:
        word = _instance(value, str, self._wrong(value, "a word"))
        if self.vocabulary and word not in self.vocabulary:
            listed = ", ".join(self.vocabulary[:_FIT]) + (", ..." if len(self.vocabulary) > _FIT else "")
            raise ValueError(self._wrong(value, nearest(word, self.vocabulary) or f"one of {listed}"))
        if self.pattern and not re.fullmatch(self.pattern, word):
            raise ValueError(self._wrong(value, f"it must look like {self.pattern}"))
        return word

    def _number(self, value: object) -> int:
        number = _share(value) if self.type == "share" and isinstance(value, str) else value
        if isinstance(number, bool) or not isinstance(number, int):
            right = 'a share such as "25 %"' if self.type == "share" else "a whole number"
            unit = f" ({self.unit})" if self.unit else ""
            raise ValueError(self._wrong(value, right + unit))  # noqa: TRY004  # one error for a bad value
        low, high = self.bounds()
        if (low is not None and number < low) or (high is not None and number > high):
            raise ValueError(self._wrong(value, f"between {low} and {high}" if high is not None else f"{low} or more"))
        return number


def _instance(value: object, kind: type[T], wrong: str) -> T:
    if not isinstance(value, kind):
        raise ValueError(wrong)  # noqa: TRY004  # one error for a bad value
    return value


def _share(text: str) -> int | None:
    match = re.fullmatch(r"(\d{1,3})(?:\.(\d{1,2}))?\s*%", text.strip())
    if match is None:
        return None
    return int(match[1]) * 100 + int((match[2] or "").ljust(2, "0"))


def _shown(value: object) -> str:
    if isinstance(value, date | datetime):
        return value.isoformat()
    return repr(value)[:60]


class Dictionary(dict[str, Entry]):
    """All fact entries in force together, by id."""

    def with_entries(self, entries: Iterable[Entry]) -> Dictionary:
        """A dictionary that also has these entries."""
        return Dictionary({**self, **{entry.id: entry for entry in entries}})


def is_settled(value: Value) -> TypeGuard[Plain]:
    """Whether a value is one settled value rather than bounds, unknown or undeterminable."""
    return not isinstance(value, Between) and value is not UNKNOWN and value is not UNDETERMINABLE
