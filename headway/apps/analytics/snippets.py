"""The lines of code with which a product sends its events here, for each SDK and language."""

from dataclasses import dataclass
from urllib.parse import urlsplit

KEY, ADDRESS, HOST, SCHEME = "{key}", "{address}", "{host}", "{scheme}"


@dataclass(frozen=True)
class Snippet:
    """`package` is what to install; `code` the lines to paste; `note` what the SDK does otherwise than others."""

    sdk: str
    language: str
    package: str
    code: str
    note: str = ""


ANYTHING = Snippet(
    "No SDK", "Any language", "curl",
    """curl {address}/v1/events -H 'X-Write-Key: {key}' \\
  -d '{"event": "Report exported", "person_id": "user-1", "properties": {"rows": 12}}'""",
)  # fmt: skip
SNIPPETS = (
    Snippet(
        "Segment", "Python", "segment-analytics-python",
        """import segment.analytics as analytics
analytics.write_key, analytics.host = "{key}", "{address}"
analytics.track("user-1", "Report exported", {"rows": 12})""",
    ),
    Snippet(
        "Segment", "Node", "@segment/analytics-node",
        """import { Analytics } from "@segment/analytics-node";
const analytics = new Analytics({ writeKey: "{key}", host: "{address}" });
analytics.track({ userId: "user-1", event: "Report exported", properties: { rows: 12 } });""",
    ),
    Snippet(
        "Segment", "Browser", "@segment/analytics-next",
        """import { AnalyticsBrowser } from "@segment/analytics-next";
const analytics = AnalyticsBrowser.load({ writeKey: "{key}", cdnSettings: { integrations: {
  "Segment.io": { apiKey: "{key}", apiHost: "{host}/v1", protocol: "{scheme}" } } } });
analytics.track("Report exported", { rows: 12 });""",
    ),
    Snippet(
        "RudderStack", "Python", "rudder-sdk-python",
        """import rudderstack.analytics as analytics
analytics.write_key, analytics.dataPlaneUrl = "{key}", "{address}"
analytics.track("user-1", "Report exported", {"rows": 12})""",
    ),
    Snippet(
        "RudderStack", "Node", "@rudderstack/rudder-sdk-node",
        """import RudderAnalytics from "@rudderstack/rudder-sdk-node";
const analytics = new RudderAnalytics("{key}", { dataPlaneUrl: "{address}" });
analytics.track({ userId: "user-1", event: "Report exported", properties: { rows: 12 } });""",
        "RudderStack's SDK for the browser asks RudderStack for its settings first; take Segment's there.",
    ),
    Snippet(
        "PostHog", "Python", "posthog",
        """from posthog import Posthog
posthog = Posthog("{key}", host="{address}")
posthog.capture("Report exported", distinct_id="user-1", properties={"rows": 12})""",
    ),
    Snippet(
        "PostHog", "Node", "posthog-node",
        """import { PostHog } from "posthog-node";
const posthog = new PostHog("{key}", { host: "{address}" });
posthog.capture({ distinctId: "user-1", event: "Report exported", properties: { rows: 12 } });""",
    ),
    Snippet(
        "PostHog", "Browser", "posthog-js",
        """import posthog from "posthog-js";
posthog.init("{key}", { api_host: "{address}", advanced_disable_flags: true });
posthog.capture("Report exported", { rows: 12 });""",
    ),
    Snippet(
        "Amplitude", "Python", "amplitude-analytics",
        """from amplitude import Amplitude, BaseEvent
amplitude = Amplitude("{key}")
amplitude.configuration.server_url = "{address}/2/httpapi"
amplitude.track(BaseEvent("Report exported", user_id="user-1", event_properties={"rows": 12}))""",
    ),
    Snippet(
        "Amplitude", "Node", "@amplitude/analytics-node",
        """import { init, track } from "@amplitude/analytics-node";
init("{key}", { serverUrl: "{address}/2/httpapi" });
track("Report exported", { rows: 12 }, { user_id: "user-1" });""",
    ),
    Snippet(
        "Amplitude", "Browser", "@amplitude/analytics-browser",
        """import * as amplitude from "@amplitude/analytics-browser";
amplitude.init("{key}", "user-1", { serverUrl: "{address}/2/httpapi", fetchRemoteConfig: false });
amplitude.track("Report exported", { rows: 12 });""",
    ),
    Snippet(
        "Mixpanel", "Python", "mixpanel",
        """from mixpanel import Consumer, Mixpanel
mixpanel = Mixpanel("{key}", Consumer(events_url="{address}/track", people_url="{address}/engage",
                                      groups_url="{address}/groups", import_url="{address}/import"))
mixpanel.track("user-1", "Report exported", {"rows": 12})""",
    ),
    Snippet(
        "Mixpanel", "Node", "mixpanel",
        """import Mixpanel from "mixpanel";
const mixpanel = Mixpanel.init("{key}", { host: "{host}", protocol: "{scheme}" });
mixpanel.track("Report exported", { distinct_id: "user-1", $insert_id: crypto.randomUUID(), rows: 12 });""",
        "This SDK gives events no id of its own; without $insert_id two equal events of one second count once.",
    ),
    Snippet(
        "Mixpanel", "Browser", "mixpanel-browser",
        """import mixpanel from "mixpanel-browser";
mixpanel.init("{key}", { api_host: "{address}" });
mixpanel.track("Report exported", { rows: 12 });""",
    ),
)  # fmt: skip


def snippets(address: str, key: str) -> list[Snippet]:
    """Every snippet with the address of this installation and a write key filled in.

    >>> snippets("https://headway.example", "hws_1")[1].code.splitlines()[1]
    'analytics.write_key, analytics.host = "hws_1", "https://headway.example"'
    """
    return [_filled(one, address, key) for one in (ANYTHING, *SNIPPETS)]


def _filled(snippet: Snippet, address: str, key: str) -> Snippet:
    parts, code = urlsplit(address), snippet.code
    for mark, value in ((KEY, key), (ADDRESS, address), (HOST, parts.netloc), (SCHEME, parts.scheme)):
        code = code.replace(mark, value)
    return Snippet(snippet.sdk, snippet.language, snippet.package, code, snippet.note)
