"""Cedar (cedarpy, the Rust engine): what a restriction forbids is denied unless an authorization lifts it.

    permit(principal, action, resource);
    @id("...") forbid(principal, action, resource) when { the restriction } unless { its authorizations, joined by || };

One forbid for each restriction in force and each causing party and item, since Cedar has no quantifiers and no notion
of a causing party: parties and items are records `p0`, `p1`, `i0` of the context, and quantifiers are written out. A
fact that nobody stated is an attribute that is not there; a policy that meets it fails, and Cedar leaves out a policy
that fails. Of the law, what is doubtful is told safely: a restriction stands, an authorization does not.
"""

from __future__ import annotations

from typing import Any, Final

import cedarpy

from benchmarks.peers.cel import constant
from benchmarks.peers.plain import UNSETTLED, Asked, Plain, Shape, name, word
from reprieve.rules.book import Stretch
from reprieve.rules.decide import is_doubtful
from reprieve.rules.evaluate import Causing
from reprieve.rules.syntax import NOW, All, Each, Named, Node, Not, Pair, Test, scope

_REQUEST: Final = {"principal": 'Firm::"us"', "action": 'Action::"ship"', "resource": 'Leg::"this"'}
_NOTHING: Final = ("false", "true")


class Cedar:
    """A law as Cedar policies, one set for each stretch of law and shape of leg."""

    def __init__(self, law: Asked) -> None:
        self._law = law
        self._sets: dict[object, Any] = {}
        self._entities = cedarpy.Entities.from_json_str("[]")

    def allows(self, situation: Plain, stretch: Stretch, shape: Shape) -> bool:
        """Whether Cedar lets a case through."""
        request = {**_REQUEST, "context": context(situation)}
        return bool(cedarpy.is_authorized(request, self.policies(stretch, shape), self._entities).allowed)

    def policies(self, stretch: Stretch, shape: Shape) -> Any:
        """The parsed policies of the law in force for a leg of this shape."""
        key = tuple(stretch.active.values()), shape
        if key not in self._sets:
            self._sets[key] = cedarpy.PolicySet.from_str(self.text(stretch, shape))
        return self._sets[key]

    def text(self, stretch: Stretch, shape: Shape) -> str:
        """The policies as text."""
        found = ["permit(principal, action, resource);"]
        for place in stretch.active:
            if self._law.rules[place].kind == "restriction":
                for number, causing in enumerate(self._law.causes((place, 0), shape)):
                    held = self._standing(stretch, place, causing, shape)
                    cleared = _joined(
                        [self._standing(stretch, by, causing, shape) for by in self._law.clearing[place]], every=False
                    )
                    head = f'@id("{place}/{number}") forbid(principal, action, resource)'
                    found.append(f"{head} when {{ {held} }} unless {{ {cleared} }};")
        return "\n".join(found)

    def _standing(self, stretch: Stretch, place: int, causing: Causing, shape: Shape) -> str:
        rule = self._law.rules[place]
        conditions = [
            self._text(rule.versions[span.version].condition, _bound(causing), shape)
            for span in stretch.active.get(place, ())
            if rule.kind == "restriction" or not is_doubtful(rule, span)
        ]
        return _joined(conditions, every=False)

    def _text(self, node: Node, bound: dict[str, str], shape: Shape) -> str:
        if isinstance(node, Test):
            return self._test(node, f"context.{bound[scope(node.fact)]}")
        if isinstance(node, Pair):
            return f"({_side(node.left, bound)} {node.op} {_side(node.right, bound)})"
        if isinstance(node, Not):
            return f"!({self._text(node.part, bound, shape)})"
        if isinstance(node, Named):
            return self._text(node.body, bound, shape)
        if isinstance(node, Each):
            party = node.over == "party"
            members = [f"{'p' if party else 'i'}{n}" for n in range(shape[0] if party else shape[1])]
            parts = [self._text(node.body, {**bound, node.over: member}, shape) for member in members]
            return _joined(parts, every=node.quantifier == "all")
        return _joined([self._text(part, bound, shape) for part in node.parts], every=isinstance(node, All))

    def _test(self, test: Test, where: str) -> str:
        fact = f"{where}.{name(test.fact)}"
        if test.op == "is":
            return fact
        if test.op == "undeterminable":
            return f'{where}.{UNSETTLED}.contains("{name(test.fact)}")'
        if test.op in {"in", "not in"}:
            words = sorted(test.operand) if isinstance(test.operand, frozenset) else []
            listed = f"[{', '.join(constant(each) for each in words)}]"
            found = f"{fact}.containsAny({listed})" if self._law.is_set(test.fact) else f"{listed}.contains({fact})"
            return f"!({found})" if test.op == "not in" else found
        return f"({fact} {test.op} {constant(word(test.operand))})"


def context(situation: Plain) -> Plain:
    """The facts of a case as Cedar's context."""
    return {
        "leg": situation["leg"],
        **{f"p{number}": party for number, party in enumerate(situation["parties"])},
        **{f"i{number}": item for number, item in enumerate(situation["items"])},
        "at": situation["at"],
        "today": situation["today"],
    }


def _bound(causing: Causing) -> dict[str, str]:
    return {"leg": "leg", "party": f"p{causing.party}", "item": f"i{causing.item}"}


def _side(fact: str, bound: dict[str, str]) -> str:
    return f"context.{fact}" if fact in NOW else f"context.{bound[scope(fact)]}.{name(fact)}"


def _joined(parts: list[str], *, every: bool) -> str:
    return "(" + (" && " if every else " || ").join(parts) + ")" if parts else _NOTHING[every]
