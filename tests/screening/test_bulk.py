"""Several processes find what one finds, in the same order."""

import pytest

from reprieve.screening.bulk import Crew
from reprieve.screening.index import Index

PARTIES = ["Huawei Technologies Co., Ltd.", "华为技术有限公司", "Acme GmbH", "ZTE Corporation", "Acme AG"] * 3
ASKED = ["Huawei Tech", "acme", "", "Z.T.E. Corp", "Nobody"] * 7


def test_a_crew_finds_what_the_index_finds() -> None:
    index = Index(PARTIES, "organization")
    with Crew(index, workers=2) as crew:
        assert crew.search_all(ASKED, 0.6) == [index.search(each, 0.6) for each in ASKED]
        assert crew.search_all([], 0.6) == []
        with pytest.raises(ValueError, match="finds every name"):
            crew.search_all(ASKED, 0)


def test_a_crew_that_was_not_called_says_so() -> None:
    with pytest.raises(RuntimeError, match="inside a `with`"):
        Crew(Index(PARTIES, "organization"), workers=1).search_all(ASKED, 0.6)
