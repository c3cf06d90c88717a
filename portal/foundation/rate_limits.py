"""Owns the rate limiter: wide for every route; a view narrows it with `@limiter.limit`."""

from flask import request
from flask_limiter import Limiter

from portal.foundation.config import Settings, settings


def _caller() -> str:
    return request.remote_addr or "unknown"


def _usual_limit() -> str:
    return f"{max(settings().requests_per_minute, 1)} per minute"


limiter = Limiter(key_func=_caller, headers_enabled=True, default_limits=[_usual_limit])


def rate_limit_config(settings: Settings) -> dict[str, object]:
    """Return what Flask-Limiter is to know: counts live here, or with the broker if it is Redis."""
    shared = settings.broker_url.startswith(("redis://", "rediss://", "valkey://"))
    return {
        "RATELIMIT_ENABLED": settings.requests_per_minute > 0,
        "RATELIMIT_STORAGE_URI": settings.broker_url if shared else "memory://",
        "RATELIMIT_STRATEGY": "moving-window",
    }
