"""Measuring discernment: tests and refreshers, consent, and what groups learned."""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables."""
    op.create_table('evidence',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('course_id', sa.Integer(), nullable=False),
    sa.Column('people', sa.String(length=8), nullable=False),
    sa.Column('organisation_id', sa.Integer(), nullable=True),
    sa.Column('computed_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('pairs', sa.Integer(), nullable=False),
    sa.Column('figures', sa.JSON(), nullable=False),
    sa.CheckConstraint("(people = 'agency') = (organisation_id is not null)", name=op.f('ck_evidence_organisation_id')),
    sa.CheckConstraint("people in ('all', 'citizen', 'admin', 'agency')", name=op.f('ck_evidence_people')),
    sa.ForeignKeyConstraint(['course_id'], ['course.id'], name=op.f('fk_evidence_course_id_course')),
    sa.ForeignKeyConstraint(['organisation_id'], ['organisation.id'], name=op.f('fk_evidence_organisation_id_organisation')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_evidence'))
    )
    op.create_index('ix_evidence_course_id_people', 'evidence', ['course_id', 'people', 'organisation_id', 'computed_at'], unique=False)
    op.create_table('evidence_batch',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('course_id', sa.Integer(), nullable=False),
    sa.Column('cell', sa.String(length=8), nullable=False),
    sa.Column('organisation_id', sa.Integer(), nullable=True),
    sa.Column('phase', sa.String(length=10), nullable=False),
    sa.Column('size', sa.Integer(), nullable=False),
    sa.Column('made_at', sa.DateTime(timezone=True), nullable=False),
    sa.CheckConstraint("(cell = 'agency') = (organisation_id is not null)", name=op.f('ck_evidence_batch_organisation_id')),
    sa.CheckConstraint("cell in ('citizen', 'agency', 'pooled')", name=op.f('ck_evidence_batch_cell')),
    sa.CheckConstraint('size >= 10', name=op.f('ck_evidence_batch_size')),
    sa.ForeignKeyConstraint(['course_id'], ['course.id'], name=op.f('fk_evidence_batch_course_id_course')),
    sa.ForeignKeyConstraint(['organisation_id'], ['organisation.id'], name=op.f('fk_evidence_batch_organisation_id_organisation')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_evidence_batch'))
    )
    op.create_index(op.f('ix_evidence_batch_course_id'), 'evidence_batch', ['course_id'], unique=False)
    op.create_table('form_plan',
    sa.Column('learner_id', sa.Integer(), nullable=False),
    sa.Column('course_id', sa.Integer(), nullable=False),
    sa.Column('square_row', sa.Integer(), nullable=False),
    sa.Column('pseudonym', sa.Uuid(native_uuid=False), nullable=False),
    sa.Column('organisation_id', sa.Integer(), nullable=True),
    sa.Column('made_at', sa.DateTime(timezone=True), nullable=False),
    sa.CheckConstraint('square_row between 0 and 2', name=op.f('ck_form_plan_square_row')),
    sa.ForeignKeyConstraint(['course_id'], ['course.id'], name=op.f('fk_form_plan_course_id_course')),
    sa.ForeignKeyConstraint(['learner_id'], ['learner.id'], name=op.f('fk_form_plan_learner_id_learner')),
    sa.ForeignKeyConstraint(['organisation_id'], ['organisation.id'], name=op.f('fk_form_plan_organisation_id_organisation')),
    sa.PrimaryKeyConstraint('learner_id', name=op.f('pk_form_plan')),
    sa.UniqueConstraint('pseudonym', name=op.f('uq_form_plan_pseudonym'))
    )
    op.create_table('harm_alarm',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('course_id', sa.Integer(), nullable=False),
    sa.Column('week', sa.Date(), nullable=False),
    sa.Column('raised_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('figures', sa.JSON(), nullable=False),
    sa.Column('answered_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('answered_by_id', sa.Integer(), nullable=True),
    sa.Column('answer', sa.String(length=2000), nullable=True),
    sa.ForeignKeyConstraint(['answered_by_id'], ['learner.id'], name=op.f('fk_harm_alarm_answered_by_id_learner')),
    sa.ForeignKeyConstraint(['course_id'], ['course.id'], name=op.f('fk_harm_alarm_course_id_course')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_harm_alarm')),
    sa.UniqueConstraint('course_id', 'week', name='uq_harm_alarm_course_id_week')
    )
    op.create_table('refresher',
    sa.Column('learner_id', sa.Integer(), nullable=False),
    sa.Column('technique', sa.String(length=30), nullable=False),
    sa.Column('step', sa.Integer(), nullable=False),
    sa.Column('due_on', sa.Date(), nullable=False),
    sa.Column('made_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['learner_id'], ['learner.id'], name=op.f('fk_refresher_learner_id_learner')),
    sa.PrimaryKeyConstraint('learner_id', 'technique', name=op.f('pk_refresher'))
    )
    op.create_index('ix_refresher_learner_id_due_on', 'refresher', ['learner_id', 'due_on'], unique=False)
    op.create_table('research_consent',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('learner_id', sa.Integer(), nullable=False),
    sa.Column('text_version', sa.Integer(), nullable=False),
    sa.Column('given_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('withdrawn_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['learner_id'], ['learner.id'], name=op.f('fk_research_consent_learner_id_learner')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_research_consent'))
    )
    op.create_index(op.f('ix_research_consent_learner_id'), 'research_consent', ['learner_id'], unique=False)
    op.create_table('sitting',
    sa.Column('id', sa.Uuid(native_uuid=False), nullable=False),
    sa.Column('learner_id', sa.Integer(), nullable=False),
    sa.Column('phase', sa.String(length=10), nullable=False),
    sa.Column('form', sa.String(length=1), nullable=True),
    sa.Column('technique', sa.String(length=30), nullable=True),
    sa.Column('drawn', sa.JSON(), nullable=False),
    sa.Column('state', sa.String(length=10), nullable=False),
    sa.Column('started_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('closes_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('language', sa.String(length=5), nullable=False),
    sa.Column('device', sa.String(length=10), nullable=False),
    sa.Column('version', sa.String(length=20), nullable=False),
    sa.Column('counts', sa.Boolean(), nullable=False),
    sa.Column('closed_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('is_sent', sa.Boolean(), nullable=True),
    sa.Column('ratings', sa.JSON(none_as_null=True), nullable=True),
    sa.Column('unseen_ratings', sa.JSON(none_as_null=True), nullable=True),
    sa.Column('techniques', sa.JSON(none_as_null=True), nullable=True),
    sa.Column('set_aside', sa.String(length=10), nullable=True),
    sa.Column('batch_id', sa.Integer(), nullable=True),
    sa.CheckConstraint("(phase = 'refresher') = (form is null)", name=op.f('ck_sitting_form')),
    sa.CheckConstraint("(state = 'closed') = (closed_at is not null)", name=op.f('ck_sitting_closed_at')),
    sa.CheckConstraint("phase in ('before', 'after', 'later', 'refresher')", name=op.f('ck_sitting_phase')),
    sa.CheckConstraint("set_aside in ('fast', 'same', 'unfinished')", name=op.f('ck_sitting_set_aside')),
    sa.CheckConstraint("state in ('open', 'closed', 'abandoned')", name=op.f('ck_sitting_state')),
    sa.ForeignKeyConstraint(['batch_id'], ['evidence_batch.id'], name=op.f('fk_sitting_batch_id_evidence_batch')),
    sa.ForeignKeyConstraint(['learner_id'], ['learner.id'], name=op.f('fk_sitting_learner_id_learner')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_sitting'))
    )
    op.create_index('ix_sitting_learner_id_started_at', 'sitting', ['learner_id', 'started_at'], unique=False)
    op.create_index('ix_sitting_phase_batch_id', 'sitting', ['phase', 'batch_id'], unique=False)
    op.create_index('ix_sitting_state_closes_at', 'sitting', ['state', 'closes_at'], unique=False)
    op.create_index('uq_sitting_counts', 'sitting', ['learner_id', 'phase'], unique=True, sqlite_where=sa.text("counts and phase <> 'refresher'"), postgresql_where=sa.text("counts and phase <> 'refresher'"))
    op.create_index('uq_sitting_open_refresher', 'sitting', ['learner_id'], unique=True, sqlite_where=sa.text("state = 'open' and phase = 'refresher'"), postgresql_where=sa.text("state = 'open' and phase = 'refresher'"))
    op.create_index('uq_sitting_open_test', 'sitting', ['learner_id'], unique=True, sqlite_where=sa.text("state = 'open' and phase <> 'refresher'"), postgresql_where=sa.text("state = 'open' and phase <> 'refresher'"))
    op.create_table('judgement',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('sitting_id', sa.Uuid(native_uuid=False), nullable=False),
    sa.Column('item_key', sa.String(length=80), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('rating', sa.Integer(), nullable=False),
    sa.Column('seen_before', sa.String(length=6), nullable=True),
    sa.Column('shown_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('answered_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('away_ms', sa.Integer(), nullable=True),
    sa.CheckConstraint("seen_before in ('no', 'yes', 'unsure')", name=op.f('ck_judgement_seen_before')),
    sa.CheckConstraint('number >= 0', name=op.f('ck_judgement_number')),
    sa.CheckConstraint('rating between 1 and 6', name=op.f('ck_judgement_rating')),
    sa.ForeignKeyConstraint(['item_key'], ['bank_item.key'], name=op.f('fk_judgement_item_key_bank_item')),
    sa.ForeignKeyConstraint(['sitting_id'], ['sitting.id'], name=op.f('fk_judgement_sitting_id_sitting')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_judgement')),
    sa.UniqueConstraint('sitting_id', 'item_key', 'number', name='uq_judgement_idempotency')
    )
    op.add_column('bank_item', sa.Column('form', sa.String(length=1), nullable=True))


def downgrade() -> None:
    """Forget them."""
    op.drop_column("bank_item", "form")
    op.drop_table("judgement")
    op.drop_table("sitting")
    op.drop_table("form_plan")
    op.drop_table("research_consent")
    op.drop_table("refresher")
    op.drop_table("harm_alarm")
    op.drop_table("evidence_batch")
    op.drop_table("evidence")
