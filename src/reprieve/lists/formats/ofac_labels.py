"""The labels under which OFAC writes numbers and notes about a party: which number a party, which only describe it.

Found by counting in the SDN lists from 2019 to 2024 and in the consolidated set of 2025; `Vessel Call Sign` alone is a
label of the advanced XML only. A label that is in neither table is not guessed at.
"""

from __future__ import annotations

import re
from typing import Final

_NUMBERS: Final = """
    Aircraft Construction Number (also called L/N or S/N or F/N)
    Aircraft Manufacturer's Serial Number (MSN)
    Aircraft Mode S Transponder Code
    Aircraft Serial Identification
    Aircraft Tail Number
    Afghan Money Service Provider License Number
    BIK (RU)
    Birth Certificate Number
    Bosnian Personal ID No.
    Branch Unit Number
    British National Overseas Passport
    Business Number
    Business Registration Document #
    Business Registration Number
    C.I.F.
    C.R. No.
    C.U.I.
    C.U.I.P.
    C.U.I.T.
    C.U.R.P.
    C.U.R.P. #
    CNP (Personal Numerical Code)
    Cartilla de Servicio Militar Nacional
    Cedula No.
    Central Registration System Number
    Certificate of Incorporation Number
    Chamber of Commerce Number
    Chinese Commercial Code
    Citizen's Card Number
    Commercial Registry Number
    Company ID: No.
    Company Number
    Credencial electoral
    D-U-N-S Number
    D.N.I.
    Diplomatic Passport
    Driver's License No.
    Dubai Chamber of Commerce Membership No.
    Economic Register Number (CBLS)
    Electoral Registry No.
    Enterprise Number
    Equity Ticker
    File Number
    Fiscal Code
    Folio Mercantil No.
    Government Gazette Number
    I.F.E.
    ISIN
    Identification Number
    Immigration No.
    International Maritime Organization No.
    Istanbul Chamber of Comm. No.
    Italian Fiscal Code
    Kenyan ID No.
    LE Number
    Legal Entity Number
    License
    MMSI
    MSB Registration Number
    Matricula Mercantil No
    Military Registration Number
    Moroccan Personal ID No.
    N.I.E.
    NIT #
    National Foreign ID Number
    National ID No.
    Numero Unico de Identificacao Tributaria (NUIT)
    Numero de Identidad
    Organization Code
    Passport
    Passport Booklet
    Permit Number
    Personal ID Card
    Pilot License Number
    Previous Aircraft Tail Number
    Public Registration Number
    Public Security and Immigration No.
    R.F.C.
    R.F.C. #
    RFC
    RIF #
    RSIN
    RTN
    RUC #
    Refugee ID Card
    Registered Charity No.
    Registration Certificate Number (Dubai)
    Registration ID
    Registration Number
    Residency Number
    Romanian C.R.
    Romanian Permanent Resident
    Romanian Tax Registration
    SRE Permit No.
    SSN
    SWIFT/BIC
    Serial No.
    Seafarer's Identification Document
    Stateless Person ID Card
    Stateless Person Passport
    Tax ID No.
    Tazkira National ID Card
    Tourism License No.
    Trade License No.
    Travel Document Number
    Turkish Identification Number
    Turkish Identificiation Number
    UAE Identification
    UK Company Number
    US FEIN
    Unified Social Credit Code (USCC)
    United Social Credit Code Certificate (USCCC)
    V.A.T. Number
    Vessel Call Sign
    Vessel Registration Identification
    VisaNumberID
"""
_CONTACTS: Final = """
    Email Address
    Email
    Fax No.
    FAX
    Fax
    PHONE
    TELEX
    Phone No.
    Phone Number
    Telephone No.
    Telephone Number
    Telephone
    Website
"""
_NOTES: Final = """
    Additional Sanctions Information
    Aircraft Manufacture Date
    Aircraft Model
    Aircraft Operator
    All branches worldwide
    All offices worldwide
    CAATSA Section 235 Information
    Effective Date
    For more information on directives
    Former Vessel Flag
    Gender
    IFCA Determination
    ICTY indictee
    Issuer Name
    Linked To
    Listing Date
    Nationality of Registration
    Organization Established Date
    Organization Type
    Other Vessel Call Sign
    Other Vessel Flag
    Other Vessel Type
    Purchase/Sales For Divestment Date
    Secondary sanctions risk
    Target Type
    Transactions Prohibited For Persons Owned or Controlled By U.S. Financial Institutions
    UN/LOCODE
    Vessel Year of Build
"""


def _words(table: str) -> frozenset[str]:
    return frozenset(each.strip() for each in table.splitlines() if each.strip())


def _any(labels: frozenset[str], *patterns: str) -> str:
    """A pattern for any of the labels, the longer ones first, so that `R.F.C. #` is not read as `R.F.C.`."""
    return "|".join([*patterns, *(re.escape(each) for each in sorted(labels, key=len, reverse=True))])


_COIN = r"Digital Currency Address - \w+"
_ORDER = r"Executive Order \d{5}"
NUMBERED: Final = re.compile(rf"(?P<label>{_any(_words(_NUMBERS), _COIN)})(?:: *| +)(?P<value>\S.*?)\s*", re.DOTALL)
"""A number with its label: `Passport A12 (Iran) expires 01 Jan 2020`."""
CONTACT: Final = re.compile(rf"(?P<label>{_any(_words(_CONTACTS))})(?:: *| +)(?P<value>\S.*?)\s*", re.DOTALL)
"""An address of mail or web, or a telephone number."""
DESCRIBED: Final = re.compile(rf"(?:{_any(_words(_NOTES), _ORDER)})(?![\w'])", re.IGNORECASE)
"""The beginning of a note that describes a party and numbers nothing."""
_LABEL: Final = re.compile(_any(_words(_NUMBERS) | _words(_CONTACTS), _COIN))


def identifies(label: str) -> bool:
    """Whether what stands under a label numbers or addresses a party."""
    return _LABEL.fullmatch(label.rstrip(" :-")) is not None
