"""The scanners: how each is started, and how many findings it leaves open."""

import json
import os
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import httpx

from tests.scanners.installation import PROXY, Installation

ROOT = Path(__file__).resolve().parents[2]
WORK = ROOT / "build" / "scan"
BIN = Path(sys.executable).parent
PROXY_HEADERS = dict([PROXY.split(": ")])


@dataclass(frozen=True)
class Scan:
    """What one tool found: open findings (None when it did not get that far), its command, and a few words."""

    tool: str
    findings: int | None
    command: str
    words: str = ""

    @property
    def clean(self) -> bool:
        return self.findings == 0


def run(arguments: list[str], log: str, seconds_most: int = 3600, **environment: str) -> tuple[int, str]:
    """Run a tool with everything it says in `build/scan/LOG.txt`; gives its exit status and that text."""
    WORK.mkdir(parents=True, exist_ok=True)
    done = subprocess.run(
        ["nice", *arguments],
        cwd=WORK,
        env=os.environ | environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        stdin=subprocess.DEVNULL,
        text=True,
        check=False,
        timeout=seconds_most,
    )
    (WORK / f"{log}.txt").write_text(done.stdout)
    return done.returncode, done.stdout


def shown(arguments: list[str]) -> str:
    """A command as somebody would type it, without the secrets of this run."""
    text = " ".join(f'"{one}"' if " " in one else one for one in arguments)
    text = text.replace(str(ROOT) + "/", "").replace(str(BIN) + "/", "")
    text = re.sub(r"(Bearer |sessionid=|csrftoken=)[\w-]+", r"\1...", text)
    text = text.replace("\n", "\\n")
    return re.sub(r"http://127\.0\.0\.1:\d+", "URL", text)


def bandit() -> Scan:
    arguments = [
        str(BIN / "bandit"),
        "-r",
        str(ROOT / "headway"),
        "-c",
        str(ROOT / "pyproject.toml"),
        "-f",
        "json",
        "-q",
    ]
    report = WORK / "bandit.json"
    run([*arguments, "-o", str(report)], "bandit")
    found = json.loads(report.read_text())
    lines = found["metrics"]["_totals"]
    return Scan("bandit", len(found["results"]), shown(arguments), f"{lines['loc']} lines")


def deployment() -> Scan:
    arguments = [str(BIN / "headway"), "manage", "check", "--deploy", "--fail-level", "DEBUG"]
    status, said = run(arguments, "deployment", HEADWAY_HTTPS="1", HEADWAY_HOME=str(WORK / "home"))
    counted = re.search(r"identified (no|\d+) issue", said)
    findings = None if counted is None else 0 if counted[1] == "no" else int(counted[1])
    return Scan(
        "check --deploy", findings if status == 0 or findings else None, "HEADWAY_HTTPS=1 " + shown(arguments)
    )


def schemathesis(there: Installation) -> Scan:
    """All checks and phases, stateful among them, against every operation of the API, as an owner."""
    document = httpx.get(f"{there.url}/api/v1/openapi.json", headers=PROXY_HEADERS).text
    WORK.mkdir(parents=True, exist_ok=True)
    (WORK / "openapi.json").write_text(json.dumps(_plain(json.loads(document))))
    config = Path(__file__).with_name("schemathesis.toml")
    arguments = [
        str(BIN / "schemathesis"), "--config-file", str(config), "run", "openapi.json", "--url", there.url,
        "-H", f"Authorization: Bearer {there.token}", "-H", PROXY, "--checks", "all",
        "--phases", "examples,coverage,fuzzing,stateful", "--max-examples", "5", "--seed", "1", "--continue-on-failure",
        "--no-shrink", "--warnings", "off",
    ]  # fmt: skip
    _, said = run(arguments, "schemathesis")
    end = re.findall(r"^=+ (.*) in [\d.]+s =+$", said, re.MULTILINE)
    cases = re.search(r"(\d+) generated", said)
    if not end or not cases:
        return Scan("schemathesis", None, shown(arguments))
    found = sum(int(many) for many in re.findall(r"(\d+) (?:unique )?(?:failure|error)", end[-1]))
    return Scan("schemathesis", found, shown(arguments), f"{cases[1]} requests made")


def _plain(schema: object) -> object:
    """The same document with pairs described more loosely: schemathesis 4.32 takes its own reading of
    `prefixItems` for an error of the document."""
    if isinstance(schema, list):
        return [_plain(one) for one in schema]
    if not isinstance(schema, dict):
        return schema
    plain = {name: _plain(one) for name, one in schema.items()}
    if isinstance(plain.get("prefixItems"), list):
        plain["items"] = {"anyOf": plain.pop("prefixItems")}
    return plain


# Not csrf: it sends each form again with its Content-Type twice, so that no token is read, and takes the equal refusals
# for a token that is not checked. tests/permissions sends every form without its token.
MODULES = "cookieflags,http_headers,csp,redirect,crlf,sql,xss,file,exec,permanentxss"
# Signing out, or ending the very session, would leave the rest of the scan without one.
LEFT_OUT = ("/sign-out/", "/accounts/sessions/")


def wapiti(there: Installation, module_seconds_most: int = 120) -> Scan:
    """Crawl the pages as an owner and attack every form and parameter found."""
    program = _wapiti_there()
    report = WORK / "wapiti.json"
    store = WORK / "wapiti"
    shutil.rmtree(store, ignore_errors=True)
    arguments = [
        str(program), "-u", f"{there.url}/w/lumen/", "-s", f"{there.url}/sign-in/", "--scope", "domain", "-m", MODULES,
        "-H", there.cookie, "-H", PROXY, "-H", there.origin, *(part for one in LEFT_OUT for part in ("-x", f"{there.url}{one}*")),
        "--max-scan-time", "240", "--max-attack-time", str(module_seconds_most), "-S", "polite",
        # One task: with more it locks itself out of its own store of sessions when the disk is slow.
        "--max-parameters", "12", "--tasks", "1",
        "-d", "3", "--max-links-per-page", "60", "--max-files-per-dir", "12", "--flush-session", "--no-bugreport",
        "--store-session", str(store), "-f", "json", "-o", str(report), "-v", "1",
    ]  # fmt: skip
    report.unlink(missing_ok=True)
    run(arguments, "wapiti")
    if not report.exists():
        return Scan("wapiti", None, shown(arguments))
    found = json.loads(report.read_text())
    open_ones = {
        kind: len(ones)
        for part in ("vulnerabilities", "anomalies")
        for kind, ones in found[part].items()
        if ones
    }
    pages = found["infos"].get("crawled_pages_nbr", 0)
    return Scan(
        "wapiti",
        sum(open_ones.values()),
        shown(arguments),
        f"{pages} pages crawled {open_ones or ''}".strip(),
    )


def _wapiti_there() -> Path:
    """wapiti pins other versions of what Headway uses, so it has an environment of its own."""
    home = ROOT / "build" / "wapiti"
    if not (home / "bin" / "wapiti").exists():
        subprocess.run([sys.executable, "-m", "venv", str(home)], check=True)
        subprocess.run(
            [str(home / "bin" / "pip"), "install", "-q", "wapiti3>=3.2,<4", "greenlet"], check=True
        )
    return home / "bin" / "wapiti"


ADDRESSES = (
    "/w/lumen/activity/?contains=a&action=core.note_add&days=30&outcome=done&after=5",
    "/w/lumen/evidence/?problem=P-001&contains=pay&after=1",
    "/w/lumen/problems/?state=proposed&contains=pay",
    "/w/lumen/accounts/?problem=P-001&after=1",
    "/w/lumen/decisions/?state=open&kind=general&contains=a",
    "/w/lumen/risks/?state=open&compliance=privacy&owner=a&record=b",
    "/w/lumen/initiatives/?team=core&text=a",
    "/w/lumen/requirements/backlog/?status=open&kind=story&initiative=a",
    "/w/lumen/imports/?kind=feedback",
    "/sign-in/?next=/w/lumen/",
)


def sqlmap(there: Installation) -> Scan:
    """Try to inject SQL through every parameter of the lists, as an owner."""
    program = _sqlmap_there()
    if program is None:
        return Scan("sqlmap", None, "sqlmap", "not installed: apt-get install sqlmap")
    targets = WORK / "sqlmap-addresses.txt"
    targets.write_text("".join(f"{there.url}{one}\n" for one in ADDRESSES))
    arguments = [
        program, "-m", str(targets), "--headers", f"{there.cookie}\n{PROXY}", "--batch", "--level", "2", "--risk", "1",
        "--smart", "--flush-session", "--disable-coloring", "--output-dir", str(WORK / "sqlmap"), "--timeout", "60",
        "--ignore-code", "400,404,422",
    ]  # fmt: skip
    _, said = run(arguments, "sqlmap")
    points = set(re.findall(r"^Parameter: (\S+)", said, re.MULTILINE))
    tried = set(re.findall(r"GET parameter '([^']+)'", said))
    if not tried or "unable to connect" in said:
        return Scan("sqlmap", None, shown(arguments))
    return Scan(
        "sqlmap", len(points), shown(arguments), f"{len(ADDRESSES)} addresses, {len(tried)} parameters"
    )


def _sqlmap_there() -> str | None:
    if not shutil.which("sqlmap") and os.geteuid() == 0 and shutil.which("apt-get"):
        subprocess.run(["apt-get", "install", "-y", "-q", "sqlmap"], check=False, capture_output=True)
    return shutil.which("sqlmap")
