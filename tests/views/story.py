"""The story of 2019 by hand, as the views receive it: answers to a case of five transactions, one for each outcome."""

from datetime import date, datetime

from reprieve.model.answer import Answer, Answers, Lever, Line, PackUsed
from reprieve.model.time import EASTERN, start_of
from reprieve.model.verdict import Duty, Flag, Held, Missing, Outcome, Provision, Segment, Timeline, Verdict


def day(text: str) -> datetime:
    return start_of(date.fromisoformat(text), EASTERN)


LISTED = datetime.fromisoformat("2019-05-16T16:15:00-04:00")
ENDED = day("2020-08-14")
KNOWN = datetime.fromisoformat("2020-09-01T12:00:00-04:00")
LISTING = "us-ear-entity-list/listed-party"
HANDSETS = "us-ear-tgl-huawei/handsets"
WINDOWS = [
    (day("2019-05-20"), "84 FR 23468"),
    (day("2019-08-19"), "84 FR 43487"),
    (day("2019-11-18"), "84 FR 64018"),
    (day("2020-02-13"), "85 FR 8722"),
    (day("2020-03-10"), "85 FR 14416"),
    (day("2020-05-15"), "85 FR 29610"),
]


def covered() -> Timeline:
    """Before the listing, four days without cover, the license in its six versions, and after it lapsed."""
    edges = [*(start for start, _ in WINDOWS), ENDED]
    license_ = tuple(
        Segment(
            start,
            end,
            "authorized",
            (),
            (HANDSETS,),
            f"{cite}: the temporary general license {'begins' if not number else 'is extended'}",
            "secondary",
        )
        for number, ((start, cite), end) in enumerate(zip(WINDOWS, edges[1:], strict=True))
    )
    return Timeline(
        (
            Segment(None, LISTED, "no_license_required", (), ()),
            Segment(LISTED, edges[0], "license_required", (LISTING,), (), "84 FR 22961: listed", "official"),
            *license_,
            Segment(ENDED, None, "license_required", (LISTING,), (), "the temporary general license lapses"),
        )
    )


def listed_only() -> Timeline:
    return Timeline(
        (
            Segment(None, LISTED, "no_license_required", (), ()),
            Segment(LISTED, None, "license_required", (LISTING,), (), "84 FR 22961: listed"),
        )
    )


def with_gap(middle: Outcome, after: Outcome = "license_required") -> Timeline:
    return Timeline(
        (
            Segment(None, LISTED, "no_license_required", (), ()),
            Segment(LISTED, day("2019-05-20"), "license_required", (LISTING,), (), "84 FR 22961: listed"),
            Segment(day("2019-05-20"), ENDED, middle, (LISTING,), (), "84 FR 23468 may cover it"),
            Segment(ENDED, None, after, (LISTING,), (), "the temporary general license lapses"),
        )
    )


ENTITY_LIST = Provision(
    LISTING,
    "Entity List requirement",
    "15 CFR 744.11; 84 FR 22961",
    "Huawei Device Co., Ltd. is on the Entity List and the update is subject to the EAR",
    "official",
    "server to device",
    party="Huawei Device Co., Ltd.",
    item="Security patch 9.1.0.181",
)
LICENSE = Provision(
    HANDSETS,
    "Temporary general license: support to existing handsets",
    "Supplement No. 7 to 15 CFR Part 744, paragraph (c)(2); 84 FR 43487",
    "a model offered to the public on or before 16 May 2019 may receive the updates that keep it serviceable",
    "secondary",
    "server to device",
    until=ENDED,
)
CERTIFIED = Duty(
    "the listed company has certified in writing how the license is met",
    "84 FR 43487, paragraph (d)",
    HANDSETS,
    "met",
    "server to device",
)
ADDITIONS = Duty(
    "the update does not enhance the functional capacities of the handset",
    "84 FR 43487, paragraph (c)(2)",
    HANDSETS,
    "unknown",
)
RECORDS = Duty("keep the certification five years and hand it over on request", "15 CFR 762.6", HANDSETS)
AVAILABLE = Missing(
    "item.public_before_2019_05_16",
    "P30 Lite handset",
    "On which day was the model first offered to the public?",
    leg="server to device",
    may_be_asserted_by=("document", "declared"),
)
CONTRACT = Missing(
    "leg.contract_signed", "base station support", "When was the support contract signed?", state="bounded"
)
DIVERSION = Missing(
    "flag.freight", "freight forwarder", "Why is the forwarder the consignee?", "red_flag", "unresolved"
)
FREIGHT = Flag(
    "freight",
    "the freight forwarder is named as the final destination",
    "Supplement No. 3 to 15 CFR Part 732",
    "R. Okafor, trade compliance",
    "",
    "",
    resolved=False,
)
OUTSIDE = ("end-use controls of 15 CFR 744.21 (military end use)", "the law of the country of the recipient")
TREE = (
    Line(
        "restriction",
        "Entity List requirement applies to Huawei Device Co., Ltd.",
        value=True,
        cite="15 CFR 744.11",
        parts=(
            Line("fact", "the party is on the Entity List", value=True, source="BIS Entity List, 84 FR 22961"),
            Line(
                "any",
                "the item is subject to the EAR",
                value=True,
                cite="15 CFR 734.3",
                parts=(
                    Line("fact", "the item is of US origin", value=True, source="bill of materials rev. 4"),
                    Line("fact", "controlled US content is above 25 %", value=None, source="not stated"),
                ),
            ),
        ),
    ),
    Line(
        "authorization",
        "Temporary general license: support to existing handsets",
        value=None,
        cite="84 FR 43487",
        parts=(
            Line(
                "fact", "the model was public on or before 16 May 2019", value=True, source="press release 26 Mar 2019"
            ),
            Line("precondition", "the update enhances no functional capacity", value=None, source="nobody has said"),
            Line("fact", "the recipient is in Cuba", value=False, source="case file"),
        ),
    ),
)


SCOPE = "No military end use in Germany and Spain: asserted by R. Okafor, through 30 Jun 2020."


def verdict(outcome: Outcome, sentence: str, **more: object) -> Verdict:
    empty = dict.fromkeys(
        (
            "because",
            "authorized_by",
            "preconditions",
            "obligations",
            "missing",
            "red_flags",
            "out_of_model",
            "restrictions",
        ),
        (),
    )
    fields = {
        **empty,
        "possible": (outcome,),
        "confidence": "official",
        "hypothetical": False,
        "exact": True,
        **more,
    }
    fields.setdefault("standing_scope", (SCOPE,))
    return Verdict(outcome=outcome, sentence=sentence, **fields)  # type: ignore[arg-type]  # a test names its fields


PATCH = Answer(
    "patch-p30",
    "Security patch 9.1 to P30 handsets",
    "Huawei Device Co., Ltd., Security patch 9.1.0.181, handsets in Germany and Spain",
    day("2019-09-10"),
    KNOWN,
    verdict(
        "authorized",
        "Authorized by the temporary general license for existing handsets through 13 Aug 2020.",
        authorized_by=(LICENSE,),
        preconditions=(CERTIFIED,),
        obligations=(RECORDS,),
        out_of_model=OUTSIDE,
        restrictions=(Held(LISTING, held=True, cleared=True, cleared_by=(HANDSETS,), party="Huawei Device Co., Ltd."),),
        confidence="secondary",
        until=ENDED,
    ),
    covered(),
    (
        "Huawei Device Co., Ltd. has been on the Entity List since 16 May 2019, 16:15 EDT (84 FR 22961).",
        "The patch is of US origin, so the listing reaches it.",
        "The model was on sale by 16 May 2019, and the patch keeps it serviceable: paragraph (c)(2) covers it.",
    ),
    TREE,
    (),
)
CHIPS = Answer(
    "chips-17-may",
    "RF chips for a new base station",
    "HiSilicon Technologies Co., Ltd., RF front-end modules",
    day("2019-05-17"),
    KNOWN,
    verdict(
        "license_required",
        "A license is required: HiSilicon was listed the evening before, and no general license covers new equipment.",
        because=(ENTITY_LIST,),
        restrictions=(
            Held(
                LISTING,
                held=True,
                cleared=False,
                cleared_by=(),
                party="HiSilicon Technologies Co., Ltd.",
                why_not=("the temporary general license begins only on 20 May 2019", "the equipment is new"),
            ),
        ),
        out_of_model=OUTSIDE,
    ),
    listed_only(),
    ("HiSilicon Technologies Co., Ltd. is on the Entity List.", "The modules are of US origin."),
    TREE[:1],
    (Lever(("apply to BIS for a license", "show that the modules are not subject to the EAR"), "authorized"),),
)
ROUTER = Answer(
    "router-support",
    "Spare parts for a mobile network in Spain",
    "Huawei Technologies España, S.L., power units for base stations in service",
    day("2019-06-20"),
    KNOWN,
    verdict(
        "indeterminate",
        "Open: two answers decide whether the temporary general license for existing networks covers it.",
        possible=("license_required", "authorized"),
        because=(ENTITY_LIST,),
        missing=(CONTRACT, AVAILABLE, DIVERSION),
        red_flags=(FREIGHT,),
        preconditions=(ADDITIONS,),
        out_of_model=OUTSIDE,
        until=ENDED,
    ),
    with_gap("indeterminate"),
    ("The recipient is on the Entity List.", "Whether the contract was signed by 16 May 2019 is not known."),
    TREE,
    (
        Lever(("obtain the signed contract",), "authorized", ("us-ear-tgl-huawei/networks",)),
        Lever((), "no_license_required", (), datetime.fromisoformat("2021-01-20T12:00:00-05:00")),
    ),
)
EARLY = Answer(
    "early-order",
    "Switches delivered before the listing",
    "Huawei Technologies Co., Ltd., Ethernet switches",
    day("2019-05-02"),
    KNOWN,
    verdict("no_license_required", "No license is required of the law modelled: nobody in it was listed that day."),
    listed_only(),
    ("No party was on the Entity List on 2 May 2019.",),
)
DENIED = Answer(
    "denied-broker",
    "Test equipment through a broker",
    "Northgate Trading FZE, spectrum analyzers",
    day("2019-07-01"),
    KNOWN,
    verdict("prohibited", "Prohibited: the broker is under a denial order, which no license exception outweighs."),
    Timeline(
        (
            Segment(None, day("2018-11-05"), "no_license_required", (), ()),
            Segment(day("2018-11-05"), None, "prohibited", ("us-ear-denied/order",), (), "83 FR 55333: denial order"),
        )
    ),
    ("Northgate Trading FZE is under a denial order since 5 Nov 2018.",),
)
ANSWERS = Answers(
    "Huawei, May 2019 to August 2020",
    "huawei-2019.toml",
    KNOWN,
    (
        PackUsed(
            "us-ear-entity-list", "Entity List, Supplement No. 4 to 15 CFR Part 744", "3f" * 32, date(2026, 11, 21)
        ),
        PackUsed("us-ear-tgl-huawei", "Huawei temporary general license", "a9" * 32, date(2026, 11, 21)),
    ),
    (PATCH, CHIPS, ROUTER, EARLY, DENIED),
    standing_scope=(SCOPE,),
    software="reprieve 0.1.0",
)
