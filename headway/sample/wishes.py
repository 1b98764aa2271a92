"""The backlog as people wrote it: kind, title, body and acceptance criteria of each item, by initiative."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Wish:
    initiative: str
    kind: str
    title: str
    body: str
    criteria: tuple[str, ...] = ()


def story(initiative: str, title: str, body: str, *criteria: str) -> Wish:
    return Wish(initiative, "Story", title, body, criteria)


def other(initiative: str, kind: str, title: str, body: str) -> Wish:
    return Wish(initiative, kind, title, body)


WISHES = (
    story("INI-01", "Keep every offline answer until the server has confirmed it",
          "As a technician, I want my answers kept on the device, so that a lost signal never costs me a "
          "form.",
          "Given a form filled in without signal, when the app is closed and opened, then every answer is "
          "there",
          "Given a sync that fails half way, when it is tried again, then no answer is missing or doubled"),
    story("INI-01", "Show which forms exist only on this phone",
          "As a technician, I want to see what has not reached the office, so that I do not hand the tablet "
          "back too early.",
          "Given three unsent forms, when I open the job list, then the count 3 and the oldest time are "
          "shown"),
    other("INI-01", "Bug", "Android 4.8.0: submit does nothing without coverage",
          "Start a form, switch to flight mode, press submit. No message, form stays a draft. Works on iOS."),
    other("INI-01", "Bug", "Older draft overwrites newer answers on reconnect",
          "Two devices on one job; the one that syncs last wins, even when its draft is older."),
    other("INI-01", "Spike", "How do other offline-first apps merge two drafts?",
          "Read about three merge strategies, try one on our form model, write down what breaks."),
    story("INI-02", "Queue photos and send them in the background",
          "As a technician, I want photos to leave the phone by themselves, so that I can drive on.",
          "Given ten photos and weak signal, when I lock the phone, then all ten arrive without a tap"),
    other("INI-02", "Bug", "Photos lose their rotation on the customer report",
          "Portrait pictures from some phones appear sideways in the PDF."),
    story("INI-02", "Sample location less often while parked",
          "As a technician, I want tracking to rest when I stand still, so that my battery lasts the shift."),
    other("INI-02", "Task", "Measure battery use per hour of tracking on five phones",
          "One day each, screen off, same route. Put the numbers on the release page."),
    story("INI-03", "Night shifts count as one shift",
          "As a payroll clerk, I want hours over midnight kept together, so that night rates come out right.",
          "Given a shift from 22:00 to 06:00, when the week is exported, then it is one row of 8.0 hours"),
    story("INI-03", "Warn when somebody forgot to clock out",
          "As an office manager, I want a warning after twelve hours, so that I fix it the same day.",
          "Given a running clock of 12 hours, when the hour passes, then person and office get one notice"),
    other("INI-03", "Bug", "Lunch break deducted twice after a job is edited",
          "Edit the end time of an approved job; the unpaid break is taken off again."),
    other("INI-03", "Task", "Payroll file with overtime codes", "Agree on the columns with two payroll "
    "bureaus first."),
    story("INI-04", "Book parts out of the van when the job closes",
          "As a storekeeper, I want used parts deducted at closing, so that the shelf and the screen agree.",
          "Given a job with two pumps, when it is closed, then the van has two pumps fewer and a movement "
          "row exists"),
    other("INI-04", "Bug", "Scanner picks the neighbouring article number", "Codes that differ in the last "
    "digit only."),
    story("INI-04", "Minimum level per van with a purchase proposal",
          "As a storekeeper, I want a proposal when a van runs low, so that nobody drives out without "
          "spares."),
    other("INI-04", "Spike", "Which wholesalers offer an order interface?", "Ask the six that customers "
    "name most."),
    story("INI-05", "Render only the crews in view on the dispatch board",
          "As a dispatcher of sixty crews, I want the board to answer at once, so that I can plan during a "
          "call.",
          "Given 60 crews and 400 cards, when I drop a card, then it stays within 200 ms",
          "Given the week view, when I scroll, then no frame takes longer than 50 ms"),
    other("INI-05", "Bug", "Card jumps back to the old row before it settles", "Happens above about 300 "
    "cards on one board."),
    other("INI-05", "Task", "Record board load time in the browser and send it to our metrics",
          "Percentiles by number of cards; no customer names in the event."),
    other("INI-05", "Bug", "Browser tab grows to 4 GB after a day on the board", "Listeners of removed "
    "cards are never freed."),
    story("INI-06", "Start a route at the driver's home",
          "As a dispatcher, I want each route to begin where the driver is, so that the first stop is the "
          "right one.",
          "Given a home address, when I optimise, then the first leg starts there and the mileage includes "
          "it"),
    story("INI-06", "Lock a promised time before optimising",
          "As a dispatcher, I want promised hours untouched, so that optimising does not break my word."),
    other("INI-06", "Bug", "Low bridges ignored for tall vans", "Vehicle height is stored but never sent to "
    "the route engine."),
    story("INI-06", "Refuse an assignment without a valid certificate",
          "As a safety officer, I want the assignment blocked, so that nobody works on gas without a ticket.",
          "Given a certificate that ended yesterday, when the job is assigned, then it is refused with the "
          "date shown"),
    other("INI-06", "Task", "Mail sixty days before a certificate ends", "To the person and the safety "
    "officer, once."),
    story("INI-07", "Count the next service from the day it was done",
          "As a contract manager, I want intervals from completion, so that statutory dates are right.",
          "Given a visit done nine days late, when it is closed, then the next one is one interval after "
          "that day"),
    other("INI-07", "Bug", "Cancelling one visit removes the whole series", "Only when the visit is the "
    "first of its year."),
    story("INI-07", "Keep equipment history when the owner changes",
          "As a technician, I want the past repairs of a machine, so that I do not start from zero.",
          "Given a unit moved to a new owner, when I scan its label, then all earlier repairs are listed"),
    other("INI-07", "Task", "Merge two records of one machine", "Pick the surviving serial number; move "
    "jobs, photos, readings."),
    story("INI-07", "Preview a year of visits before saving a plan",
          "As a contract manager, I want to see the dates a plan makes, so that I notice bank holidays."),
    other("INI-08", "Bug", "Start time moves by an hour when edited from another zone",
          "Editing any field rewrites the start in the editor's own zone."),
    story("INI-08", "Say the time zone beside every start time",
          "As a dispatcher, I want to see the zone, so that I promise the right hour.",
          "Given an office and a site in two zones, when a visit is opened, then both hours are shown with "
          "their zone"),
    other("INI-08", "Bug", "Deleted calendar entries come back from Outlook", "The delete is answered "
    "before it is stored."),
    story("INI-08", "Private entries show as busy only",
          "As an estimator, I want my private entries hidden, so that the office sees no more than it needs.",
          "Given an entry marked private, when a colleague looks, then only the word busy is shown"),
    story("INI-09", "Show the delivery state of each arrival text",
          "As an office manager, I want to see which texts arrived, so that I ring only those who got none.",
          "Given a text the network refused, when I open the visit, then failed and the reason are shown"),
    story("INI-09", "Fall back to e-mail when a text fails",
          "As a tenant, I want some message, so that I am at home when the technician comes."),
    other("INI-09", "Bug", "Opted-out numbers still get reminders", "Opt-out is kept per visit and not per "
    "person."),
    other("INI-09", "Spike", "Compare three text providers for Ireland and Poland",
          "Price, delivery receipts, sender names. One hundred messages each."),
    other("INI-10", "Task", "Reserve text capacity for the first frost week", "Volume of last winter times "
    "1.6."),
    other("INI-10", "Spike", "What does a second text provider cost on standby?", "Fixed fee, notice "
    "period, set-up time."),
    story("INI-11", "Sign a quote on any phone",
          "As a customer, I want to sign where I am, so that work can start.",
          "Given a phone 320 pixels wide, when the quote is opened, then the signature field is reachable "
          "without zoom",
          "Given two owners, when the first has signed, then the quote waits for the second"),
    other("INI-11", "Bug", "Accepting the second option books the first", "The option index is lost on the "
    "confirmation page."),
    story("INI-11", "Hold a slot while a visitor fills in the form",
          "As a homeowner, I want my slot kept for ten minutes, so that it is not sold under me.",
          "Given two visitors on one last slot, when the first starts the form, then the second no longer "
          "sees it"),
    other("INI-11", "Task", "Limit self booking to served postcodes", "List or radius, editable by the "
    "office."),
    story("INI-12", "List what did not reach the ledger and why",
          "As a bookkeeper, I want the failed invoices with reasons, so that the month closes on time.",
          "Given five failed invoices, when I open the page, then five rows with number, reason and a retry "
          "are shown"),
    other("INI-12", "Bug", "Credit notes are skipped by the accounting connector", "Type CN is filtered out "
    "in the nightly run."),
    story("INI-12", "Two tax rates on one invoice",
          "As a solar installer, I want zero and full rate on one document, so that it is lawful."),
    other("INI-12", "Task", "Price lists with a start date", "Keep negotiated rates when a new list is "
    "loaded."),
    other("INI-12", "Bug", "Invoice numbers with gaps after a void", "The voided number is never shown in "
    "the journal."),
    story("INI-13", "Resume a card payment after the reader drops",
          "As a technician, I want to know whether the card was charged, so that I never charge it twice.",
          "Given a reader lost after the PIN, when it is back, then the true state is shown before a new "
          "try"),
    other("INI-13", "Bug", "Deposit by card is not taken off the balance", "Only when deposit and final "
    "bill are in two months."),
    other("INI-13", "Task", "Payout list per day and van", "One file for the bookkeeper, one row per "
    "payment."),
    story("INI-14", "Free a seat on the day somebody leaves",
          "As an owner, I want to pay for people who work here, so that the bill is fair.",
          "Given a person deactivated on the 10th, when the bill is made, then the seat is charged for ten "
          "days"),
    other("INI-14", "Task", "Purchase order number on our bill", "Free text, printed top right."),
    story("INI-14", "Show every bad row of a customer file at once",
          "As a new administrator, I want all errors in one list, so that I correct the file once.",
          "Given a file with 40 bad rows, when it is checked, then 40 lines with row, column and reason are "
          "shown"),
    other("INI-14", "Bug", "Leading zeros lost from phone numbers on import", "The column is read as a "
    "number."),
    story("INI-15", "Custom fields as report columns",
          "As a controller, I want our own fields in reports, so that I can stop gluing files together.",
          "Given a custom field, when a report is built, then it can be a column, a filter and a group"),
    other("INI-15", "Task", "Write down how each KPI is counted and show it beside the chart", "Start with "
    "first time fix rate."),
    other("INI-15", "Bug", "Scheduled report mail arrives without its attachment", "Files above 5 MB are "
    "dropped silently."),
    other("INI-16", "Task", "Put a queue between product events and text providers", "Retry, receipt, one "
    "place for opt-outs."),
    other("INI-16", "Spike", "Size the messaging gateway for 40,000 texts an hour", "Load model and costs."),
    other("INI-17", "Task", "Operation log on the device for every change", "Append only, replayable, "
    "tested with random cuts."),
    other("INI-17", "Spike", "Storage limits of the web view on cheap tablets", "Find the size at which it "
    "starts to delete."),
    story("INI-18", "Roles we define ourselves",
          "As an administrator, I want a role for outside firms, so that they see orders and not prices.",
          "Given a role without prices, when a partner opens an order, then no price is in the page or the "
          "answer"),
    other("INI-18", "Task", "End a guest's access on a fixed date", "Checked at each request, not by a "
    "nightly run."),
    story("INI-19", "Sign in through the company's identity provider",
          "As a security officer, I want one identity per employee, so that leavers are out at once.",
          "Given a leaver disabled in the directory, when they try to sign in, then they are refused within "
          "a minute",
          "Given two providers, when metadata is replaced, then nobody is locked out"),
    other("INI-19", "Task", "Create and remove people from the directory", "Standard provisioning calls; "
    "groups map to roles."),
    story("INI-19", "Invite by a code on paper",
          "As a foreman, I want a code to hand over, so that a fitter without company mail can join on day "
          "one."),
    story("INI-20", "One view over all branches of a group",
          "As a group manager, I want figures of all branches together, so that I need not add them up by "
          "hand.",
          "Given nine branches, when I open the group page, then each figure equals the sum of its branches"),
    other("INI-20", "Spike", "Which records are shared by branches and which are not?", "Sit with two "
    "groups for a day each."),
    other("INI-20", "Task", "Lend a crew to another branch for some days", "Cost stays at home, hours go to "
    "the borrower."),
    other("INI-21", "Task", "Structured electronic invoice for public customers", "Format, validation, "
    "archive for ten years."),
    other("INI-22", "Task", "Delete location points after thirty days", "And prove it: count by age on the "
    "admin page."),
    other("", "Task", "Raise the web framework to its supported version", "Two minor versions behind."),
    other("", "Task", "Replace the retired icon set", "Fourteen screens."),
    other("", "Bug", "Dark mode: grey text on grey in settings", "Contrast is 2.1, must be 4.5."),
    other("", "Task", "Translate the release notes into German", "Ask the support team in Linz to read "
    "them."),
)  # fmt: skip

# Two people asked for one thing in different words: the title of the first, and the second.
REPEATS = (
    ("Android 4.8.0: submit does nothing without coverage",
     other("INI-01", "Bug", "Submit button dead on Android 4.8.0 when there is no coverage",
           "Start a form, go to flight mode, press submit: no message, the form stays a draft. iOS is "
           "fine.")),
    ("Photos lose their rotation on the customer report",
     other("INI-02", "Bug", "Rotation of photos lost on customer report", "Portrait photos from some phones "
     "are sideways in the PDF report.")),
    ("Lunch break deducted twice after a job is edited",
     other("INI-03", "Bug", "Break is deducted twice when a job gets edited",
           "Editing the end time of an approved job takes off the unpaid lunch break again.")),
    ("Card jumps back to the old row before it settles",
     other("INI-05", "Bug", "Dropped card jumps to its old row and back", "On boards above 300 cards, the "
     "card jumps back before it settles.")),
    ("Mail sixty days before a certificate ends",
     other("INI-06", "Task", "Reminder mail 60 days before a certificate ends", "Once, to the safety "
     "officer and the person.")),
    ("Deleted calendar entries come back from Outlook",
     other("INI-08", "Bug", "Outlook brings deleted calendar entries back", "The entry is deleted, then "
     "comes back because the delete was not stored.")),
    ("Credit notes are skipped by the accounting connector",
     other("INI-12", "Bug", "Accounting connector skips credit notes", "In the nightly run the type CN is "
     "filtered out.")),
    ("Leading zeros lost from phone numbers on import",
     other("INI-14", "Bug", "Import drops leading zeros of phone numbers", "The phone column is read as a "
     "number, zeros are lost.")),
)  # fmt: skip
