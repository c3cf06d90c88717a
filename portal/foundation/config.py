"""Owns the settings: one typed, frozen object, read once from the environment (`HEIMSPIEL_…`)."""

import os
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator, model_validator

from portal.foundation.errors import N_, Misconfigured

PREFIX = "HEIMSPIEL_"
DEMO_SECRET = "demo-only-and-never-for-real-data"  # noqa: S105 - refused outside demo mode, see below
SHORTEST_SECRET = 32


class Settings(BaseModel):
    """Everything an operator may set; each field is read from `HEIMSPIEL_<NAME>`."""

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)

    demo: bool = Field(
        default=False,
        description="Demo mode: a known secret is accepted and sign-in links are shown.",
    )
    clock_start: datetime | None = Field(
        default=None,
        description="Demo mode alone: the time, with its zone, at which the clock of a process "
        "starts.",
    )
    secret_key: str = Field(
        default="",
        repr=False,
        description="Signs sessions and links; at least 32 characters, required outside demo mode.",
    )
    data_dir: Path = Field(
        default=Path("var"),
        description="Folder for the SQLite file and, with `disk` storage, for all files.",
    )
    database_url: str = Field(
        default="",
        repr=False,
        description="SQLAlchemy address of the database; empty: SQLite in the data folder. "
        "`DATABASE_URL` is read where this is not set.",
    )
    base_url: str = Field(
        default="http://127.0.0.1:8000",
        description="Address under which people reach the portal; links in mails are made from it.",
    )
    short_link_base: str = Field(
        default="",
        description="What a short link's code is appended to after a slash; empty: `<base_url>/l`.",
    )
    storage_url: str = Field(
        default="disk",
        description="`disk`, or `s3://bucket?endpoint=https://…&region=…`; keys come from the "
        "usual AWS variables.",
    )
    broker_url: str = Field(
        default="memory://",
        repr=False,
        description="`memory://` runs jobs inside the one server process; `amqp://…` or "
        "`redis://…` hands them to `portal worker`.",
    )
    job_threads: int = Field(default=4, ge=1, le=64, description="Jobs that run at once here.")
    render_processes: int = Field(
        default=2, ge=1, le=64, description="Processes that render pages and pictures."
    )
    decode_processes: int = Field(
        default=2, ge=1, le=64, description="Processes that decode uploads."
    )
    decode_seconds: float = Field(
        default=10.0, ge=1, le=300, description="Seconds that the decoding of one upload may take."
    )
    decode_megabytes: int = Field(
        default=1536,
        ge=512,
        le=65_536,
        description="Memory of a process that decodes uploads.",
    )
    job_lease_seconds: int = Field(
        default=60, ge=2, le=3600, description="A job silent for longer is given to another worker."
    )
    languages: tuple[str, ...] = Field(
        default=("de", "en"), min_length=1, description="Languages offered, the first by default."
    )
    time_zone: str = Field(
        default="Europe/Berlin", description="Zone of times on screen where no outlet says its own."
    )
    mail_url: str = Field(
        default="",
        repr=False,
        description="`smtp://user:password@host:port` or `smtps://…`; empty: mails are not sent, "
        "and the log says so.",
    )
    mail_from: str = Field(
        default="portal@localhost", description="Sender of the mails that the portal sends."
    )
    max_upload_bytes: int = Field(
        default=64 * 1024 * 1024, ge=1024, description="Largest request body that is accepted."
    )
    upload_max_megabytes: int = Field(
        default=200, ge=1, le=4096, description="Largest file that the library takes."
    )
    upload_max_megapixels: int = Field(
        default=40, ge=1, le=1000, description="Most pixels of a picture, in millions."
    )
    upload_max_jpeg_megapixels: int = Field(
        default=120,
        ge=1,
        le=1000,
        description="Most pixels of a JPEG, which can be decoded at a smaller scale, in millions.",
    )
    upload_max_edge: int = Field(
        default=30_000, ge=1000, le=65_000, description="Longest side of a picture in pixels."
    )
    upload_min_edge: int = Field(
        default=64, ge=1, le=1000, description="Shortest side of a picture in pixels."
    )
    upload_max_ratio: float = Field(
        default=20.0, ge=2, le=1000, description="How many times longer one side may be."
    )
    uploads_open: int = Field(
        default=50, ge=1, le=1000, description="Unfinished uploads that one account may have."
    )
    upload_hours: int = Field(
        default=24,
        ge=1,
        le=120,
        description="An unfinished upload untouched for longer is removed.",
    )
    zip_max_megabytes: int = Field(
        default=1024, ge=1, le=40_000, description="Largest ZIP of pictures that is accepted."
    )
    zip_max_entries: int = Field(
        default=1000, ge=1, le=10_000, description="Most files in a ZIP of pictures."
    )
    virus_scan_url: str = Field(
        default="",
        description="ClamAV that checks every upload: `clamd://host:port` or "
        "`unix:///run/clamav/clamd.ctl`; empty: nothing is checked.",
    )
    requests_per_minute: int = Field(
        default=1200, ge=0, description="Requests that one address may make; 0 sets no limit."
    )
    session_idle_minutes: int = Field(
        default=120, ge=5, description="A session unused for longer ends."
    )
    session_hours: int = Field(default=12, ge=1, description="A session never lasts longer.")
    view_link_name_days: int = Field(
        default=30,
        ge=0,
        le=365,
        description="Days after the end of a view link until the names at it are deleted.",
    )
    view_link_comment_days: int = Field(
        default=180,
        ge=30,
        le=3650,
        description="Days after the end of a campaign until its view links and all that was "
        "written through them are deleted.",
    )
    trusted_proxies: int = Field(
        default=0, ge=0, le=5, description="Reverse proxies in front whose headers are believed."
    )
    log_format: Literal["json", "console"] = Field(
        default="json", description="`json` for machines, `console` for people."
    )
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = Field(
        default="INFO", description="Quietest level that is still logged."
    )

    @field_validator("languages", mode="before")
    @classmethod
    def _split(cls, value: object) -> object:
        return tuple(value.replace(",", " ").split()) if isinstance(value, str) else value

    @field_validator("base_url", "short_link_base")
    @classmethod
    def _without_slash(cls, value: str) -> str:
        if value and not value.startswith(("http://", "https://")):
            raise ValueError("must start with http:// or https://")
        return value.rstrip("/")

    @field_validator("virus_scan_url")
    @classmethod
    def _is_a_scanner(cls, value: str) -> str:
        parts = urlsplit(value)
        named = parts.hostname if parts.scheme == "clamd" else parts.path
        if value and not (parts.scheme in {"clamd", "unix"} and named):
            raise ValueError("must be clamd://host:port or unix:///path/to/socket")
        return value

    @model_validator(mode="before")
    @classmethod
    def _fill(cls, data: dict[str, object]) -> dict[str, object]:
        """Derive what was left empty from what was set."""
        filled = dict(data)
        folder = Path(str(filled.get("data_dir") or "var"))
        filled["database_url"] = _with_driver(
            str(filled.get("database_url") or f"sqlite:///{folder / 'heimspiel.sqlite'}")
        )
        base = str(filled.get("base_url") or cls.model_fields["base_url"].default)
        filled["short_link_base"] = filled.get("short_link_base") or base.rstrip("/") + "/l"
        if filled.get("demo") in {True, "1", "true", "yes", "on"}:
            filled["secret_key"] = filled.get("secret_key") or DEMO_SECRET
        return filled

    @model_validator(mode="after")
    def _needs_a_secret(self) -> "Settings":
        if self.demo:
            return self
        if len(self.secret_key) < SHORTEST_SECRET or self.secret_key == DEMO_SECRET:
            raise ValueError(
                f"{PREFIX}SECRET_KEY must be set to at least {SHORTEST_SECRET} random characters "
                "outside demo mode; make one with: "
                'python3 -c "import secrets; print(secrets.token_urlsafe(48))"'
            )
        return self

    @property
    def is_https(self) -> bool:
        """Whether people reach the portal over TLS."""
        return self.base_url.startswith("https://")

    @property
    def is_embedded(self) -> bool:
        """Whether jobs run inside the server process."""
        return self.broker_url.startswith("memory:")

    @property
    def default_language(self) -> str:
        """The language for a reader of whom nothing is known."""
        return self.languages[0]


def _with_driver(url: str) -> str:
    for scheme in ("postgres://", "postgresql://"):
        if url.startswith(scheme):
            return "postgresql+psycopg://" + url.removeprefix(scheme)
    return url


def read_settings(environment: Mapping[str, str]) -> Settings:
    """Return the settings that an environment holds; raises `Misconfigured` saying what to mend."""
    known = {name: environment.get(PREFIX + name.upper()) for name in Settings.model_fields}
    values: dict[str, object] = {name: value for name, value in known.items() if value}
    values.setdefault("database_url", environment.get("DATABASE_URL", ""))
    unknown = sorted(
        name
        for name in environment
        if name.startswith(PREFIX) and name.removeprefix(PREFIX).lower() not in known
    )
    if unknown:
        raise Misconfigured(
            N_("There is no setting %(names)s; docs/settings.md lists all there are."),
            names=", ".join(unknown),
        )
    try:
        return Settings.model_validate(values)
    except ValidationError as error:
        raise Misconfigured(N_("Mend the settings: %(problems)s"), problems=_say(error)) from error


def _say(error: ValidationError) -> str:
    problems = []
    for problem in error.errors():
        place = "_".join(str(part) for part in problem["loc"])
        name = f"{PREFIX}{place.upper()}: " if place else ""
        problems.append(name + problem["msg"].removeprefix("Value error, "))
    return "; ".join(problems)


_settings: Settings | None = None


def configure(settings: Settings) -> Settings:
    """Make these this process's settings."""
    global _settings  # noqa: PLW0603 - one set of settings a process, made at start-up
    _settings = settings
    return settings


def settings() -> Settings:
    """Return this process's settings, read from the environment at first use."""
    return _settings or configure(read_settings(os.environ))
