"""What the actions of the audit are called: a group to look for them by, and words that say what was done.

The words continue "somebody …"; a word in ``%(role)s`` comes from the event's details.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum

from literasi.domain.messages import N_


class Group(Enum):
    """A kind of actions; the value stands in addresses."""

    SIGNING_IN = "masuk"
    ACCOUNTS = "akun"
    MEMBERS = "anggota"
    TASKS = "tugas"
    ORGANISATIONS = "instansi"
    CONTENT = "isi"
    READERS = "pembaca"
    CERTIFICATES = "sertifikat"
    EXPORTS = "data"
    SITE = "situs"


GROUP_WORDS: Mapping[Group, str] = {
    Group.SIGNING_IN: N_("Signing in and passwords"),
    Group.ACCOUNTS: N_("Accounts and roles"),
    Group.MEMBERS: N_("Members of agencies"),
    Group.TASKS: N_("Learning tasks and cohorts"),
    Group.ORGANISATIONS: N_("Agencies and communities"),
    Group.CONTENT: N_("Lessons and quizzes"),
    Group.READERS: N_("What readers sent"),
    Group.CERTIFICATES: N_("Certificates"),
    Group.EXPORTS: N_("Data that left the site"),
    Group.SITE: N_("Settings of the site"),
}


@dataclass(frozen=True)
class Deed:
    """What an action is called (an English msgid), and where it belongs."""

    group: Group
    words: str


def _deeds(group: Group, words: Mapping[str, str]) -> dict[str, Deed]:
    return {action: Deed(group, said) for action, said in words.items()}


DEEDS: Mapping[str, Deed] = {
    **_deeds(
        Group.SIGNING_IN,
        {
            "session.opened": N_("signed in, with a role"),
            "sign-in.failed": N_("typed a wrong password for an account with a role"),
            "sessions.ended": N_("ended sessions of the account"),
            "password.changed": N_("changed the password"),
            "password.recovered": N_("chose a new password by a code"),
            "password-code.made": N_("made a code for a new password"),
            "recovery-code.made": N_("made a new recovery code"),
            "second-factor.set-up": N_("switched on the code from the phone"),
            "second-factor.codes-made": N_("made new spare codes"),
            "second-factor.code-used": N_("used a spare code"),
            "second-factor.removed": N_("took the code from the phone off the account"),
        },
    ),
    **_deeds(
        Group.ACCOUNTS,
        {
            "account.registered": N_("made an account"),
            "account.disabled": N_("disabled the account"),
            "account.enabled": N_("enabled the account again"),
            "account.erased": N_("erased the account for good"),
            "guest.merged": N_("took over the progress of a guest"),
            "role.granted": N_("gave the role %(role)s"),
            "role.withdrawn": N_("withdrew the role %(role)s"),
            "supervisor.appointed": N_("appointed a supervisor"),
            "supervisor.withdrawn": N_("withdrew a supervisor"),
        },
    ),
    **_deeds(
        Group.MEMBERS,
        {
            "membership.asked": N_("asked to join"),
            "membership.approved": N_("let somebody join"),
            "membership.refused": N_("refused somebody who asked to join"),
            "membership.invited": N_("invited somebody"),
            "membership.taken": N_("accepted an invitation"),
            "membership.corrected": N_("corrected a member's name or number"),
            "membership.moved": N_("moved a member to another unit"),
            "membership.ended": N_("ended a membership"),
            "join-code.made": N_("made a join code"),
            "join-code.switched-off": N_("switched off the join code"),
            "slips.made": N_("made slips with codes"),
            "roster.applied": N_("took over a list of people"),
            "roster.undone": N_("took back a list of people"),
        },
    ),
    **_deeds(
        Group.TASKS,
        {
            "assignment.made": N_("set a learning task"),
            "assignment.changed": N_("changed a learning task"),
            "assignment.withdrawn": N_("withdrew a learning task"),
            "exemption.made": N_("exempted somebody from a learning task"),
            "exemption.ended": N_("ended an exemption"),
            "cohort.made": N_("made a cohort"),
            "cohort.renamed": N_("renamed a cohort"),
            "cohort.joined": N_("took people into a cohort"),
            "cohort.left": N_("took somebody out of a cohort"),
            "cohort.retired": N_("retired a cohort"),
        },
    ),
    **_deeds(
        Group.ORGANISATIONS,
        {
            "organisation.created": N_("made an organisation"),
            "organisation.renamed": N_("renamed an organisation"),
            "organisation.moved": N_("moved an organisation in the tree"),
            "organisation.merged": N_("merged an organisation into another one"),
            "organisation.retired": N_("retired an organisation"),
            "organisation.brought_back": N_("brought back an organisation"),
        },
    ),
    **_deeds(
        Group.CONTENT,
        {
            "draft.writing": N_("took a draft back to writing"),
            "draft.in_review": N_("sent a draft to be reviewed"),
            "draft.published": N_("published a draft"),
            "draft.discarded": N_("threw a draft away"),
            "content.retired": N_("retired a text"),
            "content.brought_back": N_("brought back a text"),
            "content.imported": N_("published a text from its file"),
            "content.exported": N_("wrote a text to its file"),
            "content.drafted": N_("made a draft from a file"),
            "conflict.file": N_("settled a conflict: the file counts"),
            "conflict.web": N_("settled a conflict: the text on the site counts"),
            "lesson.shifted": N_("changed the order of lessons"),
            "lesson.moved": N_("moved a lesson to another course"),
            "course.shifted": N_("changed the order of courses"),
            "question.regraded": N_("mended the key of a question; answers were graded again"),
            "fact.confirmed": N_("checked a fact again and confirmed it"),
            "media.stored": N_("added a picture"),
            "media.retired": N_("retired a picture"),
            "media.brought_back": N_("brought back a picture"),
            "import.drafts": N_("made drafts from an upload"),
            "harm_alarm.answered": N_("answered a warning about a course"),
        },
    ),
    **_deeds(
        Group.READERS,
        {
            "report.handled": N_("settled a reader's report"),
            "report.reopened": N_("opened a reader's report again"),
            "rumour.used": N_("used a message that a citizen sent"),
            "rumour.dismissed": N_("put a citizen's message aside"),
            "rumour.new": N_("took a citizen's message up again"),
        },
    ),
    **_deeds(Group.CERTIFICATES, {"certificate.revoked": N_("revoked a certificate")}),
    **_deeds(
        Group.EXPORTS,
        {
            "research.allowed": N_("allowed researchers to use the answers"),
            "research.withdrawn": N_("withdrew the answers from researchers"),
            "research.exported": N_("downloaded the file for researchers"),
            "audit.exported": N_("downloaded this record"),
        },
    ),
    **_deeds(
        Group.SITE,
        {
            "site.setting": N_("changed a setting of the site"),
            "channel.added": N_("added a number or an address"),
            "channel.changed": N_("changed a number or an address"),
            "channel.confirmed": N_("checked a number or an address: still right"),
            "channel.retired": N_("retired a number or an address"),
            "channel.brought_back": N_("brought back a number or an address"),
            "error.settled": N_("settled a mistake of the site"),
            "site.restored": N_("restored the site from a backup"),
            "messages.retried": N_("had messages sent again"),
        },
    ),
}

NOBODY = frozenset({"sign-in.failed"})
"""Actions of somebody who is not known: they did not get in."""

OWN = frozenset({"account.erased"})
"""Actions that people do to themselves, after which nothing leads to them."""

CHANGES: Mapping[str, str] = {
    "account.disabled": N_("The account was disabled."),
    "account.enabled": N_("The account was enabled again."),
    "password-code.made": N_("A code for a new password was made."),
    "password.changed": N_("The password was changed."),
    "password.recovered": N_("A new password was chosen by a code."),
    "recovery-code.made": N_("A new recovery code was made."),
    "role.granted": N_("You were given the role %(role)s."),
    "role.withdrawn": N_("The role %(role)s was withdrawn."),
    "second-factor.set-up": N_("The code from the phone was switched on."),
    "second-factor.code-used": N_("A spare code was used."),
    "second-factor.removed": N_("The code from the phone was switched off."),
    "sessions.ended": N_("Sessions were ended."),
    "supervisor.appointed": N_("You were appointed as a supervisor."),
    "supervisor.withdrawn": N_("You are a supervisor no longer."),
}
"""Actions that the person concerned reads about on the page of their account, and how."""


def actions_of(group: Group) -> list[str]:
    """Every action of the group."""
    return [action for action, deed in DEEDS.items() if deed.group is group]
