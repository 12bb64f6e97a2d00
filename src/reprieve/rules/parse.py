"""One line of condition text -> syntax tree, with every name and constant checked against the fact dictionary.

    condition  := conj ("or" conj)*          conj := unary ("and" unary)*
    unary      := "not" unary | ("any" | "all" | "no") ("party" | "item" | "items" | "parties") "(" condition ")"
                | "(" condition ")" | atom
    atom       := name                                      a yes-or-no fact, a definition, true, false
                | fact ("==" | "!=" | "<" | "<=" | ">" | ">=") (constant | fact | "at" | "today")
                | fact ["not"] "in" "{" constant, ... "}"
                | fact "is" "undeterminable"
    constant   := 12 | 25 % | 2019-05-16 | 2019-05-16T16:15-04:00 | word | "text"

A loaded condition cannot fail at run time: what could be misspelt is refused here, with the nearest known word.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, datetime
from typing import Final, NamedTuple

from reprieve.errors import BadPack
from reprieve.rules.dictionary import Dictionary, Entry
from reprieve.rules.syntax import (
    FALSE,
    NOW,
    TRUE,
    All,
    Any,
    Each,
    Named,
    Node,
    Not,
    Operand,
    Operator,
    Pair,
    Test,
    free_scopes,
    quantifies,
)
from reprieve.text.nearest import nearest

_TOKEN = re.compile(
    r"""\s*(?:
      (?P<instant>\d{4}-\d{2}-\d{2}T[0-9:.]+(?:Z|[+-]\d{2}:\d{2}))
    | (?P<date>\d{4}-\d{2}-\d{2})
    | (?P<share>\d+(?:\.\d+)?\s*%)
    | (?P<name>[A-Za-z][A-Za-z0-9_/:-]*(?:\.[A-Za-z0-9_]+)*|\d[A-E]\d{3}(?:\.[a-z0-9.]+)?)
    | (?P<int>-?\d[\d_]*)
    | (?P<text>"[^"]*")
    | (?P<op><=|>=|==|!=|<|>|\(|\)|\{|\}|,)
    )""",
    re.VERBOSE,
)
DEEPEST: Final = 50
_COMPARE = frozenset({"==", "!=", "<", "<=", ">", ">="})
_OVER = {"party": "party", "parties": "party", "item": "item", "items": "item"}
_WORDS = frozenset({"and", "or", "not", "in", "is", "any", "all", "no", "true", "false", "undeterminable"})


class Token(NamedTuple):
    """A piece of condition text: its kind, its spelling, and where it begins (0-based)."""

    kind: str
    text: str
    at: int


def tokens(text: str, where: str) -> list[Token]:
    """The pieces of a condition, closed by an `end` token. Raises BadPack at a character that begins nothing."""
    found: list[Token] = []
    place = 0
    while text[place:].strip():
        match = _TOKEN.match(text, place)
        if match is None:
            raise BadPack(where, f"cannot read {text[place:].strip()[:20]!r} in the condition", "see docs/packs.md")
        kind = match.lastgroup or ""
        found.append(Token(kind, match.group(kind), match.start(kind)))
        place = match.end()
    return [*found, Token("end", "", len(text))]


def parse(text: str, dictionary: Dictionary, definitions: Mapping[str, Node], where: str) -> Node:
    """The tree of a condition. `definitions` are usable by name. Raises BadPack naming `where` and what is wrong."""
    parser = _Parser(tokens(text, where), dictionary, definitions, where)
    node = parser.condition()
    parser.expect("end")
    return node


class _Parser:
    def __init__(self, found: list[Token], dictionary: Dictionary, definitions: Mapping[str, Node], where: str) -> None:
        self.tokens, self.place, self.depth = found, 0, 0
        self.dictionary, self.definitions, self.where = dictionary, definitions, where

    @property
    def now(self) -> Token:
        return self.tokens[self.place]

    def step(self) -> Token:
        token = self.now
        self.place += token.kind != "end"
        return token

    def take(self, *spelling: str) -> bool:
        if self.now.kind in {"name", "op"} and self.now.text in spelling:
            self.place += 1
            return True
        return False

    def fail(self, what: str, instead: str = "") -> BadPack:
        return BadPack(f"{self.where}, column {self.now.at + 1}", what, instead)

    def expect(self, spelling: str) -> None:
        if spelling == "end":
            if self.now.kind != "end":
                raise self.fail(f"{self.now.text!r} does not continue a condition", "and, or, or the end")
        elif not self.take(spelling):
            raise self.fail(f"{self.now.text or 'the end'!r} where {spelling!r} is needed")

    def condition(self) -> Node:
        parts = [self.conjunction()]
        while self.take("or"):
            parts.append(self.conjunction())
        return parts[0] if len(parts) == 1 else Any(tuple(parts))

    def conjunction(self) -> Node:
        parts = [self.unary()]
        while self.take("and"):
            parts.append(self.unary())
        return parts[0] if len(parts) == 1 else All(tuple(parts))

    def unary(self) -> Node:
        self.depth += 1
        if self.depth > DEEPEST:
            raise self.fail("nested too deeply", f"at most {DEEPEST} brackets and nots in one another")
        node = self.simple()
        self.depth -= 1
        return node

    def simple(self) -> Node:
        if self.take("not"):
            return Not(self.unary())
        if self.take("("):
            node = self.condition()
            self.expect(")")
            return node
        if self.now.text in {"any", "all", "no"} and self.now.kind == "name":
            return self.quantified()
        return self.atom()

    def quantified(self) -> Node:
        word = self.step().text
        over = _OVER.get(self.now.text)
        if over is None:
            raise self.fail(f"{self.now.text!r} after {word!r}", "party or item")
        self.step()
        self.expect("(")
        body = self.condition()
        self.expect(")")
        self.plain(body, over)
        if word == "all":
            return Each("all", "party" if over == "party" else "item", body)
        some = Each("any", "party" if over == "party" else "item", body)
        return Not(some) if word == "no" else some

    def plain(self, body: Node, over: str) -> None:
        """A quantifier speaks of the one it looks at and of the leg, and holds no other quantifier."""
        others = free_scopes(body) - {over}
        if others:
            raise self.fail(
                f"speaks of {' and '.join(sorted(others))} inside a quantifier over {over}", "only that one and the leg"
            )
        if quantifies(body):
            raise self.fail("a quantifier inside a quantifier", "two conditions joined by `and`")

    def atom(self) -> Node:
        token = self.step()
        if token.kind != "name" or token.text in _WORDS - {"true", "false"}:
            self.place -= token.kind != "end"
            raise self.fail(f"{token.text or 'the end'!r} where a fact is needed")
        if token.text in {"true", "false"}:
            return TRUE if token.text == "true" else FALSE
        if token.text in self.definitions:
            found = self.definitions[token.text]
            return found if isinstance(found, Named) else Named(token.text, found)
        if token.text in NOW:
            return self.compared_moment(token.text)
        return self.about(self.entry(token))

    def entry(self, token: Token) -> Entry:
        entry = self.dictionary.get(token.text)
        if entry is None:
            known = [*self.dictionary, *self.definitions]
            raise BadPack(self.where, f"no fact or definition is called {token.text!r}", nearest(token.text, known))
        return entry

    def about(self, entry: Entry) -> Node:
        if self.take("is"):
            self.expect("undeterminable")
            return Test(entry.id, "undeterminable")
        if self.take("not"):
            self.expect("in")
            return Test(entry.id, "not in", self.members(entry))
        if self.take("in"):
            return Test(entry.id, "in", self.members(entry))
        if self.now.kind == "op" and self.now.text in _COMPARE:
            return self.compared(entry)
        if entry.type != "bool":
            raise self.fail(f"{entry.id} is {entry.type}, not a yes or no", f"compare it: {entry.id} == ...")
        return Test(entry.id, "is")

    def operator(self, entry: Entry) -> Operator:
        op = self.step().text
        if op not in {"==", "!="} and not entry.ordered:
            raise self.fail(f"{entry.id} is {entry.type} and has no order", "== or in { }")
        if entry.type in {"bool", "set"}:
            raise self.fail(f"{entry.id} is {entry.type}", "use it alone, or `in { }` for a set")
        return op  # type: ignore[return-value]  # the caller saw that it is one of _COMPARE

    def compared(self, entry: Entry) -> Node:
        op = self.operator(entry)
        if self.now.kind == "name" and (self.now.text in NOW or self.now.text in self.dictionary):
            right = self.step().text
            kind = {"at": "instant", "today": "date"}.get(right) or self.dictionary[right].type
            if kind != entry.type:
                raise self.fail(f"{entry.id} is {entry.type} but {right} is {kind}", "compare like with like")
            return Pair(entry.id, op, right)
        return Test(entry.id, op, self.constant(entry))

    def compared_moment(self, moment: str) -> Node:
        kind = {"at": "instant", "today": "date"}[moment]
        op = self.step().text
        if op not in _COMPARE:
            raise self.fail(f"{moment} must be compared", f"{moment} >= fact")
        right = self.entry(self.step())
        if right.type != kind:
            raise self.fail(f"{moment} is {kind} but {right.id} is {right.type}", "compare like with like")
        return Pair(moment, op, right.id)  # type: ignore[arg-type]  # one of _COMPARE

    def members(self, entry: Entry) -> frozenset[str]:
        if entry.ordered or entry.type == "bool":
            raise self.fail(f"{entry.id} is {entry.type}; a list of words does not fit it", "use a comparison")
        self.expect("{")
        found = {self.constant(entry)}
        while self.take(","):
            found.add(self.constant(entry))
        self.expect("}")
        return frozenset(str(word) for word in found)

    def constant(self, entry: Entry) -> Operand:
        token = self.step()
        try:
            return entry.constant(_literal(token))
        except ValueError as error:
            raise BadPack(f"{self.where}, column {token.at + 1}", str(error)) from None


def _literal(token: Token) -> int | str | date | datetime:
    if token.kind == "instant":
        return datetime.fromisoformat(token.text)
    if token.kind == "date":
        return date.fromisoformat(token.text)
    if token.kind == "int":
        return int(token.text)
    if token.kind == "share":
        return token.text
    if token.kind == "text":
        return token.text[1:-1]
    if token.kind == "name":
        return token.text
    msg = f"{token.text or 'the end'!r} where a constant is needed"
    raise ValueError(msg)
