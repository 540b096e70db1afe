"""What an operator needs: sealed audit events, second factors, channels, mistakes and jobs, requests about data."""

import hashlib
import json
from datetime import UTC, datetime

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None

_AT_ONCE = 1000


def upgrade() -> None:
    """Make the tables, and seal the audit events that are there in their order."""
    op.create_table('audit_head',
    sa.Column('id', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('hash', sa.LargeBinary(length=32), nullable=False),
    sa.CheckConstraint('id = 1', name=op.f('ck_audit_head_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_audit_head'))
    )
    op.create_table('job_state',
    sa.Column('name', sa.String(length=40), nullable=False),
    sa.Column('last_started_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('last_ended_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('last_failed_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('last_error_id', sa.String(length=16), nullable=True),
    sa.Column('runs', sa.Integer(), nullable=False),
    sa.Column('failures', sa.Integer(), nullable=False),
    sa.Column('details', sa.JSON(), nullable=False),
    sa.PrimaryKeyConstraint('name', name=op.f('pk_job_state'))
    )
    op.create_table('channel',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('slug', sa.String(length=60), nullable=False),
    sa.Column('kind', sa.String(length=10), nullable=False),
    sa.Column('title', sa.String(length=120), nullable=False),
    sa.Column('value', sa.String(length=300), nullable=False),
    sa.Column('note', sa.String(length=500), nullable=False),
    sa.Column('source_url', sa.String(length=500), nullable=False),
    sa.Column('checked_on', sa.Date(), nullable=False),
    sa.Column('review_on', sa.Date(), nullable=False),
    sa.Column('changed_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('changed_by_id', sa.Integer(), nullable=True),
    sa.Column('retired_at', sa.DateTime(timezone=True), nullable=True),
    sa.CheckConstraint("kind in ('phone', 'whatsapp', 'site', 'office', 'law')", name=op.f('ck_channel_kind')),
    sa.ForeignKeyConstraint(['changed_by_id'], ['learner.id'], name=op.f('fk_channel_changed_by_id_learner')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_channel')),
    sa.UniqueConstraint('slug', name=op.f('uq_channel_slug'))
    )
    op.create_table('data_request',
    sa.Column('id', sa.Uuid(native_uuid=False), nullable=False),
    sa.Column('learner_id', sa.Integer(), nullable=True),
    sa.Column('kind', sa.String(length=12), nullable=False),
    sa.Column('text', sa.String(length=2000), nullable=False),
    sa.Column('made_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('due_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('answered_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('answered_by_id', sa.Integer(), nullable=True),
    sa.Column('outcome', sa.String(length=10), nullable=True),
    sa.Column('answer', sa.String(length=2000), nullable=False),
    sa.CheckConstraint("kind in ('copy', 'correction', 'erasure', 'restriction', 'other')", name=op.f('ck_data_request_kind')),
    sa.CheckConstraint("outcome in ('done', 'refused', 'withdrawn')", name=op.f('ck_data_request_outcome')),
    sa.CheckConstraint('(answered_at is null) = (outcome is null)', name=op.f('ck_data_request_answered_at')),
    sa.ForeignKeyConstraint(['answered_by_id'], ['learner.id'], name=op.f('fk_data_request_answered_by_id_learner')),
    sa.ForeignKeyConstraint(['learner_id'], ['learner.id'], name=op.f('fk_data_request_learner_id_learner')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_data_request'))
    )
    op.create_index('ix_data_request_answered_at_due_at', 'data_request', ['answered_at', 'due_at'], unique=False)
    op.create_index(op.f('ix_data_request_learner_id'), 'data_request', ['learner_id'], unique=False)
    op.create_table('error_report',
    sa.Column('id', sa.String(length=16), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('request_id', sa.String(length=40), nullable=True),
    sa.Column('endpoint', sa.String(length=80), nullable=False),
    sa.Column('method', sa.String(length=10), nullable=False),
    sa.Column('kind', sa.String(length=120), nullable=False),
    sa.Column('place', sa.String(length=200), nullable=False),
    sa.Column('trace', sa.String(length=4000), nullable=False),
    sa.Column('fingerprint', sa.LargeBinary(length=32), nullable=False),
    sa.Column('status', sa.Integer(), nullable=False),
    sa.Column('settled_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('settled_by_id', sa.Integer(), nullable=True),
    sa.ForeignKeyConstraint(['settled_by_id'], ['learner.id'], name=op.f('fk_error_report_settled_by_id_learner')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_error_report'))
    )
    op.create_index(op.f('ix_error_report_at'), 'error_report', ['at'], unique=False)
    op.create_index('ix_error_report_fingerprint_at', 'error_report', ['fingerprint', 'at'], unique=False)
    op.create_index('ix_error_report_settled_at_at', 'error_report', ['settled_at', 'at'], unique=False)
    op.create_table('guardian_consent',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('learner_id', sa.Integer(), nullable=False),
    sa.Column('channel', sa.String(length=10), nullable=False),
    sa.Column('text_version', sa.Integer(), nullable=False),
    sa.Column('given_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('recorded_by_id', sa.Integer(), nullable=True),
    sa.Column('withdrawn_at', sa.DateTime(timezone=True), nullable=True),
    sa.CheckConstraint("channel in ('paper', 'screen')", name=op.f('ck_guardian_consent_channel')),
    sa.ForeignKeyConstraint(['learner_id'], ['learner.id'], name=op.f('fk_guardian_consent_learner_id_learner')),
    sa.ForeignKeyConstraint(['recorded_by_id'], ['learner.id'], name=op.f('fk_guardian_consent_recorded_by_id_learner')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_guardian_consent'))
    )
    op.create_index(op.f('ix_guardian_consent_learner_id'), 'guardian_consent', ['learner_id'], unique=False)
    op.create_table('pending_sign_in',
    sa.Column('token_hash', sa.LargeBinary(length=32), nullable=False),
    sa.Column('learner_id', sa.Integer(), nullable=False),
    sa.Column('is_shared', sa.Boolean(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('expires_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('tries', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['learner_id'], ['learner.id'], name=op.f('fk_pending_sign_in_learner_id_learner')),
    sa.PrimaryKeyConstraint('token_hash', name=op.f('pk_pending_sign_in'))
    )
    op.create_index(op.f('ix_pending_sign_in_learner_id'), 'pending_sign_in', ['learner_id'], unique=False)
    op.create_table('second_factor',
    sa.Column('learner_id', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('sealed_secret', sa.LargeBinary(length=200), nullable=False),
    sa.Column('made_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('confirmed_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('last_step', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['learner_id'], ['learner.id'], name=op.f('fk_second_factor_learner_id_learner')),
    sa.PrimaryKeyConstraint('learner_id', name=op.f('pk_second_factor'))
    )
    op.create_table('second_factor_code',
    sa.Column('code_hash', sa.LargeBinary(length=32), nullable=False),
    sa.Column('learner_id', sa.Integer(), nullable=False),
    sa.Column('made_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('used_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['learner_id'], ['learner.id'], name=op.f('fk_second_factor_code_learner_id_learner')),
    sa.PrimaryKeyConstraint('code_hash', name=op.f('pk_second_factor_code'))
    )
    op.create_index(op.f('ix_second_factor_code_learner_id'), 'second_factor_code', ['learner_id'], unique=False)
    op.create_index('ix_audit_event_action_at', 'audit_event', ['action', 'at'], unique=False)
    op.create_index('ix_audit_event_actor_id_at', 'audit_event', ['actor_id', 'at'], unique=False)
    op.create_index('ix_audit_event_subject_at', 'audit_event', ['subject', 'at'], unique=False)
    with op.batch_alter_table('audit_event') as batch:
        batch.add_column(sa.Column('position', sa.Integer(), nullable=True))
        batch.add_column(sa.Column('previous_hash', sa.LargeBinary(length=32), nullable=True))
        batch.add_column(sa.Column('hash', sa.LargeBinary(length=32), nullable=True))
        batch.create_unique_constraint(op.f('uq_audit_event_position'), ['position'])
    op.add_column('learner_session', sa.Column('confirmed_at', sa.DateTime(timezone=True), nullable=True))
    _seal()


def downgrade() -> None:
    """Forget the tables; the audit events stay, without their chain."""
    op.drop_column('learner_session', 'confirmed_at')
    op.drop_index('ix_audit_event_subject_at', table_name='audit_event')
    op.drop_index('ix_audit_event_actor_id_at', table_name='audit_event')
    op.drop_index('ix_audit_event_action_at', table_name='audit_event')
    with op.batch_alter_table('audit_event') as batch:
        batch.drop_constraint(op.f('uq_audit_event_position'), type_='unique')
        batch.drop_column('hash')
        batch.drop_column('previous_hash')
        batch.drop_column('position')
    op.drop_index(op.f('ix_second_factor_code_learner_id'), table_name='second_factor_code')
    op.drop_table('second_factor_code')
    op.drop_table('second_factor')
    op.drop_index(op.f('ix_pending_sign_in_learner_id'), table_name='pending_sign_in')
    op.drop_table('pending_sign_in')
    op.drop_index(op.f('ix_guardian_consent_learner_id'), table_name='guardian_consent')
    op.drop_table('guardian_consent')
    op.drop_index('ix_error_report_settled_at_at', table_name='error_report')
    op.drop_index('ix_error_report_fingerprint_at', table_name='error_report')
    op.drop_index(op.f('ix_error_report_at'), table_name='error_report')
    op.drop_table('error_report')
    op.drop_index(op.f('ix_data_request_learner_id'), table_name='data_request')
    op.drop_index('ix_data_request_answered_at_due_at', table_name='data_request')
    op.drop_table('data_request')
    op.drop_table('channel')
    op.drop_table('job_state')
    op.drop_table('audit_head')


def _seal() -> None:
    """The rule is that of domain.audit_chain on the day of this migration."""
    event = sa.table(
        "audit_event",
        sa.column("id", sa.Integer),
        sa.column("at", sa.DateTime(timezone=True)),
        sa.column("actor_id", sa.Integer),
        sa.column("action", sa.String),
        sa.column("subject", sa.String),
        sa.column("details", sa.JSON),
        sa.column("position", sa.Integer),
        sa.column("previous_hash", sa.LargeBinary),
        sa.column("hash", sa.LargeBinary),
    )
    connection = op.get_bind()
    last, position, previous = 0, 0, bytes(32)
    while rows := connection.execute(
        sa.select(event).where(event.c.id > last).order_by(event.c.id).limit(_AT_ONCE)
    ).all():
        sealed = []
        for row in rows:
            position += 1
            digest = hashlib.sha256(previous + _written(position, row)).digest()
            sealed.append({"row": row.id, "place": position, "before": previous, "digest": digest})
            previous = digest
        connection.execute(
            event.update()
            .where(event.c.id == sa.bindparam("row"))
            .values(position=sa.bindparam("place"), previous_hash=sa.bindparam("before"), hash=sa.bindparam("digest")),
            sealed,
        )
        last = rows[-1].id
    head = sa.table(
        "audit_head", sa.column("id", sa.Integer), sa.column("position", sa.Integer), sa.column("hash", sa.LargeBinary)
    )
    connection.execute(head.insert().values(id=1, position=position, hash=previous))


def _written(position: int, row: sa.Row) -> bytes:
    at: datetime = row.at if row.at.tzinfo else row.at.replace(tzinfo=UTC)
    moment = at.astimezone(UTC).isoformat(timespec="microseconds")
    parts = [position, moment, row.actor_id, row.action, row.subject, row.details]
    return json.dumps(parts, sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode()
