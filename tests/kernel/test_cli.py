"""The command `essaim`: 0 done, 1 findings, 2 bad use."""

import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.management import call_command

from essaim.kernel import cli

ROOT = Path(__file__).resolve().parents[2]


def essaim(*words, data):
    """Run the real command in a process of its own."""
    environment = {**os.environ, "ESSAIM_DATA": str(data), "PYTHONPATH": str(ROOT)}
    environment.pop("ESSAIM_DATABASE_URL", None)
    code = "import sys; from essaim.kernel.cli import main; sys.exit(main())"
    return subprocess.run(
        [sys.executable, "-c", code, *words],
        env=environment,
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )


def test_without_a_word_it_says_what_it_can_do_and_fails_as_badly_used(capsys):
    assert cli.main([]) == 2
    assert "import-agents" in capsys.readouterr().out


@pytest.mark.parametrize("word", ["-h", "--help", "help"])
def test_help_lists_every_verb(word, capsys):
    assert cli.main([word]) == 0
    printed = capsys.readouterr().out
    assert [verb for verb in cli.VERBS if f"  {verb}  " not in printed] == []


def test_an_unknown_verb_is_bad_use(capsys):
    assert cli.main(["danser"]) == 2
    assert "commande inconnue : danser" in capsys.readouterr().err


@pytest.mark.parametrize("words", [("routes", "--sideways"), ("tick",), ("serve", "--workers", "deux")])
def test_words_that_a_verb_does_not_know_are_bad_use(words, capsys):
    with pytest.raises(SystemExit) as end:
        cli.main(list(words))

    assert end.value.code == 2
    assert capsys.readouterr().err.startswith("usage: ")


@pytest.mark.parametrize(
    "words",
    [("tick", "--now", "demain"), ("tick", "--now", "2030-02-31T09:00"), ("serve", "--address", "8000")],
)
def test_a_value_that_means_nothing_is_bad_use_told_in_a_sentence(words, capsys):
    with pytest.raises(SystemExit) as end:
        call_command(*words)

    assert end.value.code == 2
    assert "écrivez" in capsys.readouterr().err


def test_a_port_that_another_site_listens_on_is_not_shared(capsys):
    with socket.socket() as other:
        other.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        with pytest.raises(SystemExit) as end:
            call_command("serve", "--address", f"127.0.0.1:{port}")

    assert end.value.code == 2
    assert f"Le port {port} est déjà pris" in capsys.readouterr().err


@pytest.mark.parametrize("verb", ["routes", "tick", "worker", "create-organisation", "sign-in-link"])
def test_a_verb_explains_itself(verb, capsys):
    with pytest.raises(SystemExit) as end:
        cli.main([verb, "--help"])

    assert end.value.code == 0
    assert f"essaim {verb}" in capsys.readouterr().out


def test_migrate_then_tick_prepares_a_new_installation(tmp_path):
    assert essaim("migrate", data=tmp_path).returncode == 0

    done = essaim("tick", "--now", "2030-03-01T09:00", data=tmp_path)

    assert (done.returncode, done.stderr) == (0, "")
    assert "letters.send_letters : 0" in done.stdout


def test_a_reader_that_stops_early_sees_no_trace(tmp_path):
    environment = {**os.environ, "ESSAIM_DATA": str(tmp_path), "PYTHONPATH": str(ROOT)}
    code = "import sys; from essaim.kernel.cli import main; sys.exit(main())"
    with subprocess.Popen(
        [sys.executable, "-c", code, "routes"],
        env=environment,
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as running:
        running.stdout.close()
        said = running.stderr.read()

    assert "Traceback" not in said


@pytest.mark.django_db
def test_the_table_of_the_cache_is_made_again_without_a_word(capsys):
    call_command("createcachetable")

    assert capsys.readouterr().out == ""
