"""The key that signs: Ed25519, made at first use, in a file for its owner alone; and the keys that are trusted.

    records.key    the private key (PEM, PKCS#8, mode 0600): never logged, never shown, never part of a backup
    records.pub    its public half; every other `*.pub` beside it is trusted too (a colleague's, an earlier key's)

What is signed is a DSSE envelope, whose type says what it is: so nothing that was signed as one thing passes for
another. Knows nothing of what it signs.
"""

from __future__ import annotations

import binascii
from collections.abc import Sequence
from pathlib import Path
from typing import Final

import msgspec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    PublicFormat,
    load_pem_private_key,
    load_pem_public_key,
)
from securesystemslib.dsse import Envelope
from securesystemslib.exceptions import FormatError, VerificationError
from securesystemslib.signer import CryptoSigner, Key, SSlibKey  # type: ignore[attr-defined]  # says not that it may

from reprieve.errors import BadInput
from reprieve.records.files import private, settled, written

PRIVATE: Final = "records.key"
PUBLIC: Final = "records.pub"


class Seal:
    """Signs with the key in a folder, and makes that key where there is none."""

    def __init__(self, folder: Path) -> None:
        path = folder / PRIVATE
        settled(path, lambda new: written(new, CryptoSigner.generate_ed25519().private_bytes))
        private(path)
        key = _private_key(path)
        public = key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
        settled(folder / PUBLIC, lambda new: written(new, public, 0o644))
        if (folder / PUBLIC).read_bytes() != public:
            raise BadInput(str(folder / PUBLIC), f"is not the public half of {PRIVATE}", "the two that belong together")
        self._signer = CryptoSigner(key)

    def sign(self, payload: bytes, payload_type: str) -> bytes:
        """The DSSE envelope of a payload, as JSON."""
        envelope = Envelope(payload, payload_type, {})
        envelope.sign(self._signer)
        return msgspec.json.encode(envelope.to_dict())


def _private_key(path: Path) -> Ed25519PrivateKey:
    try:
        key = load_pem_private_key(path.read_bytes(), password=None)
    except (ValueError, TypeError):
        raise BadInput(str(path), "is no private key", "restore it, or take it away for a new one") from None
    if not isinstance(key, Ed25519PrivateKey):
        raise BadInput(str(path), "is a key of another kind", "an Ed25519 key in PEM")
    return key


def trusted(folder: Path) -> tuple[Key, ...]:
    """The public keys in a folder. Raises BadInput for a file that holds none."""
    return tuple(map(public_key, sorted(folder.glob("*.pub"))))


def public_key(path: Path) -> Key:
    """The public key in a file. Raises BadInput where there is none."""
    try:
        key = load_pem_public_key(path.read_bytes())
    except OSError as error:
        raise BadInput(str(path), f"cannot be read: {error.strerror}", "a public key in PEM") from None
    except ValueError:
        raise BadInput(str(path), "is no public key", "an Ed25519 key in PEM") from None
    if not isinstance(key, Ed25519PublicKey):
        raise BadInput(str(path), "is a key of another kind", "an Ed25519 key in PEM")
    return SSlibKey.from_crypto(key)


def opened(envelope: bytes, payload_type: str, keys: Sequence[Key]) -> bytes | None:
    """The payload of an envelope that one of the keys signed as what it is; else nothing."""
    try:
        found = Envelope.from_dict(msgspec.json.decode(envelope))
        found.verify(list(keys), 1)
    except (VerificationError, FormatError, ValueError, KeyError, TypeError, binascii.Error):
        return None
    return found.payload if found.payload_type == payload_type else None


def payload(envelope: bytes) -> bytes:
    """What an envelope says, whoever signed it; empty where it is none."""
    try:
        return Envelope.from_dict(msgspec.json.decode(envelope)).payload
    except (FormatError, ValueError, KeyError, TypeError, binascii.Error):
        return b""
