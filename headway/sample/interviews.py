"""Six interviews: notes as typed by the researcher (.txt) and captions of a recording (.vtt)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from headway.sample.days import BROKEN_FROM
from headway.sample.draws import stream
from headway.sample.names import FIRST


@dataclass(frozen=True)
class Interview:
    file: str
    who: str
    category: str
    turns: tuple[tuple[str, str], ...]


INTERVIEWS = (
    Interview("01-lift-mechanic.txt", "lift mechanic, works alone, Android phone, team plan",
    "offline_forms_lost", (
        ("Take me through your last day with the app.",
         "Three lifts, two of them with the machine room in the cellar. No signal down there, there never "
         "was. I fill in "
         "the inspection on the phone because the office wants it. Since the update in August I come up, it "
         "syncs, and the "
         "form is empty. Not always. Twice out of three, say."),
        ("What do you do then?",
         "I go down again. Or I remember the readings and type them in the van, which is not what an "
         "inspection is."),
        ("And the older phone?", "My colleague has an iPhone, same cellar, same form. His come through. I "
        "looked."),
        ("If one thing could change?",
         "Tell me in big letters that the office has not got it yet. I can live with waiting. I cannot live "
         "with not knowing."),
    )),
    Interview("02-head-of-dispatch.txt", "head of dispatch, 64 crews, enterprise plan",
    "dispatch_board_slow", (
        ("When does the board get in your way?",
         "Ten past seven. Everybody is in, the phones start, and the board takes half a minute to open the "
         "week."),
        ("What have you tried?",
         "New computers. Then we split the day over three browser windows. Now we print the morning at six, "
         "on paper."),
        ("Who else notices?",
         "The crews, when a card went to the wrong row. My director, when I asked for a fourth dispatcher."),
        ("What would make you leave?", "Nothing this year. Next year I will be asked, and I would like to "
        "have an answer."),
    )),
    Interview("03-housing-manager.txt", "manager at a heating firm that serves housing estates",
    "arrival_texts_missing", (
        ("What do tenants expect from you?", "To be told. The contract says thirty minutes before, in "
        "writing."),
        ("And what happens?",
         "In spring it worked. Then more and more of them said no text came. Your list says sent. I believe "
         "the tenant."),
        ("What does that cost?", "Eleven shut doors in one week of August. The landlord takes forty off the "
        "bill for each."),
        ("What have you changed?", "A student rings everybody at eight. That is my delivery report."),
    )),
    Interview("04-group-controller.txt", "controller of a group with eleven branches, enterprise plan",
    "multi_branch_rollup", (
        ("How do the branches' figures reach you?",
         "As eleven files, by the eighth of the month if I am lucky. I add them in a workbook that only I "
         "understand."),
        ("What decision waits for that?",
         "Where to lend crews after a storm. By the time I see who had slack, they no longer have it."),
        ("Who wants this besides you?", "The board. It is the first line of our renewal paper, I wrote it "
        "myself."),
        ("Is anything good as it is?", "The branches love it. That is the trouble: they love eleven "
        "different ones."),
    )),
    Interview("05-solar-owner.vtt", "owner of a solar firm with nine people, starter plan",
    "card_payment_on_site", (
        ("How do you get paid?", "Half by card, at the door, when the roof is done."),
        ("What was your worst day this year?",
         "A Tuesday in July, the twenty-first. Every payment failed, all day. We tried some cards four "
         "times."),
        ("What did you do?", "I took photographs of identity cards and hoped. Two people still owe me."),
        ("What should we have done?", "One message at nine in the morning: it is us, not you."),
    )),
    Interview("06-security-officer.vtt", "security officer of a prospect, 300 technicians",
    "single_sign_on", (
        ("What do you look at first in a new tool?", "How people get in, and how they get out when they "
        "leave us."),
        ("And here?", "Nice product. A password of its own for three hundred people. I cannot approve that."),
        ("Is there a half way?", "A date in writing. My colleagues in purchasing will accept a date, I have "
        "seen it."),
        ("What else is on your list?", "Nothing that matters as much."),
    )),
)  # fmt: skip


def notes_make(seed: int) -> dict[str, str]:
    """The text of each file, by file name."""
    rng = stream(seed, "interviews")
    out = {}
    for interview in INTERVIEWS:
        day = BROKEN_FROM + timedelta(days=rng.randint(14, 48))
        name = rng.choice(FIRST).title()
        out[interview.file] = (_captions if interview.file.endswith(".vtt") else _notes)(interview, name, day)
    return out


def _notes(interview: Interview, name: str, day: date) -> str:
    head = f"Interview, {day.isoformat()}, by telephone\nParticipant: {name}, {interview.who}\nConsent: "
    "recorded with consent\n"
    turns = (f"\nInterviewer: {question}\n{name}: {answer}\n" for question, answer in interview.turns)
    return head + "".join(turns)


def _captions(interview: Interview, name: str, day: date) -> str:
    lines = [
        f"WEBVTT\n\nNOTE Interview, {day.isoformat()}. Participant: {name}, {interview.who}. Recorded with "
        "consent.\n"
    ]
    second = 3
    for question, answer in interview.turns:
        for speaker, words in (("Interviewer", question), (name, answer)):
            length = 2 + len(words) // 14
            lines.append(f"\n{_clock(second)} --> {_clock(second + length)}\n<v {speaker}>{words}\n")
            second += length + 1
    return "".join(lines)


def _clock(seconds: int) -> str:
    return f"00:{seconds // 60:02d}:{seconds % 60:02d}.000"
