"""Family: who shares what is distinctive in a name without being the one asked about."""

from reprieve.model.screened import Asked, Screened
from reprieve.screening.family import FEW, MOST, belongs, own_words
from tests.screening.listing import entry, ids, roll

HUAWEI = ("Huawei Technologies Co., Ltd.", "Huawei Device Co., Ltd.", "Huawei Technologies Deutschland GmbH")


def family(name: str, *listed: str, **fields: str) -> list[str]:
    return ids(screened(name, *listed, **fields).family)


def screened(name: str, *listed: str, **fields: str) -> Screened:
    return roll(*(entry(each) for each in (*HUAWEI, *listed))).screen(Asked(name, **fields))  # type: ignore[arg-type]


def test_an_unlisted_subsidiary_is_told_of_its_listed_sisters() -> None:
    found = screened("Huawei Cloud Kenya Ltd", "Kenya Tea Ltd")
    assert found.alerts == ()
    assert set(ids(found.family)) == set(HUAWEI)
    assert all(each.shared == ("huawei",) for each in found.family)


def test_whoever_is_listed_itself_is_an_alert_and_its_sisters_are_family() -> None:
    found = screened("Huawei Technologies Deutschland GmbH")
    assert found.alerts[0].id == "Huawei Technologies Deutschland GmbH"
    assert set(ids(found.family)) == set(HUAWEI) - set(ids(found.alerts))


def test_the_closest_come_first() -> None:
    found = screened("Huawei Cloud Kenya Ltd", "Huawei Cloud Brazil Ltd").family
    assert (found[0].id, found[0].shared) == ("Huawei Cloud Brazil Ltd", ("cloud", "huawei"))
    assert [each.score for each in found] == sorted((each.score for each in found), reverse=True)


def test_words_of_business_places_and_forms_make_no_family() -> None:
    assert family("Shenzhen Electronics Trading Co., Ltd.", "Shenzhen Optical Electronics Co., Ltd.") == []


def test_half_of_two_words_is_no_family() -> None:
    assert family("Golden Horizon Trading LLC", "Golden Dragon Trading LLC") == []
    assert family("Golden Horizon Trading LLC", "Horizon Trading LLC") == ["Horizon Trading LLC"]


def test_a_word_that_too_many_have_makes_no_family() -> None:
    many = [f"Zarya {each} Works" for each in range(FEW + 1)]
    assert family("Zarya Cloud Trading", *many) == []
    assert len(family("Zarya Cloud Trading", *many[:-1])) == MOST


def test_an_alias_shows_the_family_too() -> None:
    found = roll(entry("Shenzhen Hisun Ltd", "organization", "Huawei Marine")).screen(Asked("Huawei Cloud Kenya Ltd"))
    assert [(each.id, each.name) for each in found.family] == [("Shenzhen Hisun Ltd", "Huawei Marine")]


def test_a_person_and_a_ship_have_no_such_family() -> None:
    assert family("Huawei Zhang", kind="person") == []
    assert family("Huawei Star", kind="vessel") == []


def test_where_nobody_says_what_it_is_all_that_is_its_own_must_be_shared() -> None:
    assert family("Huawei Lindqvist") == []
    assert set(family("Huawei")) <= set(HUAWEI)


def test_persons_and_ships_are_nobodys_sisters() -> None:
    listed = [entry("Huawei Lin", "person"), entry("Huawei Star", "vessel"), entry("Huawei Lin", "unknown", id_="u")]
    assert roll(*listed).screen(Asked("Huawei Cloud Kenya Ltd")).family == ()


def test_who_is_an_organization_though_nobody_says_so() -> None:
    said = {
        name: belongs(entry(name, "unknown")) for name in ("Huawei Device", "Huawei France", "Huawei GmbH", "Wei Lin")
    }
    assert said == {"Huawei Device": True, "Huawei France": True, "Huawei GmbH": True, "Wei Lin": False}


def test_what_is_distinctive_in_a_name() -> None:
    assert own_words("Beijing Huawei XY Digital Technologies Co., Ltd. 44") == {"huawei"}
