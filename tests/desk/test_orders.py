"""A table of orders against a master case: each row gets the answer that the same question in the case would get."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from pathlib import Path

import msgspec
import openpyxl
import pyarrow.parquet as pq
import pytest

from reprieve.cli import main
from reprieve.desk.orders import BLOCK, check_orders
from reprieve.desk.orders_out import Form, write_orders
from reprieve.errors import BadInput
from reprieve.model.order_run import OrderAnswer, OrderRun
from reprieve.rules.book import Book
from reprieve.rules.decide import Decision
from reprieve.rules.situation import Situation
from tests.desk import toy
from tests.desk.asking import answered, instant

HEAD = "Order,Ship to,Item,Date,Qty,leg.purpose,leg.signed,leg.embargoed"
REPAIR = "repair,2017-03-01,no"
SALE = "sale,2017-03-01,no"
AT = "2019-06-10"
KNOWN = instant("2026-01-10")


def table(folder: Path, *rows: str, head: str = HEAD, name: str = "orders.csv") -> Path:
    path = folder / name
    path.write_text("\n".join((head, *rows)) + "\n", encoding="utf-8")
    return path


def master(folder: Path, *parts: str) -> Path:
    return toy.case(folder, toy.transaction("t", toy.leg()), *parts)


def run(folder: Path, packs: Path, *rows: str, head: str = HEAD, parts: Sequence[str] = (), **columns: str) -> OrderRun:
    return check_orders(
        table(folder, *rows, head=head), master(folder, *parts), packs=packs, columns=columns, known_at=KNOWN
    )


def refused(folder: Path, packs: Path, *rows: str, head: str = HEAD) -> str:
    with pytest.raises(BadInput) as found:
        run(folder, packs, *rows, head=head)
    return str(found.value)


def told(found: OrderRun) -> list[tuple[str, str]]:
    return [(each.order, each.verdict.outcome) for each in found.answers]


@pytest.mark.parametrize("purpose", ["repair", "sale", ""])
@pytest.mark.parametrize("day", ["2019-05-01", "2019-06-10", "2019-08-20", "2020-01-10"])
@pytest.mark.parametrize("recipient", ["star", "reed"])
def test_a_row_gets_the_verdict_of_the_same_question_in_a_case(
    tmp_path: Path, packs: Path, purpose: str, day: str, recipient: str
) -> None:
    (found,) = run(tmp_path, packs, f"1,{recipient},pump,{day},5,{purpose},2017-03-01,no").answers
    leg = toy.leg(recipient, purpose=f'"{purpose}"' if purpose else "")
    alone = answered(toy.case(tmp_path, toy.transaction("t", leg, at=day)), packs)
    until = alone.verdict.until if found.verdict.outcome in {"authorized", "no_license_required"} else None
    assert found.verdict == msgspec.structs.replace(alone.verdict, until=until)
    assert (found.reasons, found.at) == (alone.reasons, alone.at)


def test_the_worst_come_first_and_of_equals_the_earlier_row(tmp_path: Path, packs: Path) -> None:
    rows = [
        f"a,reed,pump,{AT},1,{REPAIR}",
        f"b,star,pump,{AT},1,{SALE}",
        f"c,star,pump,{AT},1,,2017-03-01,no",
        f"d,star,pump,{AT},1,{REPAIR}",
        f"e,star,valve,{AT},1,{SALE}",
    ]
    assert told(run(tmp_path, packs, *rows)) == [
        ("b", "license_required"),
        ("e", "license_required"),
        ("c", "indeterminate"),
        ("d", "authorized"),
        ("a", "no_license_required"),
    ]


def test_what_orders_share_is_counted_with_the_orders_that_wait_for_it(tmp_path: Path, packs: Path) -> None:
    rows = [f"{number},star,pump,{AT},{number},{SALE}" for number in range(8)]
    found = run(tmp_path, packs, *rows, f"q,star,pump,{AT},1,,2017-03-01,no", f"r,star,pump,{AT},1,{REPAIR}")
    assert [(each.orders, each.first[0]) for each in found.stops] == [(8, "0")]
    assert "North Star Ltd. is listed" in found.stops[0].text
    assert [(each.text, each.orders) for each in found.questions] == [
        ("What is Smith & Daughters asked to do for North Star Ltd.?", 1)
    ]
    assert [each.first for each in found.conditions] == [("r",)]
    assert found.alike == 3


def test_rows_that_differ_in_number_and_quantity_alone_are_answered_once_and_keep_their_own_cells(
    tmp_path: Path, packs: Path
) -> None:
    found = run(tmp_path, packs, f"a,star,pump,{AT},1,{SALE}", f"b,star,pump,{AT},900,{SALE}")
    assert found.alike == 1
    assert [(each.row, each.order, each.cells["Qty"]) for each in found.answers] == [(2, "a", "1"), (3, "b", "900")]


def test_rows_that_differ_in_their_day_are_not_alike(tmp_path: Path, packs: Path) -> None:
    found = run(tmp_path, packs, f"a,star,pump,2019-05-18,1,{REPAIR}", f"b,star,pump,2019-05-20,1,{REPAIR}")
    assert told(found) == [("a", "license_required"), ("b", "authorized")]


def test_orders_of_which_the_law_reads_the_same_are_decided_once_and_named_apart(
    tmp_path: Path, packs: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    decided: list[Situation] = []
    alone = Book.decide

    def counted(book: Book, situation: Situation, flags: tuple[str, ...] = ()) -> Decision:
        decided.append(situation)
        return alone(book, situation, flags)

    monkeypatch.setattr(Book, "decide", counted)
    rows = [f"{item},star,{item},{AT},1,{SALE}" for item in ("pump", "valve")]
    found = run(tmp_path, packs, *rows, f"r,star,pump,2019-05-01,1,{SALE}")
    assert [each.verdict.because[0].item for each in found.answers[:2]] == ["pump", "valve"]
    assert [each.at for each in decided if each.at.month == 6] == [instant(AT)]
    assert told(found)[-1] == ("r", "no_license_required")


def test_an_answer_that_clears_tells_until_when(tmp_path: Path, packs: Path) -> None:
    (found,) = run(tmp_path, packs, f"a,star,pump,{AT},1,{REPAIR}").answers
    assert found.verdict.until == instant("2019-08-19")
    assert "through 18 Aug 2019" in found.verdict.sentence


def test_parties_and_items_may_be_named_as_the_case_names_them(tmp_path: Path, packs: Path) -> None:
    by_id = run(tmp_path, packs, f"a,star,pump,{AT},1,{SALE}").answers
    by_name = run(tmp_path, packs, f"a,NORTH STAR LTD.,Pump,{AT},1,{SALE}").answers
    assert [each.verdict for each in by_id] == [each.verdict for each in by_name]


def test_several_items_of_a_row_are_judged_together(tmp_path: Path, packs: Path) -> None:
    (found,) = run(tmp_path, packs, f"a,star,pump; valve,{AT},1,{SALE}").answers
    assert found.items == ("pump", "valve")
    assert {each.item for each in found.verdict.because} == {"pump", "valve"}


def test_who_is_mistyped_is_refused_with_whom_it_may_be(tmp_path: Path, packs: Path) -> None:
    said = refused(tmp_path, packs, f"a,star,pump,{AT},1,{SALE}", f"b,stra,pump,{AT},1,{SALE}")
    assert said.startswith("orders.csv, line 3: the recipient 'stra' is not in the case")
    assert "star" in said
    assert "the item 'pumpe' is not in the case" in refused(tmp_path, packs, f"a,star,pumpe,{AT},1,{SALE}")


def test_a_party_that_is_not_in_the_case_needs_a_name_and_a_country(tmp_path: Path, packs: Path) -> None:
    head = HEAD.replace("Ship to", "Ship to,Customer name,Country")
    found = run(tmp_path, packs, f"a,K-77,Polaris,China,pump,{AT},1,{SALE}", head=head)
    assert told(found) == [("a", "license_required")]
    assert found.answers[0].verdict.namesakes[0].entry == "north-star"
    assert any("not in the case, known by name and country only: Polaris" in note for note in found.notes)
    assert "no country is given" in refused(tmp_path, packs, f"a,K-77,Polaris,,pump,{AT},1,{SALE}", head=head)
    assert "'Nowhere' is no country" in refused(
        tmp_path, packs, f"a,K-77,Polaris,Nowhere,pump,{AT},1,{SALE}", head=head
    )


def test_a_number_and_a_name_of_two_parties_are_refused(tmp_path: Path, packs: Path) -> None:
    head = HEAD.replace("Ship to", "Ship to,Customer name")
    said = refused(tmp_path, packs, f"a,star,Reed Brothers,pump,{AT},1,{SALE}", head=head)
    assert "'star' is 'North Star Ltd.', not 'Reed Brothers'" in said


def test_a_row_that_goes_to_another_country_says_so_to_the_law(tmp_path: Path) -> None:
    page = toy.PAGE.replace('when = "leg.embargoed"', 'when = "leg.destination in {IR}"').replace(
        'tags = ["outside-the-model"]', 'needs = "prohibition"'
    )
    law = toy.packs(tmp_path / "other", page)
    head = HEAD.replace("Ship to", "Ship to,Country")
    rows = [f"{land},reed,{land},pump,{AT},1,{REPAIR}" for land in ("CN", "Iran", "")]
    found = check_orders(table(tmp_path, *rows, head=head), master(tmp_path), packs=law, known_at=KNOWN)
    assert told(found) == [("Iran", "prohibited"), ("CN", "no_license_required"), ("", "no_license_required")]


def test_an_item_that_is_not_in_the_case_is_known_by_its_facts_alone(tmp_path: Path, packs: Path) -> None:
    head = f"{HEAD},item.free,item.content"
    rows = [
        f"a,star,gasket,{AT},1,{SALE},yes,",
        f"b,star,washer,{AT},1,{SALE},no,60 %",
        f"c,star,ring,{AT},1,{SALE},no,",
    ]
    assert told(run(tmp_path, packs, *rows, head=head)) == [
        ("b", "license_required"),
        ("c", "indeterminate"),
        ("a", "no_license_required"),
    ]


def test_facts_of_a_party_are_those_of_who_receives(tmp_path: Path, packs: Path) -> None:
    found = run(tmp_path, packs, f"a,reed,pump,{AT},1,{REPAIR},yes", head=f"{HEAD},party.denied")
    assert told(found) == [("a", "prohibited")]
    assert [each.party for each in found.answers[0].verdict.because] == ["Reed Brothers"]


def test_a_fact_that_cannot_be_is_refused_with_its_place(tmp_path: Path, packs: Path) -> None:
    said = refused(tmp_path, packs, f"a,star,pump,{AT},1,repairs,2017-03-01,no")
    assert "orders.csv, line 2, 'leg.purpose'" in said
    assert "line 2, 'leg.embargoed'" in refused(tmp_path, packs, f"a,star,pump,{AT},1,repair,2017-03-01,perhaps")


def test_a_day_that_may_be_two_is_refused(tmp_path: Path, packs: Path) -> None:
    assert "may be 2019-10-06 or 2019-06-10" in refused(tmp_path, packs, f"a,star,pump,06/10/2019,1,{SALE}")


def test_who_uses_it_is_who_receives_it_unless_somebody_else_is_named(tmp_path: Path, packs: Path) -> None:
    head = HEAD.replace("Ship to", "Ship to,End user")
    found = run(tmp_path, packs, f"a,reed,star,pump,{AT},1,{SALE}", f"b,reed,,pump,{AT},1,{SALE}", head=head)
    assert told(found) == [("a", "license_required"), ("b", "no_license_required")]


def test_who_exports_is_the_one_exporter_of_the_case_or_must_be_said(tmp_path: Path, packs: Path) -> None:
    found = run(tmp_path, packs, f"a,star,pump,{AT},1,{SALE}")
    assert any("it is Smith & Daughters" in note for note in found.notes)
    other = toy.transaction("u", toy.leg().replace('exporter = "smith"', 'exporter = "reed"'))
    with pytest.raises(BadInput, match="has no column for the exporter"):
        run(tmp_path, packs, f"a,star,pump,{AT},1,{SALE}", parts=[other])


def test_licenses_and_standing_scopes_of_the_case_reach_its_orders(tmp_path: Path, packs: Path) -> None:
    rows = [f"a,star,pump,{AT},1,sale,2017-03-01,", f"b,star,valve,{AT},1,sale,2017-03-01,"]
    found = run(tmp_path, packs, *rows, parts=[toy.SCOPE, toy.LICENSE])
    assert told(found) == [("b", "license_required"), ("a", "authorized")]
    licensed = found.answers[1].verdict
    assert [each.title for each in licensed.authorized_by] == ["License D77"]
    assert licensed.standing_scope


def test_a_column_may_be_said_and_each_says_what_it_was_taken_for(tmp_path: Path, packs: Path) -> None:
    found = run(tmp_path, packs, f"a,star,pump,{AT},1,{SALE}", head=HEAD.replace("Ship to", "Wer"), recipient="Wer")
    taken = {each.column: (each.meaning, each.why) for each in found.columns}
    assert taken["Wer"] == ("recipient", "you said so")
    assert taken["leg.purpose"] == ("leg.purpose", "the heading is the name of a fact")


def test_every_answer_is_kept_before_anybody_sees_it_in_the_order_of_the_file(tmp_path: Path, packs: Path) -> None:
    kept: list[list[OrderAnswer]] = []
    rows = [f"{number},reed,pump,{AT},{number},{REPAIR}" for number in range(BLOCK)]
    orders = table(tmp_path, *rows, f"last,star,pump,{AT},1,{SALE}")
    found = check_orders(
        orders, master(tmp_path), packs=packs, known_at=KNOWN, write=lambda block: kept.append(list(block))
    )
    assert [len(block) for block in kept] == [BLOCK, 1]
    assert sorted((each for block in kept for each in block), key=lambda each: each.row) == sorted(
        found.answers, key=lambda each: each.row
    )
    assert (kept[1][0].order, found.answers[0].order) == ("last", "last")


def test_where_answers_cannot_be_kept_there_are_none(tmp_path: Path, packs: Path) -> None:
    def full(_: Sequence[OrderAnswer]) -> None:
        raise BadInput("records", "cannot be written", "room on the disk")

    with pytest.raises(BadInput, match="cannot be written"):
        check_orders(table(tmp_path, f"a,star,pump,{AT},1,{SALE}"), master(tmp_path), packs=packs, write=full)


def test_a_table_without_orders_is_refused(tmp_path: Path, packs: Path) -> None:
    assert "holds no order" in refused(tmp_path, packs)


# --- files ----------------------------------------------------------------------------------------------------------


def cells(path: Path, form: Form) -> list[list[str]]:
    if form == "csv":
        with path.open(encoding="utf-8", newline="") as file:
            return list(csv.reader(file))
    if form == "xlsx":
        sheet = openpyxl.load_workbook(path).active
        assert sheet is not None
        return [["" if cell is None else str(cell) for cell in row] for row in sheet.iter_rows(values_only=True)]
    found = pq.read_table(path)
    return [found.column_names, *(list(map(str, row)) for row in zip(*found.to_pydict().values(), strict=True))]


@pytest.mark.parametrize("form", ["csv", "xlsx", "parquet"])
def test_a_file_has_every_answer_with_its_reasons_and_the_cells_of_the_order(
    tmp_path: Path, packs: Path, form: Form
) -> None:
    found = run(tmp_path, packs, f"a,reed,pump,{AT},7,{REPAIR}", f"b,star,pump,{AT},9,{SALE}")
    out = tmp_path / f"out.{form}"
    assert write_orders(found, out, form).out == str(out)
    heading, *rows = cells(out, form)
    made = [dict(zip(heading, row, strict=True)) for row in rows]
    assert [(each["order"], each["outcome"], each["given Qty"]) for each in made] == [
        ("b", "license_required", "9"),
        ("a", "no_license_required", "7"),
    ]
    assert made[0]["stopped_by"] == "toy/listed (R1)"
    assert made[0]["reasons"] == "; ".join(found.answers[0].reasons)


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_no_cell_of_an_order_runs_in_a_spreadsheet(tmp_path: Path, packs: Path, form: Form) -> None:
    found = run(tmp_path, packs, f"=1+1,star,pump,{AT},@x,{SALE}")
    out = tmp_path / f"out.{form}"
    write_orders(found, out, form)
    heading, row = cells(out, form)
    assert dict(zip(heading, row, strict=True))["order"] == "'=1+1"


def test_a_file_that_cannot_be_written_leaves_nothing_behind(tmp_path: Path, packs: Path) -> None:
    found = run(tmp_path, packs, f"a,star,pump,{AT},1,{SALE}")
    before = sorted(tmp_path.rglob("*"))
    for out in (tmp_path / "nowhere" / "out.csv", tmp_path):
        with pytest.raises(BadInput, match="cannot be written"):
            write_orders(found, out, "csv")
    with pytest.raises(BadInput, match="is the file of the orders"):
        write_orders(found, tmp_path / "orders.csv", "csv")
    assert sorted(tmp_path.rglob("*")) == before


# --- the command ----------------------------------------------------------------------------------------------------


def command(*words: object) -> int:
    with pytest.raises(SystemExit) as found:
        main([str(word) for word in words])
    return int(found.value.code or 0)


def test_the_command_exits_as_check_does(tmp_path: Path, packs: Path, capsys: pytest.CaptureFixture[str]) -> None:
    options = ("--case", master(tmp_path), "--packs", packs, "--known-at", "2026-01-10")
    for row, code in (
        (f"a,reed,pump,{AT},1,{REPAIR}", 0),
        (f"a,star,pump,{AT},1,{SALE}", 3),
        (f"a,star,pump,{AT},1,,,", 4),
    ):
        assert command("check", table(tmp_path, row), *options) == code
    shown = capsys.readouterr()
    assert "column 'Ship to' -> recipient (the heading says so)" in shown.err
    assert "What stops them" in shown.out
    assert "Answer these first" in shown.out


def test_options_that_say_nothing_are_refused(tmp_path: Path, packs: Path) -> None:
    orders, case = table(tmp_path, f"a,star,pump,{AT},1,{SALE}"), master(tmp_path)
    assert command("check", orders, "--case", case, "--packs", packs, "--ask") == 2
    assert command("check", case, "--packs", packs, "--csv", tmp_path / "out.csv") == 2
    assert command("check", orders, "--case", case, "--packs", packs, "--csv", "a.csv", "--xlsx", "a.xlsx") == 2
