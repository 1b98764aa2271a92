"""A decision with talk about it, made in the database of the environment: `python -m headway.web.talk.tests.spoken`."""

from typing import Any

import django


def main() -> None:
    django.setup()
    from django.utils import timezone

    from headway.core.access import enter
    from headway.core.models import User
    from headway.core.perform import perform

    def do(role: str, name: str, **question: Any) -> Any:
        person = User.objects.get(email=f"{role}@lumen.test")
        return perform(name, question, enter(person, "lumen", "web", timezone.now()))

    made = do("owner", "decisions.decision_open", question="Do we build the export ourselves?",
              background="A vendor would take three weeks.")  # fmt: skip
    about = {"kind": "decision", "ref": made.ref}
    first = do(
        "engineer",
        "talk.comment_add",
        **about,
        body="@Pia Manager, who would run it? See `export()` and " + made.ref,
    )
    do("designer", "talk.comment_add", **about, body="> who would run it?\n\nWe would.", reply_to=first.ref)
    do("analyst", "talk.comment_add", **about, body="Agreed?", quote="three weeks", quote_field="background")
    last = do("analyst", "talk.comment_add", **about, body="# Old\n\n| a | b |\n|---|---|\n| 1 | 2 |")
    do("analyst", "talk.comment_resolve", ref=last.ref)
    print(made.ref)


if __name__ == "__main__":
    main()
