"""What can be tuned while the sandbox runs; kept in the database so that a restart changes nothing."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field


class Settings(BaseModel):
    """Knobs of the emulated world, one per line of the control surface."""

    model_config = ConfigDict(extra="forbid")

    seed: str = "sandbox"
    offset_seconds: float = 0.0
    publish_seconds: float = Field(default=2.0, ge=0)
    draft_vanishes: Literal["submit", "success"] = "submit"
    publish_id_as_number: bool = False
    title_limit: int = Field(default=64, ge=1)
    classic_grace_seconds: float = Field(default=300.0, ge=0)
    is_delay: Literal["auto", "always", "never"] = "auto"
    hang_ms: int = Field(default=300, ge=0)
    callback_timeout_seconds: float = Field(default=5.0, gt=0)
    callback_retries: int = Field(default=3, ge=0)
    callback_retry_wait_seconds: float = Field(default=0.0, ge=0)


class AppIn(BaseModel):
    """A platform account with its developer settings, as the control surface takes it."""

    model_config = ConfigDict(extra="forbid")

    platform: str = "wechat"  # the emulator that it belongs to
    appid: str = Field(min_length=1)
    secret: str = Field(min_length=1)
    name: str = "沙箱公众号"
    gh_id: str = ""
    followers: int = Field(default=12_000, ge=0)
    publish_right: bool = True
    secret_frozen: bool = False
    ip_allow: list[str] = Field(default_factory=list)
    callback_url: str = ""
    callback_token: str = ""
    aes_key: str = ""
    callback_mode: Literal["plain", "aes"] = "plain"
    redirect_uri: str = ""
    options: dict[str, str] = Field(default_factory=dict)  # what only one emulator knows of


FaultKind = Literal[
    "timeout_before",
    "timeout_after",
    "http_500",
    "errcode",
    "slow",
    "throttle",
    "expired_token",
    "duplicate",
    "callback_lost",
    "callback_duplicated",
    "publish_fails",
]


class FaultIn(BaseModel):
    """One fault switch. `endpoint` is a shell pattern over the path after the platform prefix."""

    model_config = ConfigDict(extra="forbid")

    kind: FaultKind
    endpoint: str = "*"
    appid: str | None = None
    probability: float = Field(default=1.0, ge=0, le=1)
    count: int | None = Field(default=None, ge=1)
    errcode: int = -1
    http_status: int = Field(default=500, ge=500, le=599)
    ms: int | None = Field(default=None, ge=0)
    after: bool = False
    publish_status: Literal[2, 3, 4] = 4
    fail_idx: list[int] = Field(default_factory=lambda: [1])
