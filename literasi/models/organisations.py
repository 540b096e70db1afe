"""Agencies and community accounts: a tree, and everything below each of its places."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from literasi.database import Base


class Organisation(Base):
    """A city, an agency, a kelurahan, a community account. Its slug is its lasting address.

    ``is_example`` marks what was seeded without a sure source. A merged one says into which.
    """

    __tablename__ = "organisation"
    __table_args__ = (
        CheckConstraint("kind <> 'community' or parent_id is null", name="community"),
        Index("ix_organisation_parent_id_name", "parent_id", "name"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(String(80), unique=True)
    name: Mapped[str] = mapped_column(String(120))
    kind: Mapped[str] = mapped_column(String(20))
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"))
    is_example: Mapped[bool] = mapped_column(default=False)
    join_code: Mapped[str | None] = mapped_column(String(20), unique=True)
    join_code_made_at: Mapped[datetime | None]
    created_at: Mapped[datetime]
    retired_at: Mapped[datetime | None]
    merged_into_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"))


class OrganisationAncestor(Base):
    """One place on the way from an organisation up to the root; itself at depth 0."""

    __tablename__ = "organisation_ancestor"
    __table_args__ = (
        Index("ix_organisation_ancestor_ancestor_id_organisation_id", "ancestor_id", "organisation_id"),
    )

    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), primary_key=True)
    ancestor_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), primary_key=True)
    depth: Mapped[int]


class Cohort(Base):
    """A dated group inside an organisation."""

    __tablename__ = "cohort"

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    name: Mapped[str] = mapped_column(String(80))
    starts_on: Mapped[date]
    ends_on: Mapped[date | None]
    created_at: Mapped[datetime]
    retired_at: Mapped[datetime | None]
