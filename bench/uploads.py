"""Sends every picture of Pillow's own tests, and files that mean harm, through the upload page.

It ends in failure when anything answered with 5xx, when a refusal gave no reason, when a file came
to the wrong end, when harm was kept, or when a process held more memory than the settings allow.
"""

import html
import re
import subprocess
import sys
import tarfile
import tempfile
import time
from collections import Counter
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from http.client import HTTPException
from pathlib import Path, PurePosixPath
from uuid import uuid4

import PIL

from bench.hostile_files import MARK, Fate, HostileFile, hostile_files
from bench.served_portal import MEBIBYTE, Answer, ServedPortal, Visitor, served_portal
from tests.factories.pictures import a_jpeg

UPLOAD = "/assets/upload"
SENDERS = 3
OK = 200
MOST_TOLD = 60
CACHE = Path(tempfile.gettempdir()) / "heimspiel-bench"
_ASSET = re.compile(r"/assets/([0-9a-f-]{36})")
_RESULTS = re.compile(r'<section[^>]*aria-labelledby="results".*?</section>', re.DOTALL)
_TAKEN = re.compile(r'class="btn btn-compact" href="/assets/([0-9a-f-]{36})"')
_ROW = re.compile(r'name="asset" value="([0-9a-f-]{36})"')
_REFUSED = re.compile(r'<div class="finding finding-blocks">.*?<p>(.*?)</p>', re.DOTALL)
_BATCH = re.compile(r"/assets/received\?batch=([0-9a-f-]{36})")
_UNDER_WAY = "hx-trigger"
_UNPACK_SECONDS = 120
_SERVER_ERROR, _TOO_LARGE = 500, 413


@dataclass(frozen=True, slots=True)
class Sent:
    """What became of a file."""

    group: str
    name: str
    status: int
    seconds: float
    assets: tuple[str, ...]
    reason: str
    problem: str = ""


def run() -> None:
    """Send all of them to a running portal and print what became of each kind."""
    files = [("Pillow", file) for file in _pillows()]
    with served_portal(languages="en") as portal, ThreadPoolExecutor(SENDERS) as pool:
        sent = list(pool.map(lambda each: send(portal, *each), _all(files)))
        problems = [f"{one.name}: {one.problem}" for one in sent if one.problem]
        problems += _over_limits(portal)
        if not _takes_a_photo(portal):
            problems.append("a sound photo is not taken any more")
        _print_groups(sent)
        _print_reasons(sent)
        _print_memory(portal)
    for problem in problems[:MOST_TOLD]:
        print(f"  BROKEN {problem[:200]}")
    if problems:
        raise SystemExit(1)


def _all(files: list[tuple[str, HostileFile]]) -> Iterator[tuple[str, HostileFile]]:
    yield from files
    for file in hostile_files():
        yield ("archives" if file.name.endswith((".zip", ".docx")) else "hostile"), file


def _pillows() -> Iterator[HostileFile]:
    """Return the files of the test pictures in Pillow's source distribution."""
    source = _sdist()
    if source is None:
        return
    with tarfile.open(source) as archive:
        for member in archive:
            path = PurePosixPath(member.name)
            if member.isfile() and path.parts[1:3] == ("Tests", "images"):
                file = archive.extractfile(member)
                data = file.read() if file else b""
                yield HostileFile("/".join(path.parts[3:]), data, Fate.HARMLESS)


def _sdist() -> Path | None:
    """Return the source distribution, got once from the package index that pip is set up for."""
    CACHE.mkdir(exist_ok=True)
    wanted = f"pillow-{PIL.__version__}.tar.gz"
    if not (CACHE / wanted).exists():
        print(f"  getting {wanted} …", flush=True)
        what = ["--no-deps", "--no-binary", ":all:", f"pillow=={PIL.__version__}"]
        command = [sys.executable, "-m", "pip", "download", "-q", "-d", str(CACHE), *what]
        done = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603 - ours
        if not (CACHE / wanted).exists():
            reason = (done.stderr or done.stdout).strip().splitlines()[-1:]
            print(f"  without Pillow's pictures: {' '.join(reason)}")
            return None
    return CACHE / wanted


def send(portal: ServedPortal, group: str, file: HostileFile) -> Sent:
    """Send a file through the upload page and return what became of it."""
    visitor = portal.visitor()
    token = visitor.token(UPLOAD)
    began = time.perf_counter()
    try:
        answer = _post(visitor, token, file)
    except (OSError, HTTPException) as error:
        return Sent(group, file.name, 0, time.perf_counter() - began, (), "", f"no answer: {error}")
    seconds = time.perf_counter() - began
    assets, reasons = _read(visitor, answer)
    problem = _problem(visitor, file, answer, assets, reasons)
    return Sent(group, file.name, answer.status, seconds, assets, "; ".join(reasons), problem)


def _post(visitor: Visitor, token: str, file: HostileFile) -> Answer:
    edge = uuid4().hex
    fields = {"csrf_token": token, "place": "hg/", "cleared": "y"}
    parts = [
        f'--{edge}\r\nContent-Disposition: form-data; name="{key}"\r\n\r\n{value}\r\n'.encode()
        for key, value in fields.items()
    ]
    name = file.name.replace('"', "%22").encode()
    head = f'--{edge}\r\nContent-Disposition: form-data; name="files"; filename="'.encode()
    kind = b'"\r\nContent-Type: application/octet-stream\r\n\r\n'
    body = b"".join([*parts, head, name, kind, file.data, f"\r\n--{edge}--\r\n".encode()])
    return visitor.ask(
        "POST", UPLOAD, body, {"Content-Type": f"multipart/form-data; boundary={edge}"}
    )


def _read(visitor: Visitor, answer: Answer) -> tuple[tuple[str, ...], list[str]]:
    """Return the assets that came of an upload, and the reasons for what did not come."""
    found = _ASSET.search(answer.location)
    if found:
        return (found.group(1),), []
    if answer.status == _TOO_LARGE:
        return (), ["too large for one request"]
    results = _RESULTS.search(answer.text)
    told = results.group(0) if results else ""
    batch = _BATCH.search(told)
    if batch:
        return _unpacked(visitor, batch.group(1))
    return tuple(_TAKEN.findall(told)), _reasons(told)


def _unpacked(visitor: Visitor, batch: str) -> tuple[tuple[str, ...], list[str]]:
    """Wait until an archive was unpacked, and return what came of it."""
    ends = time.monotonic() + _UNPACK_SECONDS
    while _UNDER_WAY in visitor.get(f"/assets/received/progress?batch={batch}").text:
        if time.monotonic() > ends:
            return (), []
        time.sleep(0.2)
    told = visitor.get(f"/assets/received?batch={batch}").text
    return tuple(dict.fromkeys(_ROW.findall(told))), list(dict.fromkeys(_reasons(told)))


def _reasons(told: str) -> list[str]:
    """Return the sentences without the names of the files before them."""
    return [html.unescape(words).rpartition(": ")[2].strip() for words in _REFUSED.findall(told)]


def _problem(
    visitor: Visitor, file: HostileFile, answer: Answer, assets: Iterable[str], reasons: list[str]
) -> str:
    if answer.status >= _SERVER_ERROR:
        return f"answered with {answer.status}"
    if not assets and not any(len(reason.split()) > 2 for reason in reasons):  # noqa: PLR2004 - a sentence
        return f"refused without a reason ({answer.status})"
    if assets and file.fate is Fate.REFUSED:
        return "taken in, but it had to be refused"
    for asset in assets:
        token = {"csrf_token": visitor.token(f"/assets/{asset}")}
        link = visitor.post(f"/assets/{asset}/download/press", token)
        kept = visitor.get(link.location)
        if kept.status != OK or MARK in kept.body:
            return f"what is kept of it does harm or cannot be had ({kept.status})"
    return ""


def _takes_a_photo(portal: ServedPortal) -> bool:
    sound = HostileFile("sound.jpg", a_jpeg(777, 555), Fate.HARMLESS)
    return bool(send(portal, "", sound).assets)


def _over_limits(portal: ServedPortal) -> list[str]:
    most = portal.settings.decode_megabytes * MEBIBYTE
    worst = portal.watched.worst_worker
    return [f"a process held {worst // MEBIBYTE} MB"] if worst > most else []


def _print_groups(sent: list[Sent]) -> None:
    print(f"  {'':10} {'files':>6} {'taken':>6} {'refused':>8} {'5xx':>4}   median   slowest")
    for group in dict.fromkeys(one.group for one in sent):
        of = [one for one in sent if one.group == group]
        times = sorted(one.seconds for one in of)
        slowest = max(of, key=lambda one: one.seconds)
        print(
            f"  {group:10} {len(of):6} {sum(bool(one.assets) for one in of):6}"
            f" {sum(not one.assets for one in of):8}"
            f" {sum(one.status >= _SERVER_ERROR for one in of):4}"
            f" {times[len(times) // 2] * 1000:5.0f} ms {times[-1]:7.1f} s  {slowest.name[:40]}"
        )


def _print_reasons(sent: list[Sent]) -> None:
    print("  reasons")
    counted = Counter(one.reason for one in sent if one.reason)
    for reason, count in counted.most_common():
        example = next(one.name for one in sent if one.reason == reason)
        print(f"  {count:6}  {reason[:110]:110}  {example[:40]}")


def _print_memory(portal: ServedPortal) -> None:
    watched, most = portal.watched, portal.settings.decode_megabytes
    print(
        f"  memory: a process that decodes held at most {watched.worst_worker // MEBIBYTE} MB"
        f" (limit {most} MB); {len(watched.workers)} were started;"
        f" the server held at most {watched.server // MEBIBYTE} MB"
    )
