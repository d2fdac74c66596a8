"""What one round of signing in carries."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Round:
    """`state` ties the answer to the session, `nonce` the token to the round, `verifier`/`challenge` the code to us (PKCE)."""

    state: str
    nonce: str
    verifier: str
    challenge: str
    back: str
