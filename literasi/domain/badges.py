"""A certificate as an Open Badge 3.0: a verifiable credential whose payload other systems read.

The payload is the credential itself with the registered claims beside it (OB 3.0, 8.2.4.1). It carries no
name and no address of the holder: whoever knows the name can check it against the salted hash.
"""

import hashlib
import uuid
from datetime import UTC, datetime
from typing import Any

from literasi.domain.certificates import Certificate

CONTEXTS = [
    "https://www.w3.org/ns/credentials/v2",
    "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json",
]
SCHEMA = {
    "id": "https://purl.imsglobal.org/spec/ob/v3p0/schema/json/ob_v3p0_achievementcredential_schema.json",
    "type": "1EdTechJsonSchemaValidator2019",
}
REVOCATION_LIST = "1EdTechRevocationList"


def payload(certificate: Certificate, course_id: int, site_url: str, salt: str) -> dict[str, Any]:
    """What is signed: the credential of *certificate* on the site at *site_url*.

    *salt* is chance that belongs to this payload alone.
    """
    address, issued = address_of(site_url, certificate.code), certificate.issued_at.astimezone(UTC)
    subject = _urn(address, "pemegang")
    return {
        "@context": CONTEXTS,
        "id": address,
        "type": ["VerifiableCredential", "OpenBadgeCredential"],
        "name": certificate.course_title,
        "issuer": issuer(certificate, site_url),
        "validFrom": _moment(issued),
        "credentialSubject": {
            "id": subject,
            "type": ["AchievementSubject"],
            "identifier": [_identity(certificate.name, salt)],
            "activityEndDate": _moment(certificate.finished_at),
            "achievement": _achievement(certificate, course_id, site_url),
        },
        "credentialSchema": [SCHEMA],
        "credentialStatus": {"id": f"{address}/status", "type": REVOCATION_LIST},
        "iss": site_url,
        "jti": address,
        "sub": subject,
        "nbf": int(issued.timestamp()),
    }


def issuer(certificate: Certificate, site_url: str) -> dict[str, Any]:
    """Who issued it; its id is the site's address."""
    return {"id": site_url, "type": ["Profile"], "name": certificate.issuer, "url": site_url}


def revocations(certificate: Certificate, site_url: str) -> dict[str, Any]:
    """The revocation list of this certificate alone: a common one would hand out the codes of others."""
    address = address_of(site_url, certificate.code)
    revoked = {"id": address, "revoked": True, "revocationReason": certificate.revoked_reason or ""}
    return {
        "id": f"{address}/status",
        "issuer": site_url,
        "revokedCredential": [] if certificate.holds else [revoked],
    }


def address_of(site_url: str, code: str) -> str:
    """Where everybody can check the certificate with this code."""
    return f"{site_url}/sertifikat/{code}"


def hashed_identity(name: str, salt: str) -> str:
    """What the credential keeps of the name."""
    return "sha256$" + hashlib.sha256((name + salt).encode()).hexdigest()


def _identity(name: str, salt: str) -> dict[str, Any]:
    return {
        "type": "IdentityObject",
        "identityType": "name",
        "hashed": True,
        "salt": salt,
        "identityHash": hashed_identity(name, salt),
    }


def _achievement(certificate: Certificate, course_id: int, site_url: str) -> dict[str, Any]:
    """The course at its revision: the same for all who finished it then, whatever it is called later."""
    taught = "; ".join(lesson.title for lesson in certificate.lessons)
    return {
        "id": _urn(site_url, f"kursus/{course_id}/{certificate.course_number}"),
        "type": ["Achievement"],
        "achievementType": "CertificateOfCompletion",
        "name": certificate.course_title,
        "description": f"Kursus {certificate.course_title}, setara {certificate.hours} jam pelajaran (JP).",
        "criteria": {
            "narrative": f"Menyelesaikan semua pelajaran dan lulus kuis akhirnya. Pelajaran: {taught}."
        },
        "inLanguage": "id",
    }


def _urn(address: str, part: str) -> str:
    return uuid.uuid5(uuid.NAMESPACE_URL, f"{address}#{part}").urn


def _moment(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"
