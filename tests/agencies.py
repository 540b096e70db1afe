"""Two agencies on the site, with people who owe something: for the pages of supervisors and coordinators."""

import csv
import io
from datetime import UTC, datetime, timedelta

from sqlalchemy import select

from literasi.database import db, writing
from literasi.domain.wita import day_of
from literasi.models import Cohort, CohortMember, Membership, Reminder, Standing
from tests import duties, make

PAGE = "/instansi/dishub"


class Site:
    """Dishub and Dinkes with their people; ``site.page(path)`` is what dishub's supervisor reads."""

    def __init__(self, app):
        self.app, self.world = app, make.world(app, requires=False)
        self.ids, self.now = self.world.organisation_ids, datetime.now(UTC)
        self.today = day_of(self.now)
        with self.writing() as session:
            self.courses = [duties.course(session, slug, now=self.now) for slug in ("fondasi", "krisis")]

    def writing(self):
        return Writing(self.app)

    def come(self, slug, *names):
        with self.writing() as session:
            came = duties.come_together(session, self.ids[slug], names, now=self.now)
            return [membership.id for membership in came]

    def assign(self, slug, days, *, courses=1, **options):
        with self.writing() as session:
            due_on = self.today + timedelta(days=days)
            duties.assign(
                session, self.ids[slug], self.courses[:courses], due_on=due_on, now=self.now, **options
            )

    def finish(self, *member_ids):
        with self.writing() as session:
            for member_id in member_ids:
                learner_id = session.get(Membership, member_id).learner_id
                duties.finish(session, learner_id, self.courses[0], now=self.now)

    def cohort(self, slug, *member_ids):
        with self.writing() as session:
            found = Cohort(
                organisation_id=self.ids[slug],
                name=f"Angkatan {slug}",
                starts_on=self.today,
                created_at=self.now,
            )
            session.add(found)
            session.flush()
            session.add_all(CohortMember(cohort_id=found.id, membership_id=one) for one in member_ids)
            return found.id

    def obligations(self, slug):
        with self.app.app_context():
            rows = db.session.execute(
                select(Standing.name_key, Standing.obligation_id).where(
                    Standing.organisation_id == self.ids[slug]
                )
            )
            return {row.name_key: row.obligation_id for row in rows}

    def reminders(self):
        with self.app.app_context():
            return db.session.scalars(select(Reminder.obligation_id).order_by(Reminder.id)).all()

    def page(self, path=PAGE, *, role="supervisor", status=200):
        answer = self.world.client(role).get(path)
        assert answer.status_code == status, path
        return " ".join(answer.get_data(as_text=True).split())

    def remind(self, query="", *, role="supervisor", slug="dishub", **fields):
        client = self.world.client(role)
        sent = {**self.world.token_for(client, "POST"), **fields}
        answer = client.post(f"/instansi/{slug}/ingatkan{query}", data=sent)
        return answer.status_code, answer.headers.get("Location", "")

    def csv(self, query="", *, slug="dishub", role="supervisor"):
        answer = self.world.client(role).get(f"/instansi/{slug}/unduh.csv{query}")
        assert answer.mimetype == "text/csv"
        rows = list(csv.reader(io.StringIO(answer.data.decode("utf-8-sig")), delimiter=";"))
        border = rows.index([])
        return dict(rows[:border]), rows[border + 1], rows[border + 2 :]


class Writing:
    """One transaction on the site's database."""

    def __init__(self, app):
        self.context = app.app_context()

    def __enter__(self):
        self.context.push()
        self.inner = writing(db.session())
        self.inner.__enter__()
        return db.session()

    def __exit__(self, *problem):
        self.inner.__exit__(*problem)
        self.context.pop()
