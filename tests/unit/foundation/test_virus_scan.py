"""The scanner is asked in clamd's own protocol, and no answer means that nothing comes in."""

import socket
import threading
from pathlib import Path

import pytest
from pydantic import ValidationError

from portal.cli.doctor import _check_scanner
from portal.foundation.config import Settings, configure
from portal.foundation.errors import Invalid, Misconfigured
from portal.foundation.virus_scan import ScannerAway, check_scanner, find_virus
from tests.factories.clamd import EICAR, LONGEST, clamd


def scanned_by(settings: Settings, url: str) -> Settings:
    return configure(settings.model_copy(update={"virus_scan_url": url}))


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "upload"


def test_a_clean_file_passes_and_an_infected_one_is_named(settings: Settings, file: Path) -> None:
    with clamd() as server:
        scanned_by(settings, server.url)
        file.write_bytes(b"x" * 200_000)
        assert find_virus(file) is None
        file.write_bytes(b"PK" + EICAR + bytes(100))
        assert find_virus(file) == "Win.Test.EICAR_HDB-1"
        assert server.scanned == [200_000, len(EICAR) + 102]
        assert check_scanner().startswith("ClamAV 1.4.1")
        assert "ClamAV" in _check_scanner(scanned_by(settings, server.url))


def test_what_is_longer_than_the_scanner_takes_is_refused(settings: Settings, file: Path) -> None:
    with clamd() as server:
        scanned_by(settings, server.url)
        with file.open("wb") as out:
            out.truncate(LONGEST + 10_000_000)
        with pytest.raises(Invalid, match="too large to be checked"):
            find_virus(file)


def test_nobody_home_lets_nothing_in(settings: Settings, file: Path, tmp_path: Path) -> None:
    file.write_bytes(b"x")
    with clamd() as server:
        url = server.url
    for away in (url, f"unix://{tmp_path}/none.ctl"):
        scanned_by(settings, away)
        with pytest.raises(ScannerAway, match="few minutes"):
            find_virus(file)
        with pytest.raises(Misconfigured, match="no upload is taken in"):
            _check_scanner(scanned_by(settings, away))


@pytest.mark.parametrize("answer", [b"", b"stream: Access denied. ERROR\0", b"\xff\0"])
def test_an_answer_that_is_no_verdict_lets_nothing_in(
    settings: Settings, file: Path, tmp_path: Path, answer: bytes
) -> None:
    file.write_bytes(b"x")
    path = tmp_path / "s"
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind(str(path))
        listening.listen(1)

        def serve() -> None:
            connection, _ = listening.accept()
            with connection:
                while not connection.recv(4096).endswith(bytes(4)):
                    pass
                connection.sendall(answer)

        thread = threading.Thread(target=serve)
        thread.start()
        scanned_by(settings, f"unix://{path}")
        with pytest.raises(ScannerAway):
            find_virus(file)
        thread.join()


def test_without_a_scanner_nothing_is_asked(settings: Settings, file: Path) -> None:
    assert find_virus(file) is None
    assert "not checked" in _check_scanner(settings)


@pytest.mark.parametrize("url", ["clamd://", "tcp://a:1", "unix:", "/run/clamd.ctl"])
def test_an_address_that_names_no_scanner_is_refused(settings: Settings, url: str) -> None:
    with pytest.raises(ValidationError, match="clamd://host:port"):
        Settings(demo=True, virus_scan_url=url)
