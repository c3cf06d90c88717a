"""Owns what a visit counts as: the device, and whether a person asked for the page at all."""

import hashlib
import hmac
import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

LONGEST_CODE = 16
# One visitor counts once a day anyway; what goes beyond this is not even kept.
MOST_RECORDS_PER_VISITOR_AND_DAY = 20

_CODE = re.compile(r"[0-9A-Z]{1,16}")
_PREVIEW = re.compile(
    r"whatsapp|facebookexternalhit|facebot|twitterbot|slackbot|telegrambot|discordbot|linkedinbot"
    r"|skypeuripreview|pinterestbot|signal-desktop|mastodon|vkshare|embedly|iframely|teams|bitlybot",
    re.IGNORECASE,
)
_ROBOT = re.compile(
    r"bot\b|bot/|crawl|spider|slurp|archiver|curl/|wget/|python-|java/|go-http|okhttp|libwww"
    r"|headless|phantomjs|lighthouse|monitor|uptime|scan|fetch|http-client|axios|node",
    re.IGNORECASE,
)
_TABLET = re.compile(r"ipad|tablet|kindle|silk/|playbook", re.IGNORECASE)
_PHONE = re.compile(r"iphone|ipod|mobile|windows phone|opera mini", re.IGNORECASE)
_DESKTOP = re.compile(r"windows nt|macintosh|x11|cros", re.IGNORECASE)
_AHEAD_OF_TIME = re.compile(r"prefetch|prerender|preview", re.IGNORECASE)
_PURPOSE_HEADERS = ("Purpose", "Sec-Purpose", "X-Purpose", "X-Moz")


class Device(StrEnum):
    """The class of a device; more is not kept."""

    PHONE = "phone"
    TABLET = "tablet"
    DESKTOP = "desktop"
    OTHER = "other"


class NotCounted(StrEnum):
    """Why a request is marked and not counted as a visit."""

    HEAD = "head"
    PREFETCH = "prefetch"
    PREVIEW = "preview"
    ROBOT = "robot"


@dataclass(frozen=True, slots=True)
class Visit:
    """What is known of one request, only until it has been recorded."""

    method: str
    agent: str
    address: str
    headers: Mapping[str, str]


def normal_code(code: str) -> str | None:
    """Return a code as it is stored, None if it cannot be one."""
    upper = code.upper()
    return upper if _CODE.fullmatch(upper) else None


def device_of(agent: str) -> Device:
    """Return the class of device that a user agent names."""
    if _TABLET.search(agent) or ("Android" in agent and "Mobile" not in agent):
        return Device.TABLET
    if _PHONE.search(agent):
        return Device.PHONE
    return Device.DESKTOP if _DESKTOP.search(agent) else Device.OTHER


def why_not_counted(visit: Visit) -> NotCounted | None:
    """Return why a request is no visit of a person, None if it is one."""
    if visit.method == "HEAD":
        return NotCounted.HEAD
    purposes = (visit.headers.get(name, "") for name in _PURPOSE_HEADERS)
    if any(_AHEAD_OF_TIME.search(purpose) for purpose in purposes):
        return NotCounted.PREFETCH
    if _PREVIEW.search(visit.agent):
        return NotCounted.PREVIEW
    if not visit.agent.strip() or _ROBOT.search(visit.agent):
        return NotCounted.ROBOT
    return None


def visitor_hash(salt: bytes, address: str, agent: str) -> str:
    """Return 32 hex digits that tell visitors of one day apart and nothing else."""
    message = f"{address}\n{agent}".encode()
    return hmac.new(salt, message, hashlib.sha256).hexdigest()[:32]
