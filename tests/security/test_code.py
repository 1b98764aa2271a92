"""What no line of our code may do, read from the code itself."""

import ast
import re
from pathlib import Path

CODE = Path(__file__).resolve().parents[2] / "headway"
OUTWARD = {
    "requests",
    "urllib.request",
    "httpx",
    "http.client",
    "smtplib",
    "socket",
    "aiohttp",
    "ftplib",
    "xmlrpc",
    "telnetlib",
}
WEAK = {"md5", "sha1", "md4", "DES", "ARC4", "Blowfish"}


def sources():
    """Every module of the program itself, with its syntax tree."""
    for path in CODE.rglob("*.py"):
        if "tests" not in path.parts and "migrations" not in path.parts:
            yield path.relative_to(CODE).as_posix(), ast.parse(path.read_text())


def calls(tree):
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            yield node, ast.unparse(node.func)


def test_only_our_own_programs_are_started():
    starting = {
        name
        for name, tree in sources()
        for _, called in calls(tree)
        if called.startswith(("subprocess.", "os.system", "os.popen", "os.exec", "os.spawn", "pty."))
    }
    assert starting == {"interfaces/cli/children.py"}
    tree = ast.parse((CODE / "interfaces/cli/children.py").read_text())
    assert not [node for node, _ in calls(tree) for word in node.keywords if word.arg == "shell"]


def test_nothing_runs_text_as_code():
    forbidden = {
        "eval",
        "exec",
        "compile",
        "Template",
        "from_string",
        "marshal.loads",
        "yaml.load",
        "engine.from_string",
    }
    found = [(name, called) for name, tree in sources() for _, called in calls(tree) if called in forbidden]
    assert [one for one in found if one[1] != "compile"] == []
    assert [one for one in found if one[1] == "compile"] == []


def test_no_regular_expression_is_made_of_what_people_write():
    """Patterns are built from constants of a module: capital names, literals, and what is escaped."""
    made = []
    for name, tree in sources():
        for node, called in calls(tree):
            if called in {
                "re.compile",
                "re.search",
                "re.match",
                "re.sub",
                "re.findall",
                "re.fullmatch",
                "re.split",
            }:
                parts = [one.value for one in ast.walk(node.args[0]) if isinstance(one, ast.FormattedValue)]
                made += [(name, ast.unparse(one)) for one in parts if not _constant(ast.unparse(one))]
    assert made == []


def _constant(text):
    return bool(re.fullmatch(r"_?[A-Z][A-Z0-9_]*", text)) or text.startswith(
        ("re.escape(", "'|'.join(", "_any_of(")
    )


def test_an_address_that_somebody_writes_is_called_in_one_place_only():
    """That place checks where it leads; the others call what the installation's settings name, or nobody."""
    found = set()
    for name, tree in sources():
        for node in ast.walk(tree):
            named = [one.name for one in node.names] if isinstance(node, ast.Import) else []
            named += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            found |= {(name, one) for one in named if one in OUTWARD}
        found |= {(name, called) for _, called in calls(tree) if called.endswith("get_requests_session")}
    assert found == {
        ("interfaces/cli/serving.py", "socket"),  # asks whether its own port is free
        ("core/outgoing.py", "http.client"),  # the one place: checked, pinned to the address looked at
        ("core/outgoing.py", "socket"),
        ("apps/reporting/mailing.py", "smtplib"),  # the errors of the configured mail server
        ("core/talk/mails.py", "smtplib"),  # the errors of the configured mail server
        ("web/accounts/account_adapter.py", "smtplib"),  # the error of the configured mail server
        ("web/accounts/social_adapter.py", "super().get_requests_session"),  # made to follow no redirect
        ("web/accounts/oidc.py", "get_adapter().get_requests_session"),  # the configured provider
    }


def test_certificates_of_others_are_checked():
    words = [word for _, tree in sources() for node, _ in calls(tree) for word in node.keywords]
    assert [
        one.arg for one in words if one.arg in {"verify", "verify_ssl", "check_hostname", "ssl_verify"}
    ] == []


def test_no_weak_hash_is_used():
    used = [
        (name, called)
        for name, tree in sources()
        for _, called in calls(tree)
        if called.rpartition(".")[2] in WEAK
    ]
    assert used == []


def test_our_scripts_write_no_html():
    """Own scripts put text, never markup, and listen to no other window."""
    for script in (CODE / "web/static/headway/js").glob("*.js"):
        if "htmx" in script.name:
            continue
        text = script.read_text()
        assert not re.search(
            r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|eval\(|new Function|postMessage|__proto__",
            text,
        )


def test_our_scripts_store_no_records():
    for script in (CODE / "web/static/headway/js").glob("*.js"):
        stored = re.findall(r"(localStorage|sessionStorage|indexedDB|document\.cookie)", script.read_text())
        assert stored == [] or "htmx" in script.name
    assert '"historyCacheSize":0' in (CODE / "web/templates/document.html").read_text()
