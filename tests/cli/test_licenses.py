"""The commands for licenses and papers, as a person types them: take, draw down, tell."""

import io
from collections.abc import Callable
from contextlib import redirect_stdout
from pathlib import Path
from typing import Any, Final

import msgspec
import pytest
from cyclopts import App, CycloptsError

from reprieve.cli.licenses import documents, licenses
from reprieve.errors import BadInput
from tests.desk import toy

LIMITED: Final = (
    toy.LICENSE.replace("2019-06-30", "2022-06-30")
    + 'value = "30000.00"\ncurrency = "USD"\n[licenses.limits.pump]\nquantity = 1000\n'
)

Run = Callable[..., str]


@pytest.fixture(scope="session")
def packs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return toy.packs(tmp_path_factory.mktemp("law"))


def typed(app: App, *words: object) -> str:
    """What a command prints; it has to exit with 0."""
    out = io.TextIOWrapper(io.BytesIO(), encoding="utf-8", write_through=True)
    with redirect_stdout(out):
        code = app([*map(str, words)], exit_on_error=False, print_error=False, result_action="return_value")
    assert code == 0
    out.seek(0)
    return out.read()


@pytest.fixture
def run(home: Path) -> Run:
    def go(*words: object) -> str:
        return typed(licenses, *words, "--home", home)

    return go


@pytest.fixture
def kept(run: Run, tmp_path: Path, packs: Path) -> Run:
    file = tmp_path / "licenses.toml"
    file.write_text(LIMITED, encoding="utf-8")
    assert "1,000 of 1,000 units of pump left" in run("add", file, "--by", "J. Doe", "--packs", packs)
    return run


def draw(run: Run, kind: str, quantity: int, order: str = "PO-1", on: str = "2019-07-01") -> str:
    value = f"pump={quantity * 20}.00"
    return run(kind, "D77", "--order", order, "--item", f"pump={quantity}", "--value", value, "--on", on)


def test_nothing_is_kept_at_first(run: Run) -> None:
    assert "No license is kept" in run("list")
    assert msgspec.json.decode(run("list", "--json")) == []


def test_six_hundred_of_a_thousand_leave_four_hundred_and_a_return_restores(kept: Run) -> None:
    assert "400 of 1,000 units of pump left (0 out, 600 reserved)" in draw(kept, "reserve", 600)
    assert "400 of 1,000 units of pump left (600 out)" in draw(kept, "ship", 600)
    with pytest.raises(BadInput, match="takes 500 of pump, and 400 of 1,000 units are left"):
        draw(kept, "ship", 500, "PO-2")
    assert "600 of 1,000 units of pump left (400 out)" in draw(kept, "return", 200, on="2019-08-01")
    assert "100 of 1,000 units of pump left (900 out)" in draw(kept, "ship", 500, "PO-2", on="2019-08-02")
    assert "12,000.00 of 30,000.00 USD left" in kept("list")


def test_a_canceled_order_frees_all_that_it_had_reserved(kept: Run) -> None:
    draw(kept, "reserve", 600)
    assert "1,000 of 1,000 units of pump left (0 out)" in kept("cancel", "D77", "--order", "PO-1")
    with pytest.raises(BadInput, match="nothing reserved"):
        kept("cancel", "D77", "--order", "PO-1")


def test_the_report_tells_every_event(kept: Run) -> None:
    assert "nothing was drawn" in kept("report", "D77")
    draw(kept, "ship", 600)
    draw(kept, "return", 200, on="2019-08-01")
    found: dict[str, Any] = msgspec.json.decode(kept("report", "D77", "--json"))
    assert [(each["kind"], each["items"]["pump"]["quantity"]) for each in found["ledger"]] == [
        ("ship", 600),
        ("return", 200),
    ]
    assert [each["items"]["pump"]["shipped"] for each in found["accounts"]] == [0, 600, 400]
    text = " ".join(kept("report", "D77").split())
    assert "PO-1" in text
    assert "1 Aug 2019" in text


def test_a_license_is_shown_with_its_provisos(kept: Run) -> None:
    text = kept("show", "D77")
    assert "proviso: no resale" in text
    assert "through 30 Jun 2022" in text


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (("--item", "pump"), "does not say how much"),
        (("--item", "=5"), "does not say how much"),
        (("--item", "pump=5", "--item", "pump=6"), "says twice"),
        (("--item", "pump=many"), "is no quantity"),
        (("--item", "pump=5", "--value", "pump=1,5"), "no amount of money"),
        (("--item", "pump=5"), "says no value"),
        (("--item", "pump=5", "--value", "pump=5", "--on", "soon"), "'soon'"),
        (("--item", "pump=5", "--value", "pump=5", "--on", "2999-01-01"), "has not come yet"),
        (("--item", "valve=5", "--value", "valve=5", "--on", "2019-07-01"), "not for 'valve'"),
    ],
)
def test_what_is_typed_wrong_is_refused_and_nothing_is_written(words: tuple[str, ...], why: str, kept: Run) -> None:
    on = () if "--on" in words else ("--on", "2019-07-01")
    with pytest.raises(BadInput, match=why):
        kept("ship", "D77", "--order", "PO-1", *words, *on)
    assert "nothing was drawn" in kept("report", "D77")


def test_a_paper_is_taken_listed_and_shown_as_a_table(home: Path, tmp_path: Path) -> None:
    file = tmp_path / "statement.pdf"
    file.write_bytes(b"signed")
    said = ("--kind", "end_use_statement", "--signer", "star", "--signed", "2019-06-05", "--paragraph", "(c)(1)")
    assert "end-use statement" in typed(documents, "add", file, "--id", "eus", *said, "--item", "pump", "--home", home)
    assert "signed by star on 5 Jun 2019" in typed(documents, "list", "--home", home)
    block = typed(documents, "show", "eus", "--home", home)
    assert block.startswith("[documents.eus]\nsigned = 2019-06-05\n")
    assert 'items = ["pump"]' in block
    with pytest.raises(BadInput, match="is kept already"):
        typed(documents, "add", file, "--id", "eus", *said, "--home", home)


def test_a_kind_of_paper_that_there_is_not_is_refused(home: Path, tmp_path: Path) -> None:
    said = ("--kind", "letter", "--signer", "star", "--signed", "2019-06-05")
    with pytest.raises(CycloptsError, match="letter"):
        typed(documents, "add", tmp_path / "x", "--id", "x", *said, "--home", home)
