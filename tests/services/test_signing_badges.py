"""A badge is accepted by a verifier that others wrote, and refused by it once anything was touched."""

import base64
import json
import stat
import subprocess
import sys
from dataclasses import replace
from datetime import UTC, timedelta

import pytest
from joserfc import jws
from joserfc.jwk import OctKey, RSAKey
from openbadgeslib.ob3.verifier import OB3VerificationError, OB3Verifier

from literasi.config import ROOT
from literasi.domain import badges
from literasi.domain.certificates import Certificate, TaughtLesson
from literasi.services import signing_badges
from literasi.services.signing_badges import UnknownKey
from tests.certificates import NOW

SITE = "https://literasi.example.go.id"
SALT = "garam"
CERTIFICATE = Certificate(
    code="K7QM-2XPA-90BC-WXYZ",
    name="Andi Tenri Abengé",
    course_title="Kenali Jebakan",
    course_number=6,
    organisation_name="Dinas Perhubungan",
    lessons=(TaughtLesson("Berkas yang Menyamar", 2), TaughtLesson("Bantuan Gratis", 1)),
    hours=1,
    finished_at=NOW,
    issued_at=NOW + timedelta(minutes=1),
    issuer="Literasi Samarinda",
    signatory_name="",
    signatory_title="",
    shows_name=False,
    revoked_at=None,
    revoked_reason=None,
)


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("data") / "badge_keys"


@pytest.fixture(scope="module")
def token(folder):
    return signing_badges.sign(folder, SITE, badges.payload(CERTIFICATE, 7, SITE, SALT))


@pytest.fixture(scope="module")
def verifier(folder, token):
    """As a stranger does it: with the key that the header's address serves."""
    return OB3Verifier(public_pem(folder, token))


def part(token, number):
    text = token.split(".")[number]
    return json.loads(base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)))


def encoded(value):
    return base64.urlsafe_b64encode(json.dumps(value).encode()).rstrip(b"=").decode()


def public_pem(folder, token):
    kid = part(token, 0)["kid"].removeprefix(f"{SITE}/sertifikat/kunci/")
    return RSAKey.import_key(signing_badges.public_key(folder, kid)).as_pem(private=False)


def test_another_verifier_accepts_it(verifier, token):
    credential = verifier.verify(token)

    assert credential.id == f"{SITE}/sertifikat/K7QM-2XPA-90BC-WXYZ"
    assert (credential.issuer.id, credential.issuer.name) == (SITE, "Literasi Samarinda")
    assert credential.achievement.name == "Kenali Jebakan"
    assert credential.achievement.achievement_type == "CertificateOfCompletion"
    assert "Berkas yang Menyamar; Bantuan Gratis" in credential.achievement.criteria_narrative
    assert credential.issuance_date == CERTIFICATE.issued_at.astimezone(UTC)


def test_its_header_says_three_things(token):
    header = part(token, 0)

    assert set(header) == {"alg", "kid", "typ"}
    assert (header["alg"], header["typ"]) == ("RS256", "JWT")


def test_its_payload_is_an_open_badge_with_its_claims(token):
    payload = part(token, 1)

    assert payload["@context"] == [
        "https://www.w3.org/ns/credentials/v2",
        "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json",
    ]
    assert payload["type"] == ["VerifiableCredential", "OpenBadgeCredential"]
    assert payload["jti"] == payload["id"]
    assert payload["iss"] == payload["issuer"]["id"]
    assert payload["sub"] == payload["credentialSubject"]["id"]
    assert payload["nbf"] == int(CERTIFICATE.issued_at.timestamp())
    assert payload["validFrom"] == "2026-11-23T06:03:00Z"
    assert payload["credentialSubject"]["achievement"]["id"].startswith("urn:uuid:")
    assert "iat" not in payload


def test_it_names_the_holder_only_to_who_knows_the_name(token):
    (identity,) = part(token, 1)["credentialSubject"]["identifier"]

    assert "Abeng" not in json.dumps(part(token, 1), ensure_ascii=False)
    assert identity["identityHash"] == badges.hashed_identity("Andi Tenri Abengé", SALT)
    assert identity["identityHash"] != badges.hashed_identity("Andi Tenri Abeng", SALT)


def test_two_badges_of_one_course_are_one_achievement_and_two_holders(token):
    other = badges.payload(replace(CERTIFICATE, code="0000-0000-0000-0000"), 7, SITE, SALT)
    subjects = part(token, 1)["credentialSubject"], other["credentialSubject"]

    assert subjects[0]["achievement"]["id"] == subjects[1]["achievement"]["id"]
    assert subjects[0]["id"] != subjects[1]["id"]


def test_a_changed_word_is_noticed(verifier, token):
    head, _, signature = token.split(".")
    payload = part(token, 1)
    payload["credentialSubject"]["achievement"]["name"] = "Kursus Lain"
    with pytest.raises(OB3VerificationError):
        verifier.verify(f"{head}.{encoded(payload)}.{signature}")


def test_without_a_signature_it_is_nothing(verifier, token):
    head = encoded({**part(token, 0), "alg": "none"})
    with pytest.raises(OB3VerificationError):
        verifier.verify(f"{head}.{token.split('.')[1]}.")


def test_the_public_key_is_no_password(verifier, folder, token):
    """The old trick: sign by HMAC, with the public key's own bytes as the secret."""
    header = {**part(token, 0), "alg": "HS256"}
    secret = OctKey.import_key(base64.urlsafe_b64encode(public_pem(folder, token)).decode())
    forged = jws.serialize_compact(header, json.dumps(part(token, 1)), secret, algorithms=["HS256"])
    with pytest.raises(OB3VerificationError):
        verifier.verify(forged)


def test_another_key_signs_nothing_for_us(verifier, token):
    forged = jws.serialize_compact(part(token, 0), json.dumps(part(token, 1)), RSAKey.generate_key(2048))
    with pytest.raises(OB3VerificationError):
        verifier.verify(forged)


def test_the_served_key_is_the_public_half(folder, token):
    kid = part(token, 0)["kid"].rpartition("/")[2]
    key = signing_badges.public_key(folder, kid)

    assert set(key) == {"kty", "n", "e", "kid", "alg", "use"}
    assert len(base64.urlsafe_b64decode(key["n"] + "==")) * 8 >= 2048
    for unknown in ("x", "../signing_key", "signing_key", ""):
        with pytest.raises(UnknownKey):
            signing_badges.public_key(folder, unknown)


def test_the_private_key_is_its_owners_alone(folder, token):
    assert stat.S_IMODE((folder / "signing_key.pem").stat().st_mode) == 0o600
    assert signing_badges.readable_by_others(folder) == []


def test_a_new_key_signs_and_what_the_old_one_signed_still_holds(tmp_path):
    payload = badges.payload(CERTIFICATE, 7, SITE, SALT)
    old = signing_badges.sign(tmp_path, SITE, payload)
    kid = signing_badges.rotate(tmp_path)
    new = signing_badges.sign(tmp_path, SITE, payload)

    assert part(new, 0)["kid"].endswith(kid)
    assert part(old, 0)["kid"] != part(new, 0)["kid"]
    for token in (old, new):
        OB3Verifier(public_pem(tmp_path, token)).verify(token)


@pytest.mark.slow
def test_of_many_processes_that_begin_at_once_one_makes_the_key(tmp_path):
    program = (
        "import sys; from pathlib import Path; from literasi.services import signing_badges; "
        "print(signing_badges.sign(Path(sys.argv[1]), 'https://x', {}).split('.')[0])"
    )
    command = [sys.executable, "-c", program, str(tmp_path / "keys")]
    started = [subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE) for _ in range(4)]
    heads = {child.communicate()[0] for child in started}

    assert {child.returncode for child in started} == {0}
    assert len(heads) == 1
    assert sorted(path.suffix for path in (tmp_path / "keys").iterdir()) == [".json", ".pem"]


def test_a_revoked_one_stands_on_a_list_of_its_own():
    revoked = replace(CERTIFICATE, revoked_at=NOW, revoked_reason="Nama keliru")
    address = badges.payload(CERTIFICATE, 7, SITE, SALT)["credentialStatus"]["id"]

    assert badges.revocations(CERTIFICATE, SITE) == {"id": address, "issuer": SITE, "revokedCredential": []}
    assert badges.revocations(revoked, SITE)["revokedCredential"] == [
        {
            "id": f"{SITE}/sertifikat/K7QM-2XPA-90BC-WXYZ",
            "revoked": True,
            "revocationReason": "Nama keliru",
        }
    ]
