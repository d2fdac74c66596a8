"""An S3-compatible storage (MinIO, 阿里云 OSS, 腾讯云 COS, AWS): objects named by digest, requests signed with version 4.

Bytes always travel through this house, which checks who asks and what came back; nobody gets an address of the storage.
"""

import functools
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from boto3.exceptions import Boto3Error
from boto3.s3.transfer import TransferConfig
from boto3.session import Session
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError
from django.conf import settings
from django.utils.translation import gettext as _

from masthead.core.errors import DomainError

GONE = frozenset({"NoSuchKey", "404", "NotFound"})
MINE = frozenset(
    {"SignatureDoesNotMatch", "InvalidAccessKeyId", "AccessDenied", "403", "NoSuchBucket", "InvalidBucketName"}
)

IN_PARTS = TransferConfig(multipart_threshold=16 * 1024 * 1024, multipart_chunksize=16 * 1024 * 1024, max_concurrency=2)


class StoreDown(DomainError):
    """The storage of files does not answer, or not as it should (503). Nothing was kept."""

    status = 503
    default_code = "file_store_down"


@dataclass(frozen=True)
class S3Store:
    """One bucket and prefix. Thread-safe: the client is."""

    bucket: str
    prefix: str
    endpoint: str
    region: str
    key_id: str = field(repr=False)
    secret: str = field(repr=False)

    @classmethod
    def of_settings(cls) -> "S3Store":
        return _made(**settings.FILES_S3)

    @functools.cached_property
    def client(self) -> Any:
        """Short time-outs: somebody waits in front of a form."""
        return Session().client(
            "s3", endpoint_url=self.endpoint or None, region_name=self.region, aws_access_key_id=self.key_id,
            aws_secret_access_key=self.secret,
            config=Config(
                signature_version="s3v4", connect_timeout=5, read_timeout=30, retries={"max_attempts": 3, "mode": "standard"},
                s3={"addressing_style": "path" if self.endpoint else "auto"}, proxies={},
                request_checksum_calculation="when_required", response_checksum_validation="when_required",
            ),
        )  # fmt: skip

    def name_of(self, digest: str) -> str:
        return f"{self.prefix}{digest[:2]}/{digest[2:4]}/{digest}"

    def write_once(self, digest: str, data: bytes) -> None:
        """An object appears whole or not at all, so that no second name is needed."""
        if not self.holds(digest):
            self._call("put_object", digest, Body=data, ContentType="application/octet-stream")

    def read(self, digest: str) -> bytes | None:
        found = self._call("get_object", digest)
        return bytes(found["Body"].read()) if found else None

    def holds(self, digest: str) -> bool:
        return self._call("head_object", digest) is not None

    def adopt(self, digest: str, path: Path) -> None:
        """In parts of 16 MB, two at a time: memory stays small whatever the length."""
        if self.holds(digest):
            return
        try:
            self.client.upload_file(str(path), self.bucket, self.name_of(digest), Config=IN_PARTS)
        except (BotoCoreError, ClientError, Boto3Error) as fault:
            message = _("连接不上文件存储（%(kind)s）。") % {"kind": type(fault).__name__}
            raise StoreDown(message, advice=_("请稍后重试；仍不行请联系管理员。")) from None

    def pieces(self, digest: str, start: int, length: int) -> Iterator[bytes] | None:
        found = self._call("get_object", digest, Range=f"bytes={start}-{start + length - 1}")
        return found["Body"].iter_chunks(1 << 18) if found else None

    def _call(self, deed: str, digest: str, **more: Any) -> Any:
        """The answer, or None when there is no such object. Raises StoreDown."""
        try:
            return getattr(self.client, deed)(Bucket=self.bucket, Key=self.name_of(digest), **more)
        except ClientError as fault:
            code = str(fault.response.get("Error", {}).get("Code", ""))
            if code in GONE:
                return None
            advice = _("请管理员核对对象存储的地址、桶名和密钥。") if code in MINE else _("请稍后重试。")
            raise StoreDown(_("文件存储拒绝了请求（%(code)s）。") % {"code": code}, advice=advice) from None
        except BotoCoreError as fault:
            message = _("连接不上文件存储（%(kind)s）。") % {"kind": type(fault).__name__}
            raise StoreDown(message, advice=_("请稍后重试；仍不行请联系管理员。")) from None


@functools.lru_cache(maxsize=4)
def _made(**values: str) -> S3Store:
    return S3Store(**values)
