"""Checking an OpenID Connect ID token (OpenID Connect Core 1.0, section 3.1.3.7)."""

from collections.abc import Mapping, Sequence
from typing import Any

import jwt
from allauth.socialaccount.providers.oauth2.client import OAuth2Error

# Never `none`, and never a shared secret where a public key is expected.
ALGORITHMS = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA")
LEEWAY_SECONDS = 60
REASONS: tuple[tuple[type[jwt.PyJWTError], str], ...] = (
    (jwt.InvalidAudienceError, "audience"),
    (jwt.InvalidIssuerError, "issuer"),
    (jwt.ExpiredSignatureError, "expired"),
    (jwt.InvalidSignatureError, "signature"),
    (jwt.InvalidAlgorithmError, "signature"),
    (jwt.PyJWKSetError, "signature"),
    (jwt.MissingRequiredClaimError, "incomplete"),
)


class TokenRefused(OAuth2Error):
    """An ID token that does not hold; `reason` is one word."""

    def __init__(self, reason: str) -> None:
        super().__init__(f"The ID token was refused: {reason}")
        self.reason = reason


def checked(token: str, keys: Mapping[str, Any], *, issuer: str, audience: str, nonce: str) -> dict[str, Any]:
    """The claims of a token that was signed with one of the issuer's `keys` (a JWK set) for this client and
    for this very sign-in. Raises TokenRefused."""
    try:
        claims: dict[str, Any] = jwt.decode(
            token,
            key=_key(token, keys),
            algorithms=ALGORITHMS,
            audience=audience,
            issuer=issuer,
            leeway=LEEWAY_SECONDS,
            options={"require": ["iss", "sub", "aud", "exp", "iat"]},
        )
    except jwt.PyJWTError as error:
        raise TokenRefused(_reason(error)) from error
    _refuse_foreign(claims, audience, nonce)
    return claims


def _key(token: str, keys: Mapping[str, Any]) -> jwt.PyJWK:
    header = jwt.get_unverified_header(token)
    usable: Sequence[jwt.PyJWK] = [
        one for one in jwt.PyJWKSet.from_dict(dict(keys)).keys if one.public_key_use in ("sig", None)
    ]
    named = [one for one in usable if one.key_id == header.get("kid")]
    # Without a name in the header there must be no choice.
    found = named or (usable if "kid" not in header and len(usable) == 1 else [])
    if not found:
        raise TokenRefused("signature")
    return found[0]


def _refuse_foreign(claims: Mapping[str, Any], audience: str, nonce: str) -> None:
    if claims.get("nonce") != nonce:
        raise TokenRefused("nonce")
    several = isinstance(claims["aud"], list) and len(claims["aud"]) > 1
    if (several or "azp" in claims) and claims.get("azp") != audience:
        raise TokenRefused("audience")


def _reason(error: jwt.PyJWTError) -> str:
    return next((word for kind, word in REASONS if isinstance(error, kind)), "unreadable")
