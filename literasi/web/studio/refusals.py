"""Why a text was not published, in words that say how to mend it."""

from collections.abc import Mapping

from literasi.domain.messages import N_
from literasi.services import banking, publishing, regrading, reviewing
from literasi.web.translating import gettext

REFUSALS: Mapping[type[Exception], str] = {
    reviewing.OwnReview: N_("Another trainer must approve this. The author cannot do so."),
    reviewing.StaleBase: N_("A newer revision of %(what)s has gone live. Compare both texts first."),
    reviewing.NotSound: N_("%(what)s still has something that must be mended."),
    publishing.ChangedKey: N_("The right answer of %(what)s changed under the same key. Give it a new key."),
    regrading.CannotRegrade: N_("The answers to %(what)s cannot be graded again. Give it a new key."),
    regrading.UnseenFalls: N_(
        "Other results would fall than those that were shown for %(what)s. Read the list again first."
    ),
    publishing.TakenKey: N_("The key %(what)s belongs to the bank. Use another one."),
    publishing.UnknownChannel: N_("These names are not in use: %(what)s. Choose others from the list."),
    publishing.SecondFinal: N_("This course has a final quiz already: %(what)s. Keep one of them."),
    publishing.MissingLesson: N_("The lesson %(what)s is not published yet. Publish it first."),
    banking.TakenKey: N_("This key stands in two files of the bank: %(what)s. Take it out of one."),
    banking.ChangedUse: N_("The item %(what)s changed its use, which stays for good. Give it a new key."),
}


def refusal_words(problem: Exception) -> str:
    """What keeps a text from being published; *problem* is one of REFUSALS."""
    return gettext(REFUSALS[type(problem)], what=problem)
