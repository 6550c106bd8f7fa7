"""The language of queries: what readers write means what they mean, and nothing that they write is an error."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from marsad.search.language import DEEPEST, MOST, And, Filter, Not, Or, Phrase, Prefix, Query, Remark, Word, parse

LAVROV, KERRY, SYRIA = Word("لافروف"), Word("كيري"), Word("سوريا")


@pytest.mark.parametrize(
    ("text", "root"),
    [
        ("", None),
        ("  ", None),
        ("لافروف", LAVROV),
        ("لافروف كيري", And((LAVROV, KERRY))),
        ("لافروف AND كيري", And((LAVROV, KERRY))),
        ("لافروف & كيري", And((LAVROV, KERRY))),
        ("لافروف | كيري", Or((LAVROV, KERRY))),
        ("لافروف OR كيري", Or((LAVROV, KERRY))),
        ("لافروف -كيري", And((LAVROV, Not(KERRY)))),
        ("لافروف NOT كيري", And((LAVROV, Not(KERRY)))),
        ("لافروف NOT NOT كيري", And((LAVROV, KERRY))),
        ("لافروف سوريا | كيري", Or((And((LAVROV, SYRIA)), KERRY))),
        ("لافروف (سوريا | كيري)", And((LAVROV, Or((SYRIA, KERRY))))),
        ("-(سوريا | كيري)", Not(Or((SYRIA, KERRY)))),
        ('"وزير الخارجية"', Phrase(("وزير", "الخارجية"))),
        ("«وزير الخارجية» لافروف", And((Phrase(("وزير", "الخارجية")), LAVROV))),
        ("“وزير الخارجية”", Phrase(("وزير", "الخارجية"))),
        ('"سوريا"', Phrase(("سوريا",))),
        ('"لافروف كيري"~5', Phrase(("لافروف", "كيري"), 5)),
        ("لافروف NEAR كيري", Phrase(("لافروف", "كيري"), 10)),
        ("لافروف NEAR/3 كيري", Phrase(("لافروف", "كيري"), 3)),
        ("سياس*", Prefix("سياس")),
        ("جان-إيف", Phrase(("جان", "إيف"))),
        ("مصدر:سانا", Filter("source", ("سانا",))),
        ("source:sana,aawsat", Filter("source", ("sana", "aawsat"))),
        ('مصدر: "الشرق الأوسط"', Filter("source", ("الشرق الأوسط",))),
        ("tag:سوريا -kind:agency", And((Filter("tag", ("سوريا",)), Not(Filter("kind", ("agency",)))))),
        ("من:لافروف بعد:2018", And((Filter("speaker", ("لافروف",)), Filter("after", ("2018",))))),
        ("SOURCE:sana إلى:2019-03", And((Filter("source", ("sana",)), Filter("until", ("2019-03",))))),
        ("10:30", Phrase(("10", "30"))),
        ("#سوريا", SYRIA),
        ("سوريا؟", SYRIA),
        ("*", None),
    ],
)
def test_what_a_query_means(text: str, root: object) -> None:
    assert parse(text) == Query(root)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("text", "root", "remark"),
    [
        ('سوريا "وزير الخارجية', And((SYRIA, Phrase(("وزير", "الخارجية")))), Remark("unclosed", "وزير الخارجية")),
        ("(سوريا | كيري", Or((SYRIA, KERRY)), Remark("bracket")),
        ("سوريا) كيري", And((SYRIA, KERRY)), Remark("bracket")),
        ("سوريا OR", SYRIA, Remark("operator")),
        ("| سوريا", SYRIA, Remark("operator")),
        ("سوريا NOT", SYRIA, Remark("operator")),
        ("NEAR سوريا", SYRIA, Remark("operator")),
        ("سوريا مصدر:", SYRIA, Remark("empty_filter", "مصدر")),
    ],
)
def test_what_is_forgiven_is_told(text: str, root: object, remark: Remark) -> None:
    assert parse(text) == Query(root, (remark,))  # type: ignore[arg-type]


def test_a_pasted_page_asks_for_its_first_words() -> None:
    found = parse("كلمة " * 5000)
    assert found.remarks == (Remark("too_long", str(MOST)),)
    assert isinstance(found.root, And)
    assert len(found.root.parts) == MOST


@pytest.mark.parametrize("text", ["(" * 5000, "-(" * 5000 + "سوريا", "NOT " * 5000, '"' * 4999, ":" * 5000, "-" * 5000])
def test_signs_without_end_are_no_error(text: str) -> None:
    assert depth(parse(text).root) <= DEEPEST + 2


def depth(node: object) -> int:
    """How many parts stand within parts."""
    if isinstance(node, And | Or):
        return 1 + max(map(depth, node.parts))
    return 1 + depth(node.part) if isinstance(node, Not) else 0


SIGNS = st.sampled_from(
    [*'"«»“”()[]{}|&+-!*~:،,', " ", " OR ", " NOT ", " AND ", " NEAR/2 ", "مصدر:", "tag:", "after:", "~5"]
)
WORDS = st.text(min_size=1, max_size=6) | st.sampled_from(["لافروف", "وزير", "2018", "ـ", "َ", "\ud800", "\0", "٣"])


@settings(max_examples=400, deadline=None)
@given(st.lists(SIGNS | WORDS, max_size=40))
def test_any_text_is_a_query(parts: list[str]) -> None:
    text = "".join(parts)
    found = parse(text)
    assert parse(text) == found
    assert len(found.remarks) == len(set(found.remarks))
