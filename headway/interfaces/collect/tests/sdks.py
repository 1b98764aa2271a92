"""`python -m headway.interfaces.collect.tests.sdks`: the vendors' own SDKs by host and key only, through a restart.

The SDKs live in a virtual environment of their own under build/, made here. Each sends events one after another while
the collector is killed and started again; every event has to be stored exactly once.
"""

import subprocess
import sys
import tempfile
import time
from pathlib import Path

from headway.interfaces.collect.tests.conftest import Collector
from tests.server import ROOT

PACKAGES = {
    "segment": "segment-analytics-python==2.4.0",
    "rudder": "rudder-sdk-python==2.1.9",
    "posthog": "posthog==7.91.1",
    "amplitude": "amplitude-analytics==1.3.0",
    "mixpanel": "mixpanel==5.4.1",
}
EVENTS, PAUSE_S = 200, 0.02
HOME = ROOT / "build" / "sdks"
SENDING = {
    "segment": """
import segment.analytics as sdk
sdk.write_key, sdk.host, sdk.gzip, sdk.max_retries = key, host, True, 30
send, end = lambda n: sdk.track("P1", "sent", {"n": n}), sdk.shutdown""",
    "rudder": """
import rudderstack.analytics as sdk
sdk.write_key, sdk.dataPlaneUrl, sdk.max_retries = key, host, 30
send, end = lambda n: sdk.track("P1", "sent", {"n": n}), sdk.shutdown""",
    "posthog": """
from posthog import Posthog
sdk = Posthog(key, host=host, gzip=True, max_retries=30)
send, end = lambda n: sdk.capture("sent", distinct_id="P1", properties={"n": n}), sdk.shutdown""",
    "amplitude": """
from amplitude import Amplitude, BaseEvent
sdk = Amplitude(key)
sdk.configuration.server_url, sdk.configuration.flush_max_retries = host + "/2/httpapi", 30
send = lambda n: sdk.track(BaseEvent("sent", user_id="person-1", event_properties={"n": n}))
def end():
    time.sleep(20)
    sdk.shutdown()""",
    "mixpanel": """
import mixpanel
consumer = mixpanel.Consumer(events_url=host + "/track", retry_limit=10, retry_backoff_factor=0.5)
sdk = mixpanel.Mixpanel(key, consumer)
send, end = lambda n: sdk.track("P1", "sent", {"n": n}), lambda: None""",
}
SENDER = """
import sys, time
host, key, count, pause = sys.argv[1], sys.argv[2], int(sys.argv[3]), float(sys.argv[4])
{making}
for number in range(count):
    send(number)
    time.sleep(pause)
end()
"""


def main() -> None:
    _install()
    with tempfile.TemporaryDirectory(prefix="headway-sdks-") as folder:
        home = Path(folder) / "home"
        home.mkdir()
        collector = Collector(home, compacts=True)
        collector.prepare()
        failed = [name for name in SENDING if not _once(collector, name)]
    sys.exit(f"Not exactly once: {', '.join(failed)}" if failed else 0)


def _install() -> None:
    if not (HOME / "bin" / "python").exists():
        subprocess.run([sys.executable, "-m", "venv", str(HOME)], check=True)
    subprocess.run([str(HOME / "bin" / "pip"), "install", "--quiet", *PACKAGES.values()], check=True)


def _once(collector: Collector, name: str) -> bool:
    """Send through a kill and a restart, and compare what is stored with what was sent."""
    key = collector.source(name)
    collector.start()
    program = SENDER.format(making=SENDING[name])
    arguments = [str(HOME / "bin" / "python"), "-c", program, collector.url, key, str(EVENTS), str(PAUSE_S)]
    sending = subprocess.Popen(arguments, stderr=subprocess.DEVNULL)
    time.sleep(EVENTS * PAUSE_S / 2)
    collector.kill()
    time.sleep(0.5)
    collector.start()
    status = sending.wait(180)
    collector.stop()
    found = [one for one in collector.stored(name)["events"] if one["event"] == "sent"]
    numbers = sorted(int(one["properties"].split('"n":')[1].split("}")[0].split(",")[0]) for one in found)
    is_exact = numbers == list(range(EVENTS))
    print(f"  {PACKAGES[name]:32} sent {EVENTS}, stored {len(found)}, ends {status}: "
          f"{'each exactly once' if is_exact else 'NOT exactly once'}", flush=True)  # fmt: skip
    return is_exact and status == 0


if __name__ == "__main__":
    main()
