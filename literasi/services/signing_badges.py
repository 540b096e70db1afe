"""The key that signs badges: made once in the data folder, private there, and public at its own address.

Whoever checks a badge years later fetches the public key that its header names. So a new key never takes the
place of an old public one.
"""

import json
import os
import stat
import tempfile
from base64 import urlsafe_b64decode
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

from joserfc import jws
from joserfc.jwk import RSAKey

BITS = 3072
ALGORITHM = "RS256"  # what every reader of Open Badges must understand
_SIGNING = "signing_key.pem"
_KEY_ID_LETTERS = 32


class UnknownKey(Exception):
    """No key of this site has that name."""


def sign(folder: Path, site_url: str, payload: Mapping[str, Any]) -> str:
    """The credential *payload* as a VC-JWT. Its header says where the public key is, and nothing else."""
    key = _signing_key(folder)
    header = {"alg": ALGORITHM, "kid": key_address(site_url, key_id(key)), "typ": "JWT"}
    return jws.serialize_compact(header, json.dumps(payload, ensure_ascii=False), key)


def public_key(folder: Path, kid: str) -> dict[str, str]:
    """The public half of a key, today's or an earlier one, as a JWK. Raises UnknownKey."""
    if kid not in _published(folder):
        raise UnknownKey(kid)
    return dict(json.loads(_public_file(folder, kid).read_text(encoding="utf-8")))


def rotate(folder: Path) -> str:
    """From now on a new key signs; what was signed before can still be checked. Returns the new key's id."""
    key = _new_key()
    _publish(folder, key)  # first: nothing may be signed by a key that nobody can fetch
    _replace(folder / _SIGNING, key.as_pem(private=True))
    return key_id(key)


def readable_by_others(folder: Path) -> list[Path]:
    """The private key's file, if somebody but this user may read it."""
    path = folder / _SIGNING
    return [path] if path.exists() and stat.S_IMODE(path.stat().st_mode) & 0o077 else []


def key_id(key: RSAKey) -> str:
    """The name of a key, made of what it is (RFC 7638), in letters for an address."""
    return urlsafe_b64decode(key.thumbprint() + "==").hex()[:_KEY_ID_LETTERS]


def key_address(site_url: str, kid: str) -> str:
    """Where the public key with this id is served."""
    return f"{site_url}/sertifikat/kunci/{kid}"


def _signing_key(folder: Path) -> RSAKey:
    """Today's key; made and published first, if there is none. Of several that begin at once one makes it."""
    path = folder / _SIGNING
    if not path.exists():
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        _put_once(path, _new_key().as_pem(private=True), 0o600)
    key = RSAKey.import_key(path.read_bytes())
    _publish(folder, key)
    return key


def _new_key() -> RSAKey:
    return RSAKey.generate_key(BITS)


def _publish(folder: Path, key: RSAKey) -> None:
    kid = key_id(key)
    public = {**key.as_dict(private=False), "kid": kid, "alg": ALGORITHM, "use": "sig"}
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    if kid not in _published(folder):
        _put_once(_public_file(folder, kid), json.dumps(public).encode(), 0o644)


def _published(folder: Path) -> set[str]:
    return {path.stem for path in folder.glob("*.json")}


def _public_file(folder: Path, kid: str) -> Path:
    return folder / f"{kid}.json"


def _put_once(path: Path, content: bytes, mode: int) -> None:
    """Write the whole file under its name, unless somebody else was first; nobody ever sees half of it."""
    whole = _written(path.parent, content, mode)
    with suppress(FileExistsError):
        os.link(whole, path)
    whole.unlink()


def _replace(path: Path, content: bytes) -> None:
    _written(path.parent, content, 0o600).replace(path)


def _written(folder: Path, content: bytes, mode: int) -> Path:
    with tempfile.NamedTemporaryFile(dir=folder, delete=False) as file:  # made with mode 0600
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    path = Path(file.name)
    path.chmod(mode)
    return path
