"""Owns for how long somebody counts as looking after they were last heard of (pure)."""

from datetime import timedelta

#: Browsers say every five seconds that somebody is there; it is written down less often than that.
WRITTEN_EVERY = timedelta(seconds=8)
#: Who leaves says so; who cannot any more is gone after this.
SHOWN_FOR = timedelta(seconds=18)
KEPT_FOR = timedelta(minutes=1)
MOST_REMOVED = 100
