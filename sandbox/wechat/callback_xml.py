"""The event PUBLISHJOBFINISH as XML, plain and encrypted, with its signatures."""

from __future__ import annotations

import base64
import hashlib
import os
import secrets
from xml.sax.saxutils import escape

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

from sandbox.settings import AppIn
from sandbox.store import Json

BLOCK = 32


def publish_finished(gh_id: str, helper: str, at: int, told: Json) -> str:
    """Fields and nesting as documented; `fail_idx` repeats."""
    detail = told.get("article_detail")
    inner = f"<publish_id>{told['publish_id']}</publish_id><publish_status>{told['publish_status']}</publish_status>"
    if detail:
        items = "".join(
            f"<item><idx>{one['idx']}</idx><article_url>{_cdata(one['article_url'])}</article_url></item>"
            for one in detail["item"]
        )
        inner += f"<article_id>{_cdata(told['article_id'])}</article_id>"
        inner += f"<article_detail><count>{detail['count']}</count>{items}</article_detail>"
    inner += "".join(f"<fail_idx>{idx}</fail_idx>" for idx in told["fail_idx"])
    return (
        f"<xml><ToUserName>{_cdata(gh_id)}</ToUserName><FromUserName>{_cdata(helper)}</FromUserName>"
        f"<CreateTime>{at}</CreateTime><MsgType>{_cdata('event')}</MsgType>"
        f"<Event>{_cdata('PUBLISHJOBFINISH')}</Event><PublishEventInfo>{inner}</PublishEventInfo></xml>"
    )


def mass_finished(gh_id: str, helper: str, at: int, msg_id: int, told: Json) -> str:
    """MASSSENDJOBFINISH with the addresses of the articles."""
    items = (told.get("article_detail") or {}).get("item") or []
    urls = "".join(
        f"<item><ArticleIdx>{one['idx']}</ArticleIdx><ArticleUrl>{_cdata(one['article_url'])}</ArticleUrl></item>"
        for one in items
    )
    status = "send success" if told["publish_status"] == 0 else "err(20008)"
    return (
        f"<xml><ToUserName>{_cdata(gh_id)}</ToUserName><FromUserName>{_cdata(helper)}</FromUserName>"
        f"<CreateTime>{at}</CreateTime><MsgType>{_cdata('event')}</MsgType><Event>{_cdata('MASSSENDJOBFINISH')}</Event>"
        f"<MsgID>{msg_id}</MsgID><Status>{_cdata(status)}</Status><TotalCount>100</TotalCount><FilterCount>100</FilterCount>"
        f"<SentCount>100</SentCount><ErrorCount>0</ErrorCount>"
        f"<ArticleUrlResult><Count>{len(items)}</Count><ResultList>{urls}</ResultList></ArticleUrlResult></xml>"
    )


def signature(*parts: str) -> str:
    """sha1 of the parts, sorted by their bytes and joined without separator."""
    joined = b"".join(sorted(part.encode() for part in parts))
    return hashlib.sha1(joined, usedforsecurity=False).hexdigest()


def decode_key(aes_key: str) -> bytes:
    """EncodingAESKey: 43 characters that stand for 32 bytes."""
    key = base64.b64decode(aes_key + "=")
    if len(aes_key) != 43 or len(key) != 32:
        raise ValueError("EncodingAESKey must be 43 characters")
    return key


def encrypt(aes_key: str, message: str, appid: str) -> str:
    """16 random bytes, length in bytes (big-endian), message, appid; PKCS#7 to 32; AES-256-CBC."""
    key, body = decode_key(aes_key), message.encode()
    plain = os.urandom(16) + len(body).to_bytes(4, "big") + body + appid.encode()
    pad = BLOCK - len(plain) % BLOCK
    encryptor = Cipher(algorithms.AES(key), modes.CBC(key[:16])).encryptor()
    sealed = encryptor.update(plain + bytes([pad]) * pad) + encryptor.finalize()
    return base64.b64encode(sealed).decode()


def decrypt(aes_key: str, sealed: str) -> tuple[str, str]:
    """The message and the appid at its end."""
    key = decode_key(aes_key)
    decryptor = Cipher(algorithms.AES(key), modes.CBC(key[:16])).decryptor()
    padded = decryptor.update(base64.b64decode(sealed)) + decryptor.finalize()
    plain = padded[: -padded[-1]]
    length = int.from_bytes(plain[16:20], "big")
    return plain[20 : 20 + length].decode(), plain[20 + length :].decode()


def signed_query(token: str, now: float) -> dict[str, str]:
    timestamp, nonce = str(int(now)), str(secrets.randbelow(10**10))
    return {"signature": signature(token, timestamp, nonce), "timestamp": timestamp, "nonce": nonce}


def sealed_post(app: AppIn, xml: str, now: float) -> tuple[dict[str, str], str]:
    """Query and body of a push in secure mode."""
    sealed, query = encrypt(app.aes_key, xml, app.appid), signed_query(app.callback_token, now)
    query["encrypt_type"] = "aes"
    query["msg_signature"] = signature(app.callback_token, query["timestamp"], query["nonce"], sealed)
    return query, f"<xml><ToUserName>{_cdata(app.gh_id)}</ToUserName><Encrypt>{_cdata(sealed)}</Encrypt></xml>"


def _cdata(text: object) -> str:
    return f"<![CDATA[{text}]]>" if "]]>" not in str(text) else escape(str(text))
