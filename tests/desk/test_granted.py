"""Licenses and amounts as they are written in a case: what is wrong is one line that says where and what."""

from pathlib import Path
from typing import Final

import pytest

import reprieve
from reprieve.errors import BadInput
from reprieve.model.license import Amount, Limit
from tests.desk import toy

LIMITED: Final = toy.LICENSE + "[licenses.limits.pump]\nquantity = 1000\n"
AMOUNTS: Final = '[transactions.legs.amounts.pump]\nquantity = 5\nvalue = "10.00"\ncurrency = "USD"\n'
EVENT: Final = '[[licenses.ledger]]\nevent = "ship"\norder = "A"\non = 2019-06-05\nitems.pump = { quantity = 600 }\n'


@pytest.fixture(scope="session")
def packs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return toy.packs(tmp_path_factory.mktemp("law"))


def test_amounts_limits_and_ledgers_are_read(tmp_path: Path, packs: Path) -> None:
    case = reprieve.load_case(toy.case(tmp_path, LIMITED + EVENT, toy.transaction("t", toy.leg() + AMOUNTS)), packs)
    assert case.transactions[0].legs[0].amounts == {"pump": Amount(5, "units", 10_00, "USD")}
    (license_,) = case.licenses
    assert license_.limits == {"pump": Limit(1000)}
    assert [account.items["pump"].left for account in license_.accounts] == [1000, 400]


@pytest.mark.parametrize(
    ("license_", "amounts", "said"),
    [
        (LIMITED, AMOUNTS.replace("pump", "valve"), ("leg 1", "no item of this leg is called 'valve'")),
        (LIMITED, AMOUNTS.replace("5", "0"), ("amounts.pump.quantity", "cannot be 0")),
        (LIMITED, AMOUNTS.replace("5", "-5"), ("amounts.pump.quantity", "cannot be -5")),
        (LIMITED, AMOUNTS.replace("5", "5.5"), ("amounts.pump.quantity", "int")),
        (LIMITED, AMOUNTS.replace('"10.00"', "10.0"), ("amounts.pump.value", "str")),
        (LIMITED, AMOUNTS.replace("10.00", "10.005"), ("amounts.pump.value", "no amount of money")),
        (LIMITED, AMOUNTS.replace('currency = "USD"', ""), ("amounts.pump.currency", "no currency")),
        (LIMITED, AMOUNTS.replace("quantity", "quantty"), ("did you mean quantity?",)),
        (LIMITED + EVENT.replace("600", "1001"), "", ("order A", "1,000 of 1,000 units are left")),
        (LIMITED + EVENT.replace("06-05", "07-05"), "", ("order A", "not in force")),
        (LIMITED + EVENT.replace('"ship"', '"shp"'), "", ("licenses[0].ledger[0].event", "did you mean ship?")),
        (LIMITED + EVENT.replace("600", "-1"), "", ("licenses D77.ledger.pump", "cannot be -1")),
        (
            toy.LICENSE.replace('"no resale"', '{ text = "on file", paper = "certificate", signer = "sta" }'),
            "",
            ("licenses D77.provisos", "no party is called 'sta'", "did you mean star?"),
        ),
        (
            toy.LICENSE.replace('"no resale"', '{ text = "on file", paper = "letter", signer = "star" }'),
            "",
            ("'letter'",),
        ),
        (toy.LICENSE + '[licenses.roles]\nstar = ["end_usr"]\n', "", ("did you mean end_user?",)),
    ],
)
def test_what_is_written_wrong_is_refused_with_its_place(
    license_: str, amounts: str, said: tuple[str, ...], tmp_path: Path, packs: Path
) -> None:
    path = toy.case(tmp_path, license_, toy.transaction("t", toy.leg() + amounts))
    with pytest.raises(BadInput) as refused:
        reprieve.load_case(path, packs)
    assert [each for each in said if each not in str(refused.value)] == []
    assert "\n" not in str(refused.value)


def test_a_license_that_is_written_out_is_not_taken_up_too(tmp_path: Path, packs: Path) -> None:
    path = toy.case(tmp_path, toy.LICENSE, toy.transaction("t", toy.leg()))
    path.write_text('held_licenses = ["D77"]\n' + path.read_text(encoding="utf-8"), encoding="utf-8")
    with pytest.raises(BadInput, match="'D77' is used twice"):
        reprieve.load_case(path, packs)
