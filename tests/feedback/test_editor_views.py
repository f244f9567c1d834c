"""The editor of the questionnaire, and the page of free words."""

import pytest
from django.urls import reverse

from essaim.feedback import queries, rules
from essaim.feedback.models import Cold, Kind, Version, Word
from essaim.feedback.queries import Scope
from essaim.feedback.rules import Asked
from tests.factories import FormatFactory, ProgrammeFactory
from tests.feedback.helpers import answered, publish, sheet_of

pytestmark = pytest.mark.django_db
EDITOR = reverse("feedback:editor")
WORD = Asked("q0000000c", Kind.TEXT, "Un mot ?")


@pytest.fixture
def desk(client, alice):
    client.force_login(alice)
    return client


@pytest.fixture
def scope():
    return Scope(ProgrammeFactory())


def posted(asked, *, do="save", revision=0):
    """The page's form as a browser sends it."""
    data = {"do": do, "revision": revision}
    for rank, question in enumerate(asked):
        data |= {
            f"q{rank}-name": question.name,
            f"q{rank}-kind": question.kind,
            f"q{rank}-text": question.text,
        }
        data |= {f"q{rank}-label{n}": label for n, label in enumerate(question.labels)}
        data |= {f"q{rank}-icon{n}": icon for n, icon in enumerate(question.icons)}
    return data


def names(version):
    return [question["name"] for question in version.questions]


def test_it_shows_the_questions_in_use_and_writes_nothing(desk):
    page = desk.get(EDITOR).content.decode()
    assert page.count("Avez-vous appris quelque chose d’utile pour votre travail") == 2  # field and preview
    assert "20 secondes" in page
    assert not Version.objects.exists()


def test_buttons_move_add_and_remove_and_keep_what_was_typed(desk):
    asked = rules.standard_questions()
    desk.post(EDITOR, posted(asked, do="up-2"))
    assert names(Version.objects.get()) == ["useful", "next", "use"]
    response = desk.post(EDITOR, posted([*asked[:2], WORD], do="add-scale", revision=1))
    draft = Version.objects.get()
    assert response["Location"] == f"{EDITOR}?question=4#question-4"
    assert [question["kind"] for question in draft.questions] == ["tiles", "tiles", "text", "scale"]
    desk.post(EDITOR, posted(rules.read_asked(draft.questions), do="drop-1", revision=2))
    assert [question["kind"] for question in Version.objects.get().questions] == ["tiles", "text", "scale"]
    assert 'id="question-3"' in desk.get(EDITOR).content.decode()


def test_publishing_puts_the_page_in_use(desk, scope):
    response = desk.post(EDITOR, posted([*rules.standard_questions(), WORD], do="use"), follow=True)
    assert "La version 1 est en service" in response.content.decode()
    assert queries.asked_in(scope)[3] == WORD


@pytest.mark.parametrize(("text", "said"), [("", "Ce champ"), ("é" * 2000, "160"), (" \u00a0 ", "Ce champ")])
def test_a_wrong_wording_is_told_at_its_question_and_nothing_is_lost(desk, scope, text, said):
    asked = [*rules.standard_questions(), Asked("q0000000a", Kind.SCALE, text, ("lent", "vite 🙂"))]
    response = desk.post(EDITOR, posted(asked, do="use"))
    page = response.content.decode()
    assert response.status_code == 400
    assert "Question 4" in page
    assert said in page
    assert "vite 🙂" in page
    assert queries.draft_of(scope).questions[3]["labels"] == ["lent", "vite 🙂"]
    assert not queries.used_versions(scope).exists()


def test_forty_choices_and_forged_names_become_three_of_ours(desk):
    forged = Asked("key", Kind.TILES, "Salle ?", tuple(str(n) for n in range(40)), ("../x",) * 40)
    desk.post(EDITOR, posted([rules.standard_questions()[0], forged]))
    question = Version.objects.get().questions[1]
    assert question["labels"] == ["0", "1", "2"]
    assert question["icons"] == ["star"] * 3
    assert question["name"].startswith("q")


def test_forty_questions_are_cut_and_refused(desk, scope):
    many = [
        rules.standard_questions()[0],
        *(Asked(f"q000000{n:02}", Kind.SCALE, "?", ("a", "b")) for n in range(39)),
    ]
    response = desk.post(EDITOR, posted(many, do="use"))
    assert "Six questions au plus" in response.content.decode()
    assert not queries.used_versions(scope).exists()


def test_the_second_of_two_sees_what_the_first_changed_and_loses_nothing(desk, client, ada, scope):
    asked = rules.standard_questions()
    desk.post(EDITOR, posted([*asked, WORD]))
    client.force_login(ada)
    response = client.post(EDITOR, posted([*asked[:2], Asked("q0000000f", Kind.TEXT, "Le mien ?")]))
    page = response.content.decode()
    assert response.status_code == 400
    assert "Alice Morel a changé ce brouillon" in page
    assert "Un mot" in page
    assert "Le mien ?" in page
    assert 'name="revision" value="1"' in page
    assert len(queries.draft_of(scope).questions) == 4
    client.post(EDITOR, posted([asked[0]], revision=1))
    assert len(queries.draft_of(scope).questions) == 1


def test_the_preview_shows_what_stands_in_the_page_and_keeps_nothing(desk):
    asked = [*rules.standard_questions(), WORD, Asked("q0000000a", Kind.SCALE, "Rythme ?", ("lent", "vite"))]
    page = desk.post(reverse("feedback:editor_preview"), posted(asked)).content.decode()
    assert "45 secondes" in page
    assert "Au-delà de 30 secondes" in page
    assert "<textarea" in page
    assert "hx-post" not in page
    assert not Version.objects.exists()


def test_without_javascript_a_button_previews_the_draft(desk):
    response = desk.post(EDITOR, posted([*rules.standard_questions(), WORD], do="look"), follow=True)
    assert response.redirect_chain == [(f"{EDITOR}#apercu", 302)]
    assert "40 secondes" in response.content.decode()


def test_a_draft_is_given_up_and_a_version_is_taken_back(desk, scope, alice):
    publish(scope, [*rules.standard_questions(), WORD], by=alice)
    desk.post(EDITOR, posted([rules.standard_questions()[0]]))
    assert "Abandonner" in desk.get(EDITOR).content.decode()
    desk.post(EDITOR, posted([], do="forget"))
    assert queries.draft_of(scope) is None
    desk.post(EDITOR, {"do": "back", "number": 1})
    assert queries.asked_in(scope) == rules.standard_questions()


def test_a_format_has_its_own_page(desk, scope, alice):
    kind = FormatFactory()
    address = f"{EDITOR}?format={kind.slug}"
    desk.post(address, posted([rules.standard_questions()[0], WORD], do="use"))
    assert queries.asked_in(Scope(scope.programme, kind))[1:] == [WORD]
    assert queries.asked_in(scope) == rules.standard_questions()
    assert "à part" in desk.get(address).content.decode()
    assert desk.get(f"{EDITOR}?format=inconnu").status_code == 404
    versions = desk.get(reverse("feedback:editor_versions") + f"?format={kind.slug}").content.decode()
    assert "Un mot" in versions


def test_the_question_of_weeks_later_is_turned_on_by_format(desk):
    kind, other = FormatFactory(), FormatFactory(slug="autre")
    address = reverse("feedback:editor_cold")
    wrong = {f"format-{kind.pk}-is_on": "on", f"format-{kind.pk}-days": "3"}
    assert desk.post(address, wrong).status_code == 400
    desk.post(address, {f"format-{kind.pk}-is_on": "on", f"format-{kind.pk}-days": "90"})
    assert list(Cold.objects.values_list("format", "days")) == [(kind.pk, 90)]
    desk.post(address, {f"format-{other.pk}-is_on": "", f"format-{other.pk}-days": ""})
    assert not Cold.objects.exists()


# Free words


@pytest.fixture
def words(scope, alice):
    publish(scope, [rules.standard_questions()[0], WORD], by=alice)
    answered([sheet_of(useful="yes", q0000000c=f"Merci Samir {n}") for n in range(5)])
    return list(Word.objects.order_by("key"))


def decide(client, word, **data):
    return client.post(reverse("feedback:word_decide", args=[word.key]), data, follow=True).content.decode()


def test_a_coordinator_publishes_hides_and_takes_back(desk, words):
    page = desk.get(reverse("feedback:word_list")).content.decode()
    assert page.count("<article") == 5
    page = decide(desk, words[0], do="publish")
    undo = f"{reverse('feedback:word_decide', args=[words[0].key])}?do=wait"
    assert f'action="{undo}"' in page
    decide(desk, words[1], do="hide")
    assert sorted(Word.objects.values_list("state", flat=True)) == ["hidden", "published"] + ["waiting"] * 3
    desk.post(undo)
    assert Word.objects.filter(state="waiting").count() == 4


def test_a_name_is_struck_from_the_page(desk, words):
    assert "n’est plus gardé nulle part" in decide(desk, words[0], do="strike", names="Samir")
    assert Word.objects.filter(text__contains="Samir").count() == 4
    response = desk.post(
        reverse("feedback:word_decide", args=[words[1].key]), {"do": "strike", "names": "Inconnu"}
    )
    assert response.status_code == 400
    assert "recopiez-les" in response.content.decode()
    assert 'value="Inconnu"' in response.content.decode()


def test_words_of_another_organisation_and_incomplete_batches_do_not_exist(client, zoe, desk, words):
    client.force_login(zoe)
    address = reverse("feedback:word_decide", args=[words[0].key])
    assert client.post(address, {"do": "publish"}).status_code == 404
    words[0].bundle.__class__.objects.update(made_at=None)
    client.force_login(desk.session and words[0].bundle.format.programme.coordinators.get())
    assert client.post(address, {"do": "publish"}).status_code == 404
    assert client.post(address, {"do": "whatever"}).status_code == 404


@pytest.mark.parametrize("number", [1, 3])
def test_the_page_of_words_costs_the_same_for_one_and_for_three(
    desk, words, number, django_assert_max_num_queries
):
    Word.objects.filter(pk__in=[word.pk for word in words[number:]]).delete()
    with django_assert_max_num_queries(8):
        desk.get(reverse("feedback:word_list"))
