"""What people are told of, and how, unless they choose otherwise."""

from django.db.models import TextChoices


class Event(TextChoices):
    """Earlier ones win where one change is several of them for one person."""

    MENTION = "mention", "Somebody mentions you"
    REPLY = "reply", "Somebody replies in a thread you are part of"
    ASSIGNED = "assigned", "Something becomes yours to own or to decide"
    APPROVAL_WAITS = "approval_waits", "A change waits for your approval"
    APPROVAL_DECIDED = "approval_decided", "A change you asked for is approved or refused"
    DECISION_DUE = "decision_due", "A decision of yours is due"
    ALERT = "alert", "A number that you answer for goes off"
    INFORMED = "informed", "Something is decided that your position is to hear of"
    COMMENT = "comment", "Somebody comments on what you watch"
    CHANGED = "changed", "Something you watch is changed"
    JOB_GIVEN_UP = "job_given_up", "Work in the background of yours is given up"
    IMPORT_FINISHED = "import_finished", "An import of yours is finished"


class Way(TextChoices):
    EMAIL = "email", "Inbox and e-mail at once"
    DIGEST = "digest", "Inbox and the daily mail"
    INBOX = "inbox", "Inbox"
    OFF = "off", "Not at all"


FIRST_WAYS: dict[str, str] = {
    Event.MENTION: Way.EMAIL,
    Event.REPLY: Way.EMAIL,
    Event.ASSIGNED: Way.EMAIL,
    Event.APPROVAL_WAITS: Way.EMAIL,
    Event.APPROVAL_DECIDED: Way.EMAIL,
    Event.DECISION_DUE: Way.EMAIL,
    Event.ALERT: Way.EMAIL,
    Event.INFORMED: Way.DIGEST,
    Event.COMMENT: Way.DIGEST,
    Event.CHANGED: Way.INBOX,
    Event.JOB_GIVEN_UP: Way.INBOX,
    Event.IMPORT_FINISHED: Way.OFF,
}
RANK = {event: place for place, event in enumerate(Event)}
