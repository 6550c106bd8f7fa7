"""The spaCy components: names and quotes in a blank Arabic pipeline."""

from __future__ import annotations

import pytest

spacy = pytest.importorskip("spacy", reason="spaCy is not installed: pip install 'marsad[spacy]'")

TEXT = (
    "قال وزير الخارجية الروسي سيرغي لافروف إن بلاده لن تغادر سوريا.\n"
    "وأضاف لافروف: «نعمل مع دمشق والأمم المتحدة على تسوية دائمة». ولم تعلق واشنطن على كلام لافروف."
)


@pytest.fixture(scope="module")
def nlp() -> spacy.Language:
    made = spacy.blank("ar")
    made.add_pipe("marsad_names")
    for component in ("marsad_quotes", "marsad_labels", "marsad_events"):
        made.add_pipe(component)
    return made


def test_entities_have_their_type_and_entity(nlp: spacy.Language) -> None:
    doc = nlp(TEXT)
    found = {(e.text.strip(".،"), e.label_, e.kb_id_) for e in doc.ents}
    assert ("سيرغي لافروف", "PER", "sergey-lavrov") in found
    assert ("لافروف", "PER", "sergey-lavrov") in found
    assert ("سوريا", "LOC", "syria") in found
    assert any(label == "ORG" and entity == "united-nations" for _, label, entity in found)


def test_mentions_keep_their_own_characters(nlp: spacy.Language) -> None:
    doc = nlp(TEXT)
    nations = next(m for m in doc._.marsad_mentions if m.entity and m.entity.id == "united-nations")
    assert nations.span.of(doc.text) == nations.text
    assert nations.clitic == "و"
    assert nations.how == "catalogue"


def test_quotes_have_their_speaker(nlp: spacy.Language) -> None:
    doc = nlp(TEXT)
    direct = [q for q in doc._.marsad_quotes if q.direct]
    assert [q.text for q in direct] == ["نعمل مع دمشق والأمم المتحدة على تسوية دائمة"]
    assert direct[0].speaker.entity.id == "sergey-lavrov"
    assert {s.label_ for s in doc.spans["marsad_quotes"]} == {"direct", "indirect"}


def test_quotes_without_names_say_what_to_do() -> None:
    alone = spacy.blank("ar")
    alone.add_pipe("marsad_quotes")
    with pytest.raises(ValueError, match="marsad_names"):
        alone(TEXT)


def test_an_empty_text_and_a_pipe_of_texts_pass(nlp: spacy.Language) -> None:
    docs = list(nlp.pipe(["", "   ", TEXT]))
    assert [len(d.ents) > 0 for d in docs] == [False, False, True]
    assert nlp.pipe_names == ["marsad_names", "marsad_quotes", "marsad_labels", "marsad_events"]


def test_labels_and_events_stand_beside_them(nlp: spacy.Language) -> None:
    doc = nlp("التقى وزير الخارجية الروسي سيرغي لافروف نظيره الأمريكي جون كيري في جنيف أمس.")
    assert next(s.text for s in doc.spans["marsad_labels"]) == "وزير الخارجية الروسي"
    assert {(e.type, tuple(sorted(a.entity.id for a in e.agents))) for e in doc._.marsad_events} == {
        ("meet", ("john-kerry", "sergey-lavrov"))
    }
