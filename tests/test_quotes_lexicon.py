"""The tables of reporting: their form, how wide they are, and the forms that come from a row."""

from __future__ import annotations

import pytest

from marsad.quotes import lexicon
from marsad.text.fold import fold


@pytest.mark.parametrize(
    ("form", "lemma", "kind"),
    [
        ("قالت", "قال", "verb"),
        ("يقولون", "قال", "verb"),
        ("نفت", "نفى", "verb"),
        ("يدعو", "دعا", "verb"),
        ("داعيا", "دعا", "participle"),
        ("مؤكدة", "أكد", "participle"),
        ("مشيرين", "أشار", "participle"),
        ("قوله", "قال", "noun"),
        ("تأكيدها", "أكد", "noun"),
    ],
)
def test_forms_of_a_predicate(form: str, lemma: str, kind: str) -> None:
    found = lexicon.predicates()[fold(form)]
    assert (found.lemma, found.kind) == (fold(lemma), kind)


@pytest.mark.parametrize("word", ["مدينة", "مذكرة", "ردا", "كاتبة", "تعد"])
def test_everyday_words_report_nothing(word: str) -> None:
    assert fold(word) not in lexicon.predicates()


def test_the_gender_and_time_of_a_form_are_known() -> None:
    table = lexicon.predicates()
    assert (table[fold("أعلنت")].feminine, table[fold("أعلن")].feminine) == (True, False)
    assert (table[fold("يعلن")].present, table[fold("أعلن")].present) == (True, False)


def test_more_than_120_verbs_and_known_stances() -> None:
    table = lexicon.predicates()
    assert len({p.lemma for p in table.values()}) > 120
    assert {p.stance for p in table.values()} == {"say", "deny", "accuse", "call", "warn", "promise", "claim", "praise"}
    assert {f for p in table.values() for f in p.flags} <= set("pdcemorqst")


def test_nouns_are_known_with_and_without_article() -> None:
    assert lexicon.is_a(fold("الوزير"), "role")
    assert lexicon.is_a(fold("والوزارة"), "body")
    assert not lexicon.is_a(fold("الشجرة"), "role")
