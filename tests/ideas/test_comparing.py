"""Two versions side by side: every word of both is there, in order, and nothing else."""

from hypothesis import given
from hypothesis import strategies as st

from ideas.content import comparing

TEXTS = st.text(alphabet=st.sampled_from("ab \n.é"), max_size=60)
LABELS = {"title": ("Titel", {}), "answers.why": ("Waarom?", {}), "entities": ("Entiteiten", {"k1": "VDAB"})}


@given(before=TEXTS, after=TEXTS)
def test_the_pieces_give_both_texts_back(before, after):
    pieces = list(comparing.pieces(before, after))

    assert "".join(one.text for one in pieces if one.kind != "new") == before
    assert "".join(one.text for one in pieces if one.kind != "gone") == after


def test_words_are_compared_and_not_letters():
    pieces = comparing.pieces("een stille straat", "een luide straat")

    assert [(one.kind, one.text) for one in pieces] == [
        ("same", "een "),
        ("gone", "stille "),
        ("new", "luide "),
        ("same", "straat"),
    ]


def test_only_fields_that_differ_are_told_in_the_order_of_the_form():
    older = {"title": "A", "answers": {}, "entities": []}
    newer = {"title": "A", "answers": {"why": "Daarom."}, "entities": ["k1"]}

    changes = comparing.differences(older, newer, LABELS)

    assert [change.label for change in changes] == ["Waarom?", "Entiteiten"]
    assert changes[1].pieces[-1].text == "VDAB"


def test_a_field_that_an_older_version_did_not_know_is_empty_there():
    assert comparing.differences({}, {"title": "", "answers": {}, "entities": []}, LABELS) == []


def test_long_texts_are_compared_by_line_or_as_a_whole():
    words = " ".join(f"w{number}" for number in range(2000))
    other = " ".join(f"v{number}" for number in range(2000))
    lines = "\n".join(f"regel {number}" for number in range(400))

    assert [one.kind for one in comparing.pieces(words, other)] == ["gone", "new"]
    assert [one.text for one in comparing.pieces(lines, lines + "\nnieuw") if one.kind == "new"] != []
