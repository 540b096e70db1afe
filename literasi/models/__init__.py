"""What is stored. Import models from here: ``from literasi.models import Attempt``."""

from literasi.models.accounts import Account
from literasi.models.assignments import (
    AssignedCourse,
    Assignment,
    CourseFinish,
    Exemption,
    FinishTally,
    FinishWeek,
    Obligation,
    Standing,
    Tally,
)
from literasi.models.attempts import Attempt, Response
from literasi.models.audit_events import AuditEvent, AuditHead
from literasi.models.bank import BankItem, Exposure
from literasi.models.certificates import Certificate
from literasi.models.channels import Channel
from literasi.models.completions import Completion, CourseCompletion
from literasi.models.content_version import ContentVersion
from literasi.models.courses import Course, CourseRevision, Lesson, LessonRevision
from literasi.models.data_requests import DataRequest, GuardianConsent
from literasi.models.drafts import Draft, DraftText
from literasi.models.erasures import Erasure
from literasi.models.evidence import Evidence, EvidenceBatch, HarmAlarm
from literasi.models.import_batches import ImportBatch
from literasi.models.learners import Learner, LearnerSession
from literasi.models.media import Media
from literasi.models.memberships import CohortMember, Membership, OneTimeCode, RosterBatch, RosterChange
from literasi.models.moved_texts import MovedText
from literasi.models.observing import ErrorReport, JobState
from literasi.models.one_time_links import OneTimeLink
from literasi.models.organisations import Cohort, Organisation, OrganisationAncestor
from literasi.models.outbox import CalendarFeed, JobRun, MailChoice, OutboxMessage, Reminder
from literasi.models.problem_reports import ProblemReport
from literasi.models.quizzes import Quiz, QuizRevision
from literasi.models.regrades import Regrade, RegradedAttempt
from literasi.models.role_grants import RoleGrant
from literasi.models.rumours import Rumour
from literasi.models.search_entries import SearchEntry, SearchWord
from literasi.models.second_factors import PendingSignIn, SecondFactor, SecondFactorCode
from literasi.models.site_settings import SiteSetting
from literasi.models.sittings import FormPlan, Judgement, Refresher, ResearchConsent, Sitting
from literasi.models.synced_files import SyncedFile
from literasi.models.throttles import Throttle

__all__ = [
    "Account", "AssignedCourse", "Assignment", "Attempt", "AuditEvent", "AuditHead", "BankItem",
    "CalendarFeed", "Certificate", "Channel", "Cohort", "CohortMember", "Completion", "ContentVersion",
    "Course", "CourseCompletion", "CourseFinish", "CourseRevision", "DataRequest", "Draft", "DraftText",
    "Erasure", "ErrorReport", "Evidence", "EvidenceBatch", "Exemption", "Exposure", "FinishTally",
    "FinishWeek", "FormPlan", "GuardianConsent", "HarmAlarm", "ImportBatch", "JobRun", "JobState",
    "Judgement", "Learner", "LearnerSession", "Lesson", "LessonRevision", "MailChoice", "Media",
    "Membership", "MovedText", "Obligation", "OneTimeCode", "OneTimeLink", "Organisation",
    "OrganisationAncestor", "OutboxMessage", "PendingSignIn", "ProblemReport", "Quiz", "QuizRevision",
    "Refresher", "Regrade", "RegradedAttempt", "Reminder", "ResearchConsent", "Response", "RoleGrant",
    "RosterBatch", "RosterChange", "Rumour", "SearchEntry", "SearchWord", "SecondFactor",
    "SecondFactorCode", "SiteSetting", "Sitting", "Standing", "SyncedFile", "Tally", "Throttle",
]  # fmt: skip
