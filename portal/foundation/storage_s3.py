"""Owns files in an S3 bucket: streamed in parts under a passing name, then under their hash."""

import hashlib
import io
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any, BinaryIO, cast
from urllib.parse import parse_qs, urlsplit

import boto3
from boto3.s3.transfer import TransferConfig
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError

from portal.foundation.errors import N_, Misconfigured
from portal.foundation.ids import new_id
from portal.foundation.partial_files import PartStore
from portal.foundation.storage import StoredFile, as_stream, checked_key, is_key, missing, probe
from portal.foundation.storage_s3_parts import S3Parts

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client

_PART = 8 * 1024 * 1024
_TRANSFER = TransferConfig(multipart_threshold=_PART, multipart_chunksize=_PART, max_concurrency=4)
_GONE = {"404", "NoSuchKey", "NotFound"}
LONGEST_LINK_SECONDS = 15 * 60


@dataclass(frozen=True, slots=True)
class Bucket:
    """Which bucket, where."""

    name: str
    endpoint: str | None = None
    region: str = "us-east-1"
    prefix: str = ""


def read_bucket(url: str) -> Bucket:
    """Read `s3://bucket/prefix?endpoint=https://…&region=…`."""
    parts = urlsplit(url)
    options = {name: values[-1] for name, values in parse_qs(parts.query).items()}
    if parts.scheme != "s3" or not parts.netloc or options.keys() - {"endpoint", "region"}:
        raise Misconfigured(
            N_("Write the storage as s3://bucket?endpoint=https://…&region=…, not %(url)s."),
            url=url,
        )
    prefix = parts.path.strip("/")
    return Bucket(parts.netloc, prefix=f"{prefix}/" if prefix else "", **options)


@dataclass(slots=True)
class _Hashing:
    """A stream that is hashed and counted while it is read."""

    stream: BinaryIO
    digest: "hashlib._Hash" = field(default_factory=hashlib.sha256)
    size: int = 0

    def read(self, count: int = -1) -> bytes:
        """Read on."""
        piece = self.stream.read(count)
        self.digest.update(piece)
        self.size += len(piece)
        return piece


class S3FileStore:
    """Files in a bucket; the credentials are the usual ones of the AWS tools."""

    def __init__(self, bucket: Bucket) -> None:
        self._bucket = bucket
        self._client = _connect(bucket)

    @cached_property
    def parts(self) -> PartStore:
        """Where files that come in parts wait until all of them are there."""
        # Parts carry no checksum of the library's: each has its hash in our own row, and stores
        # that compute others refuse to put such parts together.
        client = _connect(self._bucket, request_checksum_calculation="when_required")
        return S3Parts(client, self._bucket.name, self._bucket.prefix)

    def put(self, stream: BinaryIO | bytes, *, media_type: str) -> StoredFile:
        """Store content, streamed; nothing is visible until all of it is there."""
        source = _Hashing(as_stream(stream))
        name = self._bucket.name
        incoming = f"{self._bucket.prefix}incoming/{new_id()}"
        extra = {"ContentType": media_type}
        reader = cast(BinaryIO, source)  # upload_fileobj only ever reads
        self._client.upload_fileobj(reader, name, incoming, ExtraArgs=extra, Config=_TRANSFER)
        stored = StoredFile(source.digest.hexdigest(), source.size, media_type)
        if not self.exists(stored.sha256):
            target = self._key(stored.sha256)
            self._client.copy({"Bucket": name, "Key": incoming}, name, target, Config=_TRANSFER)
        self._client.delete_object(Bucket=name, Key=incoming)
        return stored

    def open(self, sha256: str) -> BinaryIO:
        """Open content for reading; raises `NotFound`."""
        key = self._key(checked_key(sha256))
        try:
            body = self._client.get_object(Bucket=self._bucket.name, Key=key)["Body"]
        except ClientError as error:
            if _is_gone(error):
                raise missing(sha256) from None
            raise
        return io.BufferedReader(cast(io.RawIOBase, body))

    def read(self, sha256: str) -> bytes:
        """Return content as bytes; raises `NotFound`."""
        with self.open(sha256) as file:
            return file.read()

    def exists(self, sha256: str) -> bool:
        """Tell whether the content is stored."""
        if not is_key(sha256):
            return False
        try:
            self._client.head_object(Bucket=self._bucket.name, Key=self._key(sha256))
        except ClientError as error:
            if _is_gone(error):
                return False
            raise
        return True

    def delete(self, sha256: str) -> None:
        """Remove content; it is no error if it is gone already."""
        key = self._key(checked_key(sha256))
        self._client.delete_object(Bucket=self._bucket.name, Key=key)

    def link(self, sha256: str, *, name: str, seconds: int = 300) -> str:
        """Return a signed address under which the content can be fetched for a short while."""
        disposition = 'attachment; filename="' + name.replace("\\", "_").replace('"', "_") + '"'
        wanted = {
            "Bucket": self._bucket.name,
            "Key": self._key(checked_key(sha256)),
            "ResponseContentDisposition": disposition.encode("ascii", "replace").decode(),
        }
        lifetime = min(seconds, LONGEST_LINK_SECONDS)
        address = self._client.generate_presigned_url("get_object", wanted, ExpiresIn=lifetime)
        return str(address)

    def check(self) -> None:
        """Write, read and remove a probe; raises `Misconfigured` saying what to mend."""
        try:
            probe(self)
        except (BotoCoreError, ClientError) as error:
            raise Misconfigured(
                N_("The bucket %(bucket)s cannot be used (%(reason)s)."),
                bucket=self._bucket.name,
                reason=error,
            ) from error

    def _key(self, sha256: str) -> str:
        return f"{self._bucket.prefix}{sha256[:2]}/{sha256}"


def _connect(bucket: Bucket, **options: Any) -> "S3Client":
    client: S3Client = boto3.client(
        "s3",
        endpoint_url=bucket.endpoint,
        region_name=bucket.region,
        config=Config(
            signature_version="s3v4",
            s3={"addressing_style": "path" if bucket.endpoint else "auto"},
            retries={"max_attempts": 4, "mode": "standard"},
            connect_timeout=5,
            read_timeout=60,
            **options,
        ),
    )
    return client


def _is_gone(error: ClientError) -> bool:
    return error.response.get("Error", {}).get("Code") in _GONE
