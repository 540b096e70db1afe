"""What is stored. Import models from here: ``from literasi.models import Attempt``."""

from literasi.models.attempts import Attempt, Response
from literasi.models.bank import BankItem, Exposure
from literasi.models.completions import Completion, CourseCompletion
from literasi.models.content_version import ContentVersion
from literasi.models.courses import Course, Lesson, LessonRevision
from literasi.models.learners import Learner, LearnerSession
from literasi.models.problem_reports import ProblemReport
from literasi.models.quizzes import Quiz, QuizRevision
from literasi.models.search_entries import SearchEntry, SearchWord
from literasi.models.synced_files import SyncedFile
from literasi.models.throttles import Throttle

__all__ = [
    "Attempt", "BankItem", "Completion", "ContentVersion", "Course", "CourseCompletion", "Exposure",
    "Learner", "LearnerSession", "Lesson", "LessonRevision", "ProblemReport", "Quiz", "QuizRevision",
    "Response", "SearchEntry", "SearchWord", "SyncedFile", "Throttle",
]  # fmt: skip
