"""Files that are refused as a whole, each in words that say what to do."""

import io
import tracemalloc

import pytest

from essaim.people.hrfile import FileRefused, read
from essaim.people.hrfile.decoding import MAX_BYTES

GOOD = "matricule;nom\n1;Lévy\n"


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "est vide"),
        (b" \r\n\t ", "est vide"),
        (b"\xef\xbb\xbf", "est vide"),
        ("\ufeff".encode("utf-16-le"), "est vide"),
        (b"sep=;\n", "est vide"),
        (b"matricule;nom\n", "que l’en-tête"),
        (b"matricule;nom\n;\n\n", "que l’en-tête"),
        (b"000123;Benali;Nadia;nadia@x.fr\n000124;Petit;Jean;j@x.fr\n", "nom des colonnes"),
        (b"a;b;c\n1;2;3\n", "nom des colonnes"),
        (b"matricule;service\n1;Accueil\n", "Il manque la colonne « nom »"),
        ("nom;prénom\nPetit;Jean\n".encode(), "Il manque la colonne « matricule »"),
        (b"matricule;nom;nom\n1;A;B\n", "La colonne « nom » est en double"),
        (b"matricule;nom;NOM \n1;A;B\n", "La colonne « nom » est en double"),
        (b"matricule;nom;mail;e-mail\n1;A;b@c.fr;\n", "La colonne « courriel » est en double"),
        (b"matricule;nom\n1;Pe\x00tit\n", "octets nuls"),
        ("matricule;nom\n1;Lévy\n".encode() + "2;Zoé\n".encode("cp1252"), "deux encodages"),
        (b"\xef\xbb\xbf" + "matricule;nom\n1;Zoé\n".encode("cp1252"), "deux encodages"),
        (b"\xff\xfe" + "matricule;nom\n1;Z\n".encode("utf-16-le") + b"x", "deux encodages"),
        (b'matricule;nom\n1;"Petit\n2;Grand\n', "ligne 2 n’est jamais refermé"),
        (b'matricule;nom\n1;"Pe"tit\n2;Grand\n', "Ligne 2 : un guillemet est mal placé"),
        (b"<!DOCTYPE html><html><body>Connexion</body></html>", "page web"),
        (b"\n <html><table><tr><td>nom</td></tr></table></html>", "page web"),
        (b'<?xml version="1.0"?><a/>', "page web"),
        (b"PK\x03\x04\x14\x00\x06\x00", "abîmé ou incomplet"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "abîmé ou incomplet"),
        (b"%PDF-1.7\n", "un PDF"),
        (b"\x89PNG\r\n", "une image"),
        (bytes(range(1, 32)) * 40, "n’est pas du texte"),
        (b"matricule;nom\n1;" + b"x" * 10_000_000 + b"\n", "cellule est démesurée"),
        (b"matricule;nom\n1;" + b"x" * 40_000 + b"\n", "Ligne 2 : une cellule est démesurée"),
        (b'matricule;nom\n1;"' + b"x\n" * 200_000, "cellule est démesurée"),
        (b";".join(b"colonne %d" % n for n in range(100_000)) + b"\n1\n", "plus de 200 colonnes"),
        (b"matricule;nom" + b";" * 5_000_000 + b"\n1;Petit\n", "plus de 200 colonnes"),
        (b"matricule;nom\n" + b"1;x\n" * 100_001, "plus de 100 000 lignes"),
    ],
)
def test_a_file_is_refused_in_words(data, words):
    with pytest.raises(FileRefused, match=words.replace("(", r"\(").replace(")", r"\)")):
        read(data)


def test_a_file_of_more_than_fifty_megabytes_is_refused_before_it_is_read(tmp_path):
    path = tmp_path / "large.csv"
    with path.open("wb") as file:
        file.truncate(MAX_BYTES + 1)
    tracemalloc.start()

    with pytest.raises(FileRefused, match="plus de 50 Mo"):
        read(path)

    assert tracemalloc.get_traced_memory()[1] < 1_000_000
    tracemalloc.stop()


def test_a_stream_of_unknown_size_is_read_no_further_than_the_limit():
    class Endless(io.RawIOBase):
        asked = 0

        def read(self, size=-1):
            assert 0 < size <= MAX_BYTES + 1
            return b"x" * size

    with pytest.raises(FileRefused, match="plus de 50 Mo"):
        read(Endless())


def test_every_refusal_is_a_sentence_that_ends():
    with pytest.raises(FileRefused) as refused:
        read(GOOD.splitlines()[0].encode())

    assert str(refused.value).endswith(".")
