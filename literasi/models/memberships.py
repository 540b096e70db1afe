"""People's places in organisations, and how they came in."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, LargeBinary, String, text
from sqlalchemy.orm import Mapped, mapped_column

from literasi.database import Base

_STANDING = "state in ('waiting', 'invited', 'active')"
_VALID = "state in ('invited', 'active')"


class Membership(Base):
    """One person's place in one organisation, under the name by which that organisation knows them.

    Waiting: asked to join, not yet approved. Invited: has no account yet. Both of invited and active are
    members. An ended place stays, and what happened in it stays with it.
    """

    __tablename__ = "membership"
    __table_args__ = (
        CheckConstraint("role in ('member', 'supervisor')", name="role"),
        CheckConstraint("state in ('waiting', 'invited', 'active', 'ended', 'refused')", name="state"),
        Index(
            "uq_membership_held",
            "learner_id",
            "organisation_id",
            "role",
            unique=True,
            sqlite_where=text(_STANDING),
            postgresql_where=text(_STANDING),
        ),
        Index(
            "uq_membership_external_id",
            "organisation_id",
            "external_id",
            unique=True,
            sqlite_where=text(f"external_id is not null and {_VALID}"),
            postgresql_where=text(f"external_id is not null and {_VALID}"),
        ),
        Index("ix_membership_organisation_id_state", "organisation_id", "state", "name_key", "id"),
        # Operators look for people in all organisations at once.
        Index("ix_membership_name_key_start", "name_key", postgresql_ops={"name_key": "text_pattern_ops"}),
        Index("ix_membership_external_id", "external_id"),
        Index("ix_membership_contact", "contact"),
        Index(
            "ix_membership_waiting",
            "organisation_id",
            sqlite_where=text("state = 'waiting'"),
            postgresql_where=text("state = 'waiting'"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[uuid.UUID] = mapped_column(unique=True)  # its address
    learner_id: Mapped[int] = mapped_column(ForeignKey("learner.id"), index=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    role: Mapped[str] = mapped_column(String(12))
    state: Mapped[str] = mapped_column(String(8))
    name: Mapped[str] = mapped_column(String(80))
    name_key: Mapped[str] = mapped_column(String(80))  # folded, for sorting and searching
    external_id: Mapped[str | None] = mapped_column(String(60))  # the agency's own number for the person
    contact: Mapped[str | None] = mapped_column(String(254))  # where an invitation goes; empty once joined
    asked_at: Mapped[datetime]
    joined_at: Mapped[datetime | None]  # from when the person is a member
    ended_at: Mapped[datetime | None]
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("learner.id"))


class CohortMember(Base):
    """A member in a cohort of their organisation."""

    __tablename__ = "cohort_member"

    cohort_id: Mapped[int] = mapped_column(ForeignKey("cohort.id"), primary_key=True)
    membership_id: Mapped[int] = mapped_column(ForeignKey("membership.id"), primary_key=True, index=True)


class RosterBatch(Base):
    """One uploaded list of people: read first, then applied, perhaps undone as a whole."""

    __tablename__ = "roster_batch"
    __table_args__ = (CheckConstraint("state in ('read', 'applied', 'undone')", name="state"),)

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    made_by_id: Mapped[int | None] = mapped_column(ForeignKey("learner.id"))
    state: Mapped[str] = mapped_column(String(8))
    file_name: Mapped[str] = mapped_column(String(120))
    made_at: Mapped[datetime]
    applied_at: Mapped[datetime | None]
    undone_at: Mapped[datetime | None]
    found: Mapped[dict[str, Any]] = mapped_column(JSON)  # rows and problems; emptied of people in time


class RosterChange(Base):
    """What one applied batch did to one membership, and what stood there before."""

    __tablename__ = "roster_change"

    batch_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("roster_batch.id"), primary_key=True)
    membership_id: Mapped[int] = mapped_column(ForeignKey("membership.id"), primary_key=True, index=True)
    action: Mapped[str] = mapped_column(String(12))
    before: Mapped[dict[str, Any]] = mapped_column(JSON)


class OneTimeCode(Base):
    """A code on a slip or in a link: to join as somebody who was invited, or to choose a new password.

    Only its SHA-256 is kept.
    """

    __tablename__ = "one_time_code"
    __table_args__ = (
        CheckConstraint("purpose in ('join', 'recover')", name="purpose"),
        Index("ix_one_time_code_made_by_id", "made_by_id", "made_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    code_hash: Mapped[bytes] = mapped_column(LargeBinary(32), unique=True)
    purpose: Mapped[str] = mapped_column(String(8))
    learner_id: Mapped[int] = mapped_column(ForeignKey("learner.id"), index=True)
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"))
    made_by_id: Mapped[int | None] = mapped_column(ForeignKey("learner.id"))
    made_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]
    voided_at: Mapped[datetime | None]
