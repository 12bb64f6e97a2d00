"""`check --ask`: the best next question, asked until every answer stands or nobody knows more."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from rich.console import Console
from rich.markup import escape
from rich.prompt import Prompt

from reprieve.desk.given import Given, GivenFact
from reprieve.errors import BadInput
from reprieve.model.answer import Answer, Answers
from reprieve.model.verdict import Missing

Again = Callable[[Given], Answers]


def interview(answers: Answers, again: Again) -> Answers:
    """Asks, each question once, until nothing that a person can answer is missing or there is no more to read.

    An empty reply means not known. A reply that does not fit is explained and asked for again.
    """
    console = Console(stderr=True, highlight=False)
    given: Given = ()
    asked: set[tuple[str, str, str, str]] = set()
    while (found := _next(answers, asked)) is not None:
        answer, question = found
        try:
            reply = _reply(console, answer, question)
        except EOFError:
            break
        if reply != "":
            fact = GivenFact(question.fact, answer.id, question.leg, question.about, reply)
            try:
                answers = again((*given, fact))
            except BadInput as error:
                console.print(f"  {error.what}", style="yellow", markup=False)
                continue
            given = (*given, fact)
        asked.add(_key(answer, question))
    return answers


def _key(answer: Answer, question: Missing) -> tuple[str, str, str, str]:
    return (answer.id, question.leg, question.about, question.fact)


def _next(answers: Answers, asked: set[tuple[str, str, str, str]]) -> tuple[Answer, Missing] | None:
    for answer in answers.transactions:
        for question in answer.verdict.missing:
            if question.kind == "fact" and _key(answer, question) not in asked:
                return answer, question
    return None


def _reply(console: Console, answer: Answer, question: Missing) -> Any:
    outcome = answer.verdict.outcome.replace("_", " ")
    console.print(f"{answer.id} {answer.title}: {outcome}", style="dim", markup=False)
    about = escape(f"({question.about}; empty if not known)")
    text = Prompt.ask(f"{escape(question.question)} [dim]{about}[/dim]", console=console, default="")
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
