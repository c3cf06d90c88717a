"""Owns files that come in parts in an S3 bucket: multipart uploads that many processes may feed."""

import io
from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING, BinaryIO, cast

from botocore.exceptions import ClientError

from portal.foundation.ids import new_id
from portal.foundation.partial_files import lost

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client
    from mypy_boto3_s3.type_defs import CompletedPartTypeDef

_GONE = {"404", "NoSuchKey", "NotFound", "NoSuchUpload"}


class S3Parts:
    """Parts as a bucket keeps them: below `incoming/`, unseen until they are put together."""

    def __init__(self, client: "S3Client", bucket: str, prefix: str) -> None:
        self._client, self._bucket = client, bucket
        self._folder = f"{prefix}incoming/"

    def begin(self) -> str:
        """Begin a file and return its handle."""
        name = new_id().hex
        begun = self._client.create_multipart_upload(Bucket=self._bucket, Key=self._folder + name)
        return f"{name}:{begun['UploadId']}"

    def write(self, handle: str, number: int, content: bytes) -> str:
        """Keep part `number` and return its tag."""
        key, upload = self._parse(handle)
        try:
            kept = self._client.upload_part(
                Bucket=self._bucket, Key=key, UploadId=upload, PartNumber=number, Body=content
            )
        except ClientError as error:
            raise _told(error) from error
        return kept["ETag"]

    def open(self, handle: str, tags: Sequence[str]) -> BinaryIO:
        """Put the parts together, if that was not done before, and read them as one."""
        key, upload = self._parse(handle)
        parts: list[CompletedPartTypeDef] = [
            {"ETag": tag, "PartNumber": number} for number, tag in enumerate(tags, 1)
        ]
        try:
            self._client.complete_multipart_upload(
                Bucket=self._bucket, Key=key, UploadId=upload, MultipartUpload={"Parts": parts}
            )
        except ClientError as error:
            if not _is_gone(error):
                raise
        try:
            body = self._client.get_object(Bucket=self._bucket, Key=key)["Body"]
        except ClientError as error:
            raise _told(error) from error
        return io.BufferedReader(cast(io.RawIOBase, body))

    def discard(self, handle: str) -> None:
        """Remove a file with all of its parts."""
        key, upload = self._parse(handle)
        try:
            self._client.abort_multipart_upload(Bucket=self._bucket, Key=key, UploadId=upload)
        except ClientError as error:
            if not _is_gone(error):
                raise
        self._client.delete_object(Bucket=self._bucket, Key=key)

    def discard_before(self, moment: datetime) -> int:
        """Remove every file begun before then, put together or not."""
        begun = [
            f"{found['Key'].removeprefix(self._folder)}:{found['UploadId']}"
            for page in self._client.get_paginator("list_multipart_uploads").paginate(
                Bucket=self._bucket, Prefix=self._folder
            )
            for found in page.get("Uploads", [])
            if found["Initiated"] < moment and found["Key"].startswith(self._folder)
        ]
        for handle in begun:
            self.discard(handle)
        return len(begun)

    def _parse(self, handle: str) -> tuple[str, str]:
        name, colon, upload = handle.partition(":")
        if not colon or not name.isalnum():
            raise lost()
        return self._folder + name, upload


def _is_gone(error: ClientError) -> bool:
    return error.response.get("Error", {}).get("Code") in _GONE


def _told(error: ClientError) -> Exception:
    return lost() if _is_gone(error) else error
