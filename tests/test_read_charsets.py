"""Charsets: the bytes decide, declarations are hints, text encoded twice is turned back."""

from __future__ import annotations

import contextlib
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from marsad.intake import mojibake
from marsad.intake.charsets import NotTextError, decode

TEXT = (
    "افتتح محافظ حضرموت صباح اليوم ميناء الصيد الجديد في مدينة المكلا، وقال إن العمل فيه سيبدأ من الأسبوع المقبل.\n"
    "وأضاف «أن الميناء سيعود على الصيادين بالنفع»، مشيرا إلى أن كلفته بلغت 12 مليونا.\n"
)
#: As the charsets of one byte a letter can hold it.
PLAIN = TEXT.replace("«", '"').replace("»", '"')
PAGE = "<html><head><meta charset='{}'><title>خبر</title></head><body><p>{}</p></body></html>"
LETTERS = st.text(st.sampled_from("ابتثجحخدذرزسشصضطظعغفقكلمنهويةىءأإآؤئ،؛؟ 0123456789\n"), min_size=1)


def browser(data: bytes, charset: str) -> str:
    """``data`` as browsers read it: a byte that the charset leaves undefined is the control character."""
    return "".join(bytes([b]).decode(charset, "ignore") or chr(b) for b in data)


@pytest.mark.parametrize("charset", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1256"])
def test_undeclared_charsets_that_hold_everything(charset: str) -> None:
    text, found = decode(TEXT.encode(charset))
    assert (text.lstrip("\ufeff"), found) == (TEXT, charset)


@pytest.mark.parametrize("charset", ["iso8859_6", "mac_arabic", "cp720"])
def test_undeclared_charsets_of_old(charset: str) -> None:
    text, found = decode(PLAIN.encode(charset, "ignore"))
    assert text == PLAIN.encode(charset, "ignore").decode(charset)
    if charset == "mac_arabic":
        assert found in ("mac_arabic", "iso8859_6")
    else:
        assert found == charset


@pytest.mark.parametrize(
    "declared", ["utf-8", "iso-8859-1", "windows-1252", "windows-1256", "no-such-charset", "utf-16"]
)
@pytest.mark.parametrize("real", ["utf-8", "cp1256", "iso8859_6"])
def test_wrong_declarations_do_no_harm(declared: str, real: str) -> None:
    text, found = decode(PAGE.format(declared, PLAIN).encode(real), declared)
    assert (text, found) == (PAGE.format(declared, PLAIN), real)


def test_a_declaration_decides_where_the_bytes_say_little() -> None:
    short = "حريق في ميناء الحديدة"
    assert decode(short.encode("cp1256"), "windows-1256") == (short, "cp1256")
    assert decode(PAGE.format("windows-1256", short).encode("cp1256"))[0] == PAGE.format("windows-1256", short)
    assert decode("Élysée : été à Nîmes".encode("cp1252"), "windows-1252") == ("Élysée : été à Nîmes", "cp1252")


@pytest.mark.parametrize(
    "declared", ["idna", "punycode", "hex", "undefined", "rot13", "unicode_escape", "utf-7", "zlib"]
)
def test_a_declared_charset_that_is_none(declared: str) -> None:
    text, found = decode("Élysée \\d été à Nîmes, naïveté, cœur, garçon".encode("cp1252"), declared)
    assert "lys" in text
    assert found not in (declared, "utf-8")


def test_arabic_far_behind_the_head_of_a_page() -> None:
    page = "<html><head><script>" + "var a = 1;\n" * 20_000 + f"</script></head><body>{PLAIN}</body></html>"
    assert decode(page.encode("cp1256")) == (page, "cp1256")


def test_broken_bytes_inside_good_text() -> None:
    whole = TEXT.encode()
    text, found = decode(whole[:40] + b"\xff\xfe\xd8" + whole[40:])
    assert found == "utf-8 (broken)"
    assert text.replace("\ufffd", "") == TEXT
    text, found = decode(whole[:-4] + b"\xd9")
    assert found == "utf-8 (broken)"
    assert text[:-1] in TEXT


@pytest.mark.parametrize("through", ["cp1252", "latin-1", "cp1256"])
@pytest.mark.parametrize("times", [1, 2])
def test_text_encoded_twice_or_more_is_turned_back_and_said(through: str, times: int) -> None:
    data = TEXT.encode()
    for _ in range(times):
        data = browser(data, through).encode()
    text, found = decode(data)
    assert text == TEXT
    assert found.startswith("utf-8 (read as cp125")


def test_a_part_of_a_page_that_was_encoded_twice() -> None:
    page = f"{TEXT}\nاقرأ أيضا: {browser(TEXT.encode(), 'cp1252')}"
    assert decode(page.encode()) == (f"{TEXT}\nاقرأ أيضا: {TEXT}", "utf-8 (read as cp1252)")


def test_the_letter_that_replacing_programs_lose() -> None:
    lossy = "قال المتحدث في تصريح إن الفريق توقف".encode().decode("cp1252", "replace")
    assert mojibake.repaired(lossy)[0] == "قال المتحدث في تصريح إن الفريق توقف"


@pytest.mark.parametrize(
    "data", [bytes(range(256)) * 40, b"\x89PNG\r\n\x1a\n" + bytes(2000), b"\x00" * 500, b"\xff\xfe\x00\xd8" * 300]
)
def test_what_is_no_text(data: bytes) -> None:
    with pytest.raises(NotTextError):
        decode(data)


@given(LETTERS)
def test_good_text_is_never_changed(text: str) -> None:
    assert decode(text.encode()) == (text, "utf-8")


@given(st.text())
def test_turning_back_ends_and_leaves_what_it_cannot(text: str) -> None:
    found, through = mojibake.repaired(text)
    assert (found == text) == (through is None)
    assert mojibake.repaired(found)[0] == found


@given(st.binary(max_size=400))
def test_any_bytes_are_text_or_said_not_to_be(data: bytes) -> None:
    with contextlib.suppress(NotTextError):
        text, charset = decode(data)
        assert isinstance(text, str)
        assert charset


def test_good_text_costs_next_to_nothing() -> None:
    data = (PAGE.format("utf-8", TEXT) * 300).encode()

    def best(work: object) -> float:
        times = []
        for _ in range(7):
            start = time.perf_counter()
            work()  # type: ignore[operator]
            times.append(time.perf_counter() - start)
        return min(times)

    assert best(lambda: decode(data)) < 12 * best(lambda: data.decode("utf-8"))
