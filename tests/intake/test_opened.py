"""A file from outside, opened: what is bounded, what is refused, and that nothing is held, expanded or fetched."""

from __future__ import annotations

import gzip
import re
import tracemalloc
import zlib
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from reprieve.errors import BadInput, BadList
from reprieve.intake.opened import LARGEST_JSON, LONGEST_LINE, Opened, bare
from reprieve.intake.xml import DEEPEST, LONGEST_TEXT

MIB = 2**20
READERS: dict[str, Callable[[Opened], Iterable[object]]] = {
    "lines": lambda opened: opened.lines(),
    "rows": lambda opened: opened.rows(),
    "table": lambda opened: opened.table(),
    "elements": lambda opened: opened.elements("party"),
    "json": lambda opened: [opened.json()],
    "json_lines": lambda opened: opened.json_lines(),
}
"""Every way to read a file to its end."""
COUNTS = Path("/proc/self/io")
COUNT = {"table": 0, "elements": 2}
"""What the smallest file has: of a table only the header, of XML the root too."""


def opened(folder: Path, content: str | bytes, most: int | None = None, name: str = "list.txt") -> Opened:
    path = folder / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return Opened(path, BadList) if most is None else Opened(path, BadList, most)


def fault(read: Callable[[], object]) -> str:
    """The one line with which reading fails."""
    with pytest.raises(BadList) as caught:
        read()
    text = str(caught.value)
    assert "\n" not in text
    assert "list" in caught.value.where
    return text


def all_of(read: Callable[[Opened], Iterable[object]], file: Opened) -> Callable[[], object]:
    """Reads to the end and holds nothing."""
    return lambda: deque(read(file), maxlen=0)


@contextmanager
def within(mib: float) -> Iterator[None]:
    """Fails where more memory than this is held at any moment."""
    tracemalloc.start()
    try:
        yield
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert peak < mib * MIB, f"{peak / MIB:.1f} MiB"


def bytes_read() -> int:
    """What this program has read so far; 0 where the system does not count it."""
    found = re.search(r"rchar: (\d+)", COUNTS.read_text()) if COUNTS.is_file() else None
    return int(found[1]) if found else 0


# ---- lines


def test_a_line_may_have_a_mebibyte_and_no_byte_more(tmp_path: Path) -> None:
    longest = b"a\n" + b"x" * (LONGEST_LINE - 1) + b"\n" + b"b\n"
    assert [len(text) for _, text in opened(tmp_path, longest).lines()] == [2, LONGEST_LINE, 2]
    assert LONGEST_LINE == MIB
    longer = opened(tmp_path, b"a\n" + b"x" * LONGEST_LINE + b"\n")
    assert fault(lambda: list(longer.lines())) == "list.txt, line 2: is longer than 1 MiB (a list)"
    endless = opened(tmp_path, b"a\n" + b"x" * (LONGEST_LINE + 1))
    assert "line 2: is longer" in fault(lambda: list(endless.lines()))


@pytest.mark.parametrize("read", ["lines", "rows", "table", "json_lines"])
def test_of_a_line_of_a_gibibyte_only_the_beginning_is_read(tmp_path: Path, read: str) -> None:
    path = tmp_path / "list.txt"
    with path.open("wb") as file:
        file.truncate(2**30)  # sparse: no room is taken on the disk
    before = bytes_read()
    with within(4):
        assert "line 1: is longer than 1 MiB" in fault(all_of(READERS[read], Opened(path, BadList)))
    assert bytes_read() - before < 3 * MIB


def test_a_file_may_have_as_many_bytes_as_is_said_and_none_more(tmp_path: Path) -> None:
    text = "12345\n" * 20
    assert len(list(opened(tmp_path, text, most=120).lines())) == 20
    assert "is larger than" in fault(lambda: list(opened(tmp_path, text, most=119).lines()))


@pytest.mark.parametrize("read", ["lines", "rows", "table", "elements", "json_lines"])
def test_what_unpacks_to_more_than_is_allowed_is_refused_as_soon_as_it_does(tmp_path: Path, read: str) -> None:
    inside = {"elements": b"<list>" + b"<party/>" * 8 * MIB, "json_lines": b"[1]\n" * 16 * MIB}
    bomb = gzip.compress(inside.get(read, b"a,b\n" * 16 * MIB), 6)
    assert len(bomb) < MIB / 4
    file = opened(tmp_path, bomb, most=MIB // 8, name="list.csv.gz")
    with within(4):
        assert "is larger than" in fault(all_of(READERS[read], file))


def test_a_document_that_unpacks_to_more_than_is_ever_read_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert LARGEST_JSON == 512 * MIB
    monkeypatch.setattr("reprieve.intake.opened.LARGEST_JSON", MIB)
    file = opened(tmp_path, gzip.compress(b"[" + b" " * 64 * MIB + b"]"), name="list.json.gz")
    with within(8):
        assert "is larger than 1 MiB" in fault(file.json)


@pytest.mark.parametrize("read", READERS)
def test_a_packed_file_that_is_cut_or_broken_is_refused(tmp_path: Path, read: str) -> None:
    content = b'{"a": "%s"}\n' % b"".join(b"%d" % (number * 7919) for number in range(9000))
    content = b"<list>%s</list>" % content if read == "elements" else content
    packed = gzip.compress(content)
    for cut in (3, 11, 40, len(packed) // 2, len(packed) - 4):
        file = opened(tmp_path, packed[:cut], name="list.gz")
        assert "cannot be read to its end" in fault(all_of(READERS[read], file)), cut
    wrong_sum = packed[:-8] + bytes(4) + packed[-4:]
    assert "CRC" in fault(all_of(READERS[read], opened(tmp_path, wrong_sum, name="list.gz")))
    flipped = packed[:200] + bytes(byte ^ 0xFF for byte in packed[200:220]) + packed[220:]
    with pytest.raises(BadList):
        list(READERS[read](opened(tmp_path, flipped, name="list.gz")))


@pytest.mark.parametrize("read", READERS)
def test_what_is_packed_reads_as_what_is_not(tmp_path: Path, read: str) -> None:
    content = b"<list><party>a</party></list>" if read == "elements" else b'{"a": 1}\n'
    plain, packed = opened(tmp_path, content), opened(tmp_path, gzip.compress(content), name="list.gz")
    assert packed.name == "list"
    assert plain.head() == packed.head() == content
    assert len(list(READERS[read](plain))) == len(list(READERS[read](packed))) == COUNT.get(read, 1)


@pytest.mark.parametrize("read", READERS)
def test_a_file_that_is_not_there_or_is_a_folder_is_one_clear_line(tmp_path: Path, read: str) -> None:
    for path, why in ((tmp_path / "list.gone", "No such file"), (tmp_path / "list.d", "Is a directory")):
        (tmp_path / "list.d").mkdir(exist_ok=True)
        assert f"cannot be read: {why}" in fault(all_of(READERS[read], Opened(path, BadList)))


def test_without_a_wish_the_fault_is_bad_input(tmp_path: Path) -> None:
    with pytest.raises(BadInput) as caught:
        list(Opened(tmp_path / "gone").lines())
    assert type(caught.value) is BadInput


# ---- text


def test_what_is_no_utf_8_is_refused_with_its_line_and_byte(tmp_path: Path) -> None:
    latin = opened(tmp_path, "a,b\nabcdé,f\n".encode("latin-1"))
    assert fault(lambda: list(latin.rows())) == "list.txt, line 2, byte 5: is not utf-8 text"
    wide = opened(tmp_path, "a,b\n".encode("utf-16"))
    assert fault(lambda: list(wide.rows())) == "list.txt, line 1, byte 1: is not utf-8 text"
    assert "line 1, byte 1" in fault(lambda: list(wide.json_lines()))
    assert "is not valid JSON" in fault(wide.json)


def test_another_encoding_is_read_where_it_is_asked_for(tmp_path: Path) -> None:
    latin = opened(tmp_path, "a,b\nabcdé,f\n".encode("latin-1"))
    assert [cells for _, cells in latin.rows(encoding="latin-1")] == [["a", "b"], ["abcdé", "f"]]


@pytest.mark.parametrize("encoded", [b"\xed\xa0\x80", b"\xc0\xaf", b"\xf5\x80\x80\x80", b"\xe2\x82"])
def test_no_half_or_disguised_character_is_read(tmp_path: Path, encoded: bytes) -> None:
    assert "line 1, byte 2: is not utf-8" in fault(lambda: list(opened(tmp_path, b"a" + encoded + b"\n").lines()))


def test_a_mark_of_byte_order_is_no_part_of_the_first_column(tmp_path: Path) -> None:
    file = opened(tmp_path, b"\xef\xbb\xbfname,country\nAcme,\xef\xbb\xbfNO\n")
    assert list(file.table("name")) == [(2, {"name": "Acme", "country": "\ufeffNO"})]
    assert opened(tmp_path, b'\xef\xbb\xbf{"a": 1}').json() == {"a": 1}
    assert list(opened(tmp_path, b"\xef\xbb\xbf[1]\n[2]\n").json_lines()) == [(1, [1]), (2, [2])]
    roots = list(opened(tmp_path, b"\xef\xbb\xbf<list><party/></list>").elements("party"))
    assert [each.tag for each in roots] == ["list", "party"]


def test_control_characters_are_kept_and_end_no_line(tmp_path: Path) -> None:
    odd = "a\x00b\x1a,c\x0bd\x0c\x1c\x85\u2028e\n"
    assert list(opened(tmp_path, odd).rows()) == [(1, odd[:-1].split(","))]


# ---- tables


@pytest.mark.parametrize(
    ("text", "line", "what"),
    [
        ("", 1, "has no column 'a'"),
        ("b,c\n", 1, "has no column 'a'"),
        ("a,b,b\n", 1, "has the column 'b' twice"),
        ("a,b\n1,2\n3\n", 3, "has 1 cells, not 2"),
        ("a,b\n1,2\n3,4,5\n", 3, "has 3 cells, not 2"),
        ('a,b\n1,"2\n3,4\n', 3, "is not valid CSV: unexpected end of data"),
        ('a,b\n1,"2"3\n', 2, "is not valid CSV: ',' expected after '\"'"),
        ('a,b\n"1\n\n1",2\n3\n', 5, "has 1 cells, not 2"),
    ],
)
def test_a_table_that_is_not_whole_is_refused_with_the_line(tmp_path: Path, text: str, line: int, what: str) -> None:
    assert f"list.txt, line {line}: {what}" in fault(lambda: list(opened(tmp_path, text).table("a")))


def test_a_row_that_is_cut_is_filled_only_where_that_is_asked_for(tmp_path: Path) -> None:
    assert [cells for _, cells in opened(tmp_path, "a,b\n1\n").table(short=True)] == [{"a": "1", "b": ""}]
    assert "has 3 cells" in fault(lambda: list(opened(tmp_path, "a,b\n1,2,3\n").table(short=True)))


def test_a_quote_that_never_ends_does_not_take_in_the_whole_file(tmp_path: Path) -> None:
    file = opened(tmp_path, 'a,b\n1,"2\n' + "x,y\n" * 4 * MIB)
    with within(4):
        assert "is not valid CSV: field larger than field limit" in fault(lambda: list(file.rows()))


# ---- XML

SECRET = "Confidential"  # noqa: S105  # what no message may show
LAUGHS = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10))


@pytest.mark.parametrize(
    "declared",
    [
        "",
        '<!ENTITY a0 "ha">' + LAUGHS,
        '<!ENTITY a0 "ha"><!ENTITY a9 "&a0;">',
        '<!ENTITY a9 SYSTEM "secret.txt">',
        '<!ENTITY % a SYSTEM "secret.txt"> %a;<!ENTITY a9 "x">',
        '<!ATTLIST party kind CDATA "person">',
    ],
    ids=["nothing", "billion laughs", "one entity", "external", "parameter", "default attribute"],
)
def test_a_file_that_declares_anything_is_refused_unread(
    tmp_path: Path, declared: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "secret.txt").write_text(SECRET, encoding="utf-8")
    file = opened(tmp_path, f"<?xml version='1.0'?><!DOCTYPE list [{declared}]><list><party>&a9;</party></list>")
    with within(2):
        said = fault(lambda: list(file.elements("party")))
    assert "declares what a list never needs (DTDForbidden)" in said
    assert SECRET not in said


def test_a_type_declared_elsewhere_is_refused_and_not_fetched(tmp_path: Path) -> None:
    file = opened(tmp_path, '<!DOCTYPE list SYSTEM "http://192.0.2.1/list.dtd"><list/>')
    assert "DTDForbidden" in fault(lambda: list(file.elements("party")))


def test_an_entity_that_nobody_declared_is_a_fault(tmp_path: Path) -> None:
    file = opened(tmp_path, "<list>\n <party>&a9;</party></list>")
    assert "list.txt, line 2, column 8: is not whole XML: undefined entity" in fault(lambda: list(file.elements("a")))


WHOLE = "<list made='today'><group><party id='1'>A<name>B</name></party> <note>n</note></group><party id='2'/></list>"


@pytest.mark.parametrize("cut", range(len(WHOLE)))
def test_xml_that_ends_too_early_is_a_fault_wherever_it_ends(tmp_path: Path, cut: int) -> None:
    said = fault(lambda: list(opened(tmp_path, WHOLE[:cut]).elements("party")))
    assert re.search(r"list\.txt, line 1, column \d+: is not whole XML", said)


def test_xml_with_something_behind_it_is_a_fault(tmp_path: Path) -> None:
    for behind in ("x", "<list/>", "\x00"):
        assert "is not whole XML" in fault(lambda: list(opened(tmp_path, WHOLE + behind).elements("party")))  # noqa: B023  # called at once


def test_elements_come_whole_after_the_root_without_regard_to_namespaces(tmp_path: Path) -> None:
    spaced = WHOLE.replace("<list", "<list xmlns='urn:a' xmlns:b='urn:b'").replace("party", "b:party")
    for text in (WHOLE, spaced):
        root, *parties = (
            (bare(each.tag), dict(each.attrib), each.findtext("{*}name"))
            for each in opened(tmp_path, text).elements("party")
        )
        assert root == ("list", {"made": "today"}, None)
        assert parties == [("party", {"id": "1"}, "B"), ("party", {"id": "2"}, None)]


def test_a_text_without_an_end_is_not_taken_in(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert LONGEST_TEXT == 16 * MIB
    monkeypatch.setattr("reprieve.intake.xml.LONGEST_TEXT", MIB)
    silent = "x" * (MIB - 2**17)
    assert len(list(opened(tmp_path, f"<list>{f'{silent}<party/>' * 3}</list>").elements("party"))) == 4
    for begin in ("<list>", "<list><!--", "<list a='", "<list><party><?", "<list><![CDATA["):
        file = opened(tmp_path, gzip.compress((begin + "x" * 32 * MIB).encode()), name="list.xml.gz")
        with within(8):
            assert "or a text in it is" in fault(lambda: list(file.elements("party")))  # noqa: B023  # called at once


def test_elements_are_forgotten_when_they_have_been_given(tmp_path: Path) -> None:
    party = "<party><name>Example Works</name><address><city>Oslo</city></address></party>\n<note>n</note>"
    file = opened(tmp_path, gzip.compress(f"<list><group>{party * 30_000}</group></list>".encode()), name="list.xml.gz")
    with within(2):
        assert sum(1 for _ in file.elements("party")) == 30_001


@pytest.mark.parametrize("encoding", ["utf-16", "latin-1", "utf-8"])
def test_xml_is_read_in_the_encoding_that_it_declares(tmp_path: Path, encoding: str) -> None:
    text = f"<?xml version='1.0' encoding='{encoding}'?><list><party>Wörks</party></list>"
    file = opened(tmp_path, text.encode(encoding))
    assert [each.text for each in file.elements("party")][1:] == ["Wörks"]


@pytest.mark.parametrize("encoding", ["klingon", "utf-7", "shift_jis", "rot13", "hex"])
def test_xml_in_an_encoding_that_cannot_be_read_is_a_fault(tmp_path: Path, encoding: str) -> None:
    file = opened(tmp_path, f"<?xml version='1.0' encoding='{encoding}'?><list><party/></list>")
    assert "cannot be decoded" in fault(lambda: list(file.elements("party")))


def test_xml_that_nests_without_end_is_refused_at_once(tmp_path: Path) -> None:
    deep = opened(tmp_path, f"<list>{'<a>' * 2000}{'</a>' * 2000}</list>")
    with within(4):
        assert f"nests more than {DEEPEST} elements" in fault(lambda: list(deep.elements("party")))
    depth = DEEPEST - 1
    assert len(list(opened(tmp_path, f"<list>{'<a>' * depth}{'</a>' * depth}</list>").elements("a"))) == DEEPEST


# ---- JSON


@pytest.mark.parametrize(
    "text",
    ["", "{", '{"a": }', "[1,]", "[1] [2]", "nonsense", '{"a": "\\ud800"}', '"\x00"', "NaN", "[" * 200_000],
    ids=repr,
)
def test_json_that_is_broken_or_nests_without_end_is_a_fault(tmp_path: Path, text: str) -> None:
    assert "list.txt: is not valid JSON" in fault(opened(tmp_path, text).json)
    if text:
        second = opened(tmp_path, f"[1]\n\n{text}\n")
        assert "list.txt, line 3: is not valid JSON" in fault(lambda: list(second.json_lines()))


def test_documents_are_told_by_their_lines(tmp_path: Path) -> None:
    assert list(opened(tmp_path, '{"a": 1}\n\n \n[2]').json_lines()) == [(1, {"a": 1}), (4, [2])]


def test_a_head_is_the_beginning_and_no_more(tmp_path: Path) -> None:
    content = zlib.compress(bytes(range(256)) * 400, 0)
    assert opened(tmp_path, content).head() == content[:8192]
    assert opened(tmp_path, gzip.compress(content)).head() == content[:8192]
    assert opened(tmp_path, b"").head() == b""
    assert "cannot be read to its end" in fault(opened(tmp_path, gzip.compress(content)[:8]).head)
