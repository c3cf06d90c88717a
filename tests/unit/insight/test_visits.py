"""Holds what counts as a visit: people do, robots, previews and prefetches do not."""

import pytest

from campaigns.insight.links.rules import (
    Device,
    NotCounted,
    Visit,
    device_of,
    normal_code,
    visitor_hash,
    why_not_counted,
)

IPHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605 Mobile/15E148"
ANDROID = "Mozilla/5.0 (Linux; Android 15; Pixel 9) AppleWebKit/537.36 Chrome/130 Mobile Safari"
ANDROID_TABLET = "Mozilla/5.0 (Linux; Android 15; SM-X910) AppleWebKit/537.36 Chrome/130 Safari"
FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:132.0) Gecko/20100101 Firefox/132.0"
GOOGLEBOT = "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)"


def _visit(agent: str, method: str = "GET", **headers: str) -> Visit:
    return Visit(method, agent, "192.0.2.1", {k.replace("_", "-"): v for k, v in headers.items()})


@pytest.mark.parametrize(
    ("agent", "device"),
    [
        (IPHONE, Device.PHONE),
        (ANDROID, Device.PHONE),
        (ANDROID_TABLET, Device.TABLET),
        (FIREFOX, Device.DESKTOP),
        ("", Device.OTHER),
    ],
)
def test_device(agent: str, device: Device) -> None:
    assert device_of(agent) is device


@pytest.mark.parametrize("agent", [IPHONE, ANDROID, ANDROID_TABLET, FIREFOX])
def test_people_are_counted(agent: str) -> None:
    assert why_not_counted(_visit(agent)) is None


@pytest.mark.parametrize(
    ("visit", "reason"),
    [
        (_visit(IPHONE, "HEAD"), NotCounted.HEAD),
        (_visit(FIREFOX, Sec_Purpose="prefetch;prerender"), NotCounted.PREFETCH),
        (_visit(IPHONE, X_Purpose="preview"), NotCounted.PREFETCH),
        (_visit("WhatsApp/2.23.20.0"), NotCounted.PREVIEW),
        (_visit("facebookexternalhit/1.1"), NotCounted.PREVIEW),
        (_visit(GOOGLEBOT), NotCounted.ROBOT),
        (_visit("curl/8.5.0"), NotCounted.ROBOT),
        (_visit(" "), NotCounted.ROBOT),
    ],
)
def test_machines_are_marked(visit: Visit, reason: NotCounted) -> None:
    assert why_not_counted(visit) is reason


def test_a_visitor_is_somebody_else_under_tomorrows_salt() -> None:
    today = visitor_hash(b"a" * 32, "192.0.2.1", IPHONE)
    assert today == visitor_hash(b"a" * 32, "192.0.2.1", IPHONE)
    assert today != visitor_hash(b"b" * 32, "192.0.2.1", IPHONE)
    assert "192.0.2.1" not in today
    assert len(today) == 32


@pytest.mark.parametrize("code", ["", "AB/CD", "ABCDÄ", "A" * 17, "A B"])
def test_what_cannot_be_a_code_is_not_looked_up(code: str) -> None:
    assert normal_code(code) is None


def test_a_code_may_be_typed_in_small_letters() -> None:
    assert normal_code("abcd2345") == "ABCD2345"
