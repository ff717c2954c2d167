"""A large file of votes is decided by several processes; nobody can tell but by the time it takes."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

import pytest

from adapters.cli.calculator.spreading import processes_at_hand
from adapters.cli.decide import answer_lines

PLENARY = Path(sys.executable).with_name("plenary")
LINES = 660
RULE = "at least 55% of entitled members and at least 65% of the population of entitled members"
MEMBERS = [{"id": f"M{number:03}", "weights": {"population": number * 1000 + 7}} for number in range(193)]
CHOICES = ("yes", "no", "abstain", "yes")
BAD, REPEATED = 600, 640
"""Two lines far down: one that is no JSON, and one with the id of the first."""

pytestmark = pytest.mark.skipif(processes_at_hand() < 2, reason="there is one core, and so no other process")


def line(number: int) -> str:
    if number == BAD:
        return "{"
    ballots = {f"M{member:03}": CHOICES[(member * 7 + number) % 4] for member in range(170)}
    id_ = "0" if number == REPEATED else str(number)
    return json.dumps({"id": id_, "adopt": RULE, "members": MEMBERS, "ballots": ballots})


@pytest.fixture(scope="module")
def votes(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("votes") / "votes.jsonl"
    path.write_text("".join(f"{line(number)}\n\n" for number in range(LINES)), encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def answers(votes: Path) -> str:
    """Give the answers of one process, line by line."""
    with votes.open(encoding="utf-8") as lines:
        return "".join(f"{answer}\n" for answer, _ in answer_lines(lines))


@contextmanager
def deciding(votes: Path) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """Start the calculator in a session of its own, and wait for its first answer: by then its processes work."""
    command = subprocess.Popen(
        [PLENARY, "decide", votes], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True
    )
    with command:
        yield command, out(command).readline()


def out(command: subprocess.Popen[str]) -> IO[str]:
    assert command.stdout is not None
    return command.stdout


def errors(command: subprocess.Popen[str]) -> str:
    assert command.stderr is not None
    return command.stderr.read()


def workers_of(command: subprocess.Popen[str]) -> list[int]:
    children = Path(f"/proc/{command.pid}/task/{command.pid}/children").read_text(encoding="ascii")
    return [int(child) for child in children.split()]


def test_answers_come_in_order_and_as_one_by_one(votes: Path, answers: str) -> None:
    """One answer a line, in order; an id of an earlier line is refused however far away; the status is the same."""
    done = subprocess.run([PLENARY, "decide", votes], capture_output=True, text=True, check=False)
    assert done.stdout == answers
    assert (done.returncode, done.stderr) == (1, "")
    told = [json.loads(answer) for answer in answers.splitlines()]
    assert len(told) == LINES
    assert told[BAD]["error"].startswith("the line is not JSON")
    assert told[REPEATED] == {"id": "0", "error": "the id 0 was used by an earlier line"}


def test_standard_input_from_a_file_is_answered_alike(votes: Path, answers: str) -> None:
    """A file may be named or redirected."""
    with votes.open("rb") as file:
        done = subprocess.run([PLENARY, "decide"], stdin=file, capture_output=True, text=True, check=False)
    assert (done.stdout == answers, done.returncode, done.stderr) == (True, 1, "")


def test_pipe_that_closes_early_ends_the_work_without_a_traceback(votes: Path) -> None:
    """As in ``plenary decide votes.jsonl | head -1``."""
    with deciding(votes) as (command, first):
        assert json.loads(first)["id"] == "0"
        out(command).close()
        assert errors(command) == ""
    assert command.returncode == 1


@pytest.mark.skipif(sys.platform != "linux", reason="processes are found in /proc")
def test_work_of_a_process_that_dies_is_done_by_another(votes: Path, answers: str) -> None:
    """A process may be killed, for want of memory say; no answer is lost."""
    with deciding(votes) as (command, first):
        workers = workers_of(command)
        assert len(workers) == processes_at_hand()
        os.kill(workers[0], signal.SIGKILL)
        assert first + out(command).read() == answers
        assert errors(command) == ""
    assert command.returncode == 1


def test_no_process_outlives_the_calculator(votes: Path) -> None:
    """The output of a calculator that is killed comes to its end, which it does when no process holds it."""
    with deciding(votes) as (command, _):
        command.kill()
        out(command).read()
    assert command.returncode == -signal.SIGKILL


def test_interrupt_ends_all_processes_without_a_traceback(votes: Path) -> None:
    """Ctrl-C goes to every process of the terminal."""
    with deciding(votes) as (command, _):
        os.killpg(command.pid, signal.SIGINT)
        out(command).read()
        assert "Traceback" not in errors(command)
    assert command.returncode != 0


@pytest.mark.parametrize("files", [12, 16])
def test_work_is_done_alone_where_no_other_process_can_be_had(votes: Path, answers: str, files: int) -> None:
    """Too few open files are allowed to start any process, or to start more than one."""
    limited = ["/bin/sh", "-c", f'ulimit -n {files}; exec "$0" decide "$1"', str(PLENARY), str(votes)]
    done = subprocess.run(limited, capture_output=True, text=True, check=False)
    assert (done.stdout == answers, done.returncode, done.stderr) == (True, 1, "")
