"""What actions are called where a person reads them: `problem_merge` is “Merge problem”."""

from headway.core.kinds import kinds
from headway.core.registry import Entry

MAKING = {"add", "ask", "draft", "import", "make", "open", "save", "start"}
LABELS = {
    "analytics.event_import": "Import usage events",
    "core.file_import": "Import a file",
    "core.first_steps_dismiss": "Hide the first steps",
    "core.member_set": "Give somebody a role",
    "decisions.decision_dissent": "Dissent from a decision",
    "decisions.decision_revisit_check": "Look which decisions are due again",
    "discovery.note_import": "Import interview notes",
    "lists.edit_undo": "Take back an edit",
    "prioritisation.input_override": "Override an input of a score",
    "prioritisation.input_propose": "Propose inputs of scores",
    "prioritisation.score_run": "Score the initiatives",
    "privacy.erasures_repeat": "Do erasures again",
    "search.index_rebuild": "Make the search index anew",
    "search.shortcuts_set": "Turn the keys on or off",
    "talk.notification_read": "Mark a notification as read",
    "talk.notification_read_all": "Mark all notifications as read",
    "talk.unwatch": "Stop watching",
    "talk.watch": "Watch",
}
AREAS = {
    "briefing": "Sample company", "core": "Workspace", "identity": "Sign-in", "lists": "Lists", "talk": "Talk",
    "sharing": "Sharing",
}  # fmt: skip
ABBREVIATIONS = {
    "arr": "ARR", "moscow": "MoSCoW", "p50": "P50", "p90": "P90", "prd": "PRD", "sql": "SQL", "url": "URL",
    "wont": "won't",
}  # fmt: skip


def words_of_name(name: str) -> str:
    """A name of the code as words.

    >>> words_of_name("prd_draft")
    'PRD draft'
    """
    return " ".join(ABBREVIATIONS.get(part, part) for part in name.split("_"))


def sentence_of(name: str) -> str:
    """A name of the code as the words of a label.

    >>> sentence_of("wont"), sentence_of("prd_draft")
    ("Won't", 'PRD draft')
    """
    words = words_of_name(name)
    return words[:1].upper() + words[1:]


def parts_of(entry: Entry) -> tuple[str, str]:
    """What an action is about and what it does: ("problem", "merge")."""
    noun, _, verb = entry.name.partition(".")[2].rpartition("_")
    return noun, verb


def label_of(entry: Entry) -> str:
    """An action as a button or a palette says it."""
    noun, verb = parts_of(entry)
    if entry.name in LABELS:
        return LABELS[entry.name]
    if is_making(entry):
        return f"New {words_of_name(noun)}"
    return f"{verb.capitalize()} {words_of_name(noun)}".strip()


def area_of(entry: Entry) -> str:
    """The part of Headway that an action belongs to."""
    area = entry.name.partition(".")[0]
    return AREAS.get(area, area.capitalize())


def is_making(entry: Entry) -> bool:
    """Whether an action makes something new, by its verb and because it needs nothing that is there already."""
    verb = parts_of(entry)[1]
    needs_ref = entry.question.model_fields.get("ref")
    is_about_one = needs_ref is not None and needs_ref.is_required() and verb != "save"
    return entry.kind == "action" and verb in MAKING and not is_about_one


def is_about(entry: Entry, kind: str) -> bool:
    """Whether an action can be done to a record of that kind: its question names one by `ref`."""
    fields, noun = entry.question.model_fields, parts_of(entry)[0]
    if "ref" not in fields:
        return False
    return noun == kind or ("kind" in fields and entry.name.startswith("talk.")) or _begins(noun, kind)


def _begins(noun: str, kind: str) -> bool:
    """An input of an initiative, a section of a PRD: about the record whose kind is the longest that fits."""
    own = {"input_override": "initiative", "section": "prd", "slice": "prd", "status": "prd", "metric": "prd"}
    own |= {"input": "initiative", "plan": "plan", "item": "story", "request": "recommendation"}
    known = {one.name for one in kinds()}
    return own.get(noun) == kind and kind in known
