"""What the hub keeps of a passkey that nobody holds. Synthetic."""

from __future__ import annotations

import hashlib
from typing import Any

from cryptography.hazmat.primitives.asymmetric import ec
from fido2.cose import ES256
from fido2.utils import websafe_encode
from fido2.webauthn import (
    AttestationObject,
    AttestedCredentialData,
    AuthenticatorData,
    CollectedClientData,
)


def passkey_data(name: str = "Telephone (synthetic)") -> dict[str, Any]:
    """For `Authenticator.data`."""
    key = ES256.from_cryptography_key(ec.generate_private_key(ec.SECP256R1()).public_key())
    held = AttestedCredentialData.create(bytes(16), b"synthetic credential", key)
    flags = AuthenticatorData.FLAG
    data = AuthenticatorData.create(
        hashlib.sha256(b"testserver").digest(), flags.UP | flags.UV | flags.AT, 0, held
    )
    client = CollectedClientData.create("webauthn.create", b"challenge", "http://testserver")
    return {
        "name": name,
        "credential": {
            "id": websafe_encode(held.credential_id),
            "rawId": websafe_encode(held.credential_id),
            "type": "public-key",
            "response": {
                "clientDataJSON": websafe_encode(client),
                "attestationObject": websafe_encode(AttestationObject.create("none", data, {})),
            },
        },
    }
