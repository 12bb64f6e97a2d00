"""`check --ask`: the best next question, asked until every answer stands or nobody knows more."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from rich.console import Console
from rich.prompt import Prompt

from reprieve.desk.given import Given, GivenFact
from reprieve.errors import BadInput
from reprieve.model.answer import Answer, Answers
from reprieve.model.verdict import Missing

Again = Callable[[Given], Answers]


def interview(answers: Answers, again: Again) -> Answers:
    """Asks until nothing that a person can answer is missing. An empty reply means not known and is not asked again."""
    console = Console(stderr=True, highlight=False)
    given: Given = ()
    unknown: set[tuple[str, str, str, str]] = set()
    while True:
        found = _next(answers, unknown)
        if found is None:
            return answers
        answer, question = found
        reply = _reply(console, answer, question)
        if reply == "":
            unknown.add(_key(answer, question))
            continue
        fact = GivenFact(question.fact, answer.id, question.leg, question.about, reply)
        try:
            answers = again((*given, fact))
            given = (*given, fact)
        except BadInput as error:
            console.print(f"  {error.what}", style="yellow")


def _key(answer: Answer, question: Missing) -> tuple[str, str, str, str]:
    return (answer.id, question.leg, question.about, question.fact)


def _next(answers: Answers, unknown: set[tuple[str, str, str, str]]) -> tuple[Answer, Missing] | None:
    for answer in answers.transactions:
        for question in answer.verdict.missing:
            if question.kind == "fact" and _key(answer, question) not in unknown:
                return answer, question
    return None


def _reply(console: Console, answer: Answer, question: Missing) -> Any:
    console.print(f"{answer.id} {answer.title}: {answer.verdict.outcome.replace('_', ' ')}", style="dim")
    text = Prompt.ask(
        f"{question.question} [dim]({question.about}; empty if not known)[/dim]", console=console, default=""
    )
    return _read(text.strip())


def _read(text: str) -> Any:
    import tomllib  # only an interview needs it

    if text.lower() in {"yes", "y"}:
        return True
    if text.lower() in {"no", "n"}:
        return False
    try:
        return tomllib.loads(f"answer = {text}")["answer"]
    except tomllib.TOMLDecodeError:
        return text
