"""A program for each SDK as its vendor documents it, but for host and key, and for how often it tries again.

Each sends COUNT numbered events and whatever else it has to say, and ends once the SDK says that all is sent.
"""

from dataclasses import dataclass

PYTHON = """
import sys, time
host, key, count, pause = sys.argv[1], sys.argv[2], int(sys.argv[3]), float(sys.argv[4])
{making}
for number in range(count):
    send(number)
    time.sleep(pause)
end()
"""
NODE = """
const [host, key, count, pause] = process.argv.slice(2);
{making}
for (let number = 0; number < Number(count); number += 1) {{
  send(number);
  await new Promise((done) => setTimeout(done, 1000 * Number(pause)));
}}
await end();
process.exit(0);
"""


@dataclass(frozen=True)
class Sdk:
    """`package` with its version; `options` what is set beside host and key, so that no event is dropped while the
    collector is away; `more` what the program sends beside its numbered events: how many of each name."""

    name: str
    package: str
    making: str
    options: str
    more: tuple[tuple[str, int], ...] = ()

    @property
    def is_python(self) -> bool:
        return self.name.endswith("python")

    @property
    def program(self) -> str:
        return (PYTHON if self.is_python else NODE).format(making=self.making)


SDKS = (
    Sdk("segment-python", "segment-analytics-python==2.4.0", """
import segment.analytics as sdk
sdk.write_key, sdk.host, sdk.gzip = key, host, True
send, end = lambda n: sdk.track("P1", "sent", {"n": n}), sdk.shutdown""",
        "none"),
    Sdk("rudder-python", "rudder-sdk-python==2.1.9", """
import rudderstack.analytics as sdk
sdk.write_key, sdk.dataPlaneUrl = key, host
send, end = lambda n: sdk.track("P1", "sent", {"n": n}), sdk.shutdown""",
        "none"),
    Sdk("posthog-python", "posthog==7.91.1", """
from posthog import Posthog
sdk = Posthog(key, host=host, gzip=True, max_retries=10)
send, end = lambda n: sdk.capture("sent", distinct_id="P1", properties={"n": n}), sdk.shutdown""",
        "max_retries=10"),
    Sdk("amplitude-python", "amplitude-analytics==1.3.0", """
from amplitude import Amplitude, BaseEvent
sdk = Amplitude(key)
sdk.configuration.server_url = host + "/2/httpapi"
told = []
sdk.configuration.callback = lambda event, code, message=None: told.append(code)
send = lambda n: sdk.track(BaseEvent("sent", user_id="person-1", event_properties={"n": n}))
def end():
    sdk.flush()
    while len(told) < count:
        time.sleep(0.1)
    sdk.shutdown()""",
        "waits for the SDK's word on each event, as shutdown() does not"),
    Sdk("mixpanel-python", "mixpanel==5.4.1", """
import mixpanel
urls = {f"{name}_url": f"{host}/{path}" for name, path in
        (("events", "track"), ("people", "engage"), ("groups", "groups"), ("import", "import"))}
consumer = mixpanel.BufferedConsumer(max_size=10, **urls)
sdk = mixpanel.Mixpanel(key, consumer)
def tried(act, *given):
    try:
        act(*given)
    except mixpanel.MixpanelException:
        return False
    return True
send = lambda n: tried(sdk.track, "P1", "sent", {"n": n})
def end():
    tried(sdk.track, "P1", "$create_alias", {"alias": "anon-1"})
    tried(sdk.people_set, "P1", {"plan": "pro"})
    tried(sdk.group_set, "company", "A1", {"size": 12})
    for n in range(10):
        tried(sdk.import_data, key, "P1", "imported", 1_700_000_000 + n, {"n": n})
    while not tried(consumer.flush):
        time.sleep(0.2)""",
        "BufferedConsumer, which keeps what failed for the next flush: the SDK repeats by itself over https alone. "
        "alias() always speaks to api.mixpanel.com, so the alias is tracked as $create_alias",
        (("$create_alias", 1), ("$identify", 1), ("$group", 1), ("imported", 10))),
    Sdk("segment-node", "@segment/analytics-node@3.1.0", """
import { Analytics } from "@segment/analytics-node";
const sdk = new Analytics({ writeKey: key, host });
const send = (n) => sdk.track({ userId: "P1", event: "sent", properties: { n } });
const end = () => sdk.closeAndFlush();""",
        "none"),
    Sdk("rudder-node", "@rudderstack/rudder-sdk-node@3.0.13", """
import { createRequire } from "node:module";
const Rudder = createRequire(import.meta.url)("@rudderstack/rudder-sdk-node");
const sdk = new Rudder(key, { dataPlaneUrl: host, retryCount: 10, flushInterval: 500 });
const told = [];
const send = (n) => told.push(new Promise((done) => {
  sdk.track({ userId: "P1", event: "sent", properties: { n } }, done);
}));
const end = async () => { await sdk.flush(); await Promise.all(told); };""",
        "retryCount: 10, flushInterval: 500; waits for the SDK's word on each event, as flush() does not"),
    Sdk("posthog-node", "posthog-node@5.70.0", """
import { PostHog } from "posthog-node";
const sdk = new PostHog(key, { host, fetchRetryCount: 10 });
const send = (n) => sdk.capture({ distinctId: "P1", event: "sent", properties: { n } });
const end = () => sdk.shutdown(60000);""",
        "fetchRetryCount: 10"),
    Sdk("amplitude-node", "@amplitude/analytics-node@1.5.73", """
import { init, track, flush } from "@amplitude/analytics-node";
await init(key, { serverUrl: `${host}/2/httpapi`, flushIntervalMillis: 500 }).promise;
const told = [];
const sure = async (n) => {
  const about = { user_id: "person-1", insert_id: `sent-${n}` };
  while ((await track("sent", { n }, about).promise).code !== 200) await new Promise((done) => setTimeout(done, 500));
};
const send = (n) => told.push(sure(n));
const end = async () => { await flush().promise; await Promise.all(told); };""",
        "flushIntervalMillis: 500, insert_id; the SDK drops what a refused connection carried and says so, so it is "
        "tracked again under the same id"),
)  # fmt: skip
