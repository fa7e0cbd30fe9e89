"""Reads and files through `three`, a client that others wrote for Open311, and holds the answers against GeoReport v2
(http://wiki.open311.org/GeoReport_v2). The feed and the open data are read with feedparser and geojson.

Usage: check.py ADDRESS API_KEY
"""

import itertools
import re
import sys
import xml.etree.ElementTree as ElementTree
from datetime import datetime, timedelta, timezone

# `three` was written for Python 2, whose lazy filter had a name of its own; nothing else of it needs help.
itertools.ifilter = filter

import feedparser
import geojson
import requests
from three import Three

BASE, KEY = sys.argv[1].rstrip("/"), sys.argv[2]
ENDPOINT = BASE + "/open311/v2"
W3C = re.compile(r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(Z|[+-]\d\d:\d\d)$")

TEXT, NUMBER = str, (int, float)
# Each field of a request, its type, and whether it may be without a value.
REQUEST = {
    "service_request_id": (TEXT, False),
    "status": (TEXT, False),
    "status_notes": (TEXT, True),
    "service_name": (TEXT, False),
    "service_code": (TEXT, False),
    "description": (TEXT, True),
    "agency_responsible": (TEXT, True),
    "service_notice": (TEXT, True),
    "requested_datetime": (TEXT, False),
    "updated_datetime": (TEXT, False),
    "expected_datetime": (TEXT, True),
    "address": (TEXT, True),
    "address_id": (TEXT, True),
    "zipcode": (TEXT, True),
    "lat": (NUMBER, False),
    "long": (NUMBER, False),
    "media_url": (TEXT, True),
}
SERVICE = ["service_code", "service_name", "description", "metadata", "type", "keywords", "group"]
ATTRIBUTE = ["variable", "code", "datatype", "required", "datatype_description", "order", "description", "values"]
PRIVATE = ["Siti", "Aminah", "3456", "siti@", "langgar", "115.471234"]

checked = 0


def hold(truth, told):
    global checked
    checked += 1
    if not truth:
        sys.exit(f"does not hold: {told}")


def has_fields(thing, names, what):
    for name in names:
        hold(name in thing, f"{what} has {name}: {thing}")


def is_request(request):
    has_fields(request, REQUEST, "a request")
    for name, (kind, may_lack) in REQUEST.items():
        value = request[name]
        hold((value is None and may_lack) or isinstance(value, kind), f"{name} is {kind}: {value!r}")
    hold(request["status"] in ("open", "closed"), request["status"])
    for name in ("requested_datetime", "updated_datetime"):
        hold(W3C.match(request[name]), f"{name} is a W3C date: {request[name]}")
    for private in PRIVATE:
        hold(private not in str(request), f"{private} is not told: {request}")


def is_error(response, status):
    hold(response.status_code == status, f"{response.url} answers {status}: {response.status_code} {response.text}")
    for error in response.json():
        hold(isinstance(error["code"], int) and error["description"], f"an error: {error}")


def services(client):
    found = client.services()
    hold(len(found) >= 6, "there are services")
    for service in found:
        has_fields(service, SERVICE, "a service")
        hold(service["type"] in ("realtime", "batch", "blackbox"), service["type"])
        hold(isinstance(service["metadata"], bool), "metadata is true or false")
        definition = client.services(service["service_code"])
        hold(definition["service_code"] == service["service_code"], "the definition is of the service")
        for attribute in definition["attributes"]:
            has_fields(attribute, ATTRIBUTE, "an attribute")
            for value in attribute["values"]:
                has_fields(value, ["key", "name"], "a value")
    return [service["service_code"] for service in found]


def filing(client, codes):
    made = []
    for number, code in enumerate(codes):
        answer = client.post(
            code,
            description=f"Laporan {number}: air dekat langgar tidak mengalir.",
            name="Siti Aminah",
            phone="0812 3456 7890",
            email="siti@contoh.id",
            lat="-2.223456",
            long="115.471234",
        )
        hold(client.post_response.status_code in (200, 201), client.post_response.text)
        has_fields(answer[0], ["service_request_id", "service_notice", "account_id"], "the answer to a post")
        made.append(answer[0]["service_request_id"])
    hold(len(set(made)) == len(codes), "each has an id of its own")
    for one in made:
        hold(client.token(one)[0]["service_request_id"] == one, "a token gives the id")
        (read,) = client.request(one)
        is_request(read)
        hold(read["service_request_id"] == one and read["status"] == "open", read)
    hold(client.post("ufo", description="Cahaya di langit malam.", lat="-2.2", long="115.4")[0]["code"] == 404, "no such service")
    is_error(requests.post(ENDPOINT + "/requests.json", data={"service_code": codes[0]}), 403)
    is_error(requests.post(ENDPOINT + "/requests.json", data={"api_key": KEY, "service_code": codes[0]}), 400)
    return made


def reading(client, codes, made):
    everything = client.requests(page_size=200)
    for request in everything:
        is_request(request)
    ids = [request["service_request_id"] for request in everything]
    hold(set(made) <= set(ids), "what was filed is listed")
    times = [request["requested_datetime"] for request in everything]
    hold(times == sorted(times, reverse=True), "the newest come first")
    paged = []
    for page in itertools.count(1):
        part = client.requests(page=page, page_size=4)
        hold(len(part) <= 4, "a page is no longer than was asked for")
        paged += [request["service_request_id"] for request in part]
        if len(part) < 4:
            break
    hold(paged == ids, "the pages together are the list")
    hold({r["service_code"] for r in client.requests(codes[0])} == {codes[0]}, "one service")
    hold({r["status"] for r in client.requests(status="open")} == {"open"}, "only open ones")
    hold({r["status"] for r in client.requests(status="closed")} <= {"closed"}, "only closed ones")
    few = client.requests(service_request_id=",".join(made[:3]))
    hold({r["service_request_id"] for r in few} == set(made[:3]), "those that were named")
    today = datetime.now(timezone.utc)
    span = [(today - timedelta(days=20)).strftime("%m-%d-%Y"), (today + timedelta(days=1)).strftime("%m-%d-%Y")]
    between = [r["service_request_id"] for r in client.requests(between=span, page_size=200)]
    hold(set(made) <= set(between) <= set(ids), "a span of days")
    wide = {"start_date": "2026-01-01T00:00:00Z", "end_date": "2026-12-01T00:00:00Z"}
    is_error(requests.get(ENDPOINT + "/requests.json", params=wide), 400)
    is_error(requests.get(ENDPOINT + "/requests/ADU-NONE.json"), 404)
    is_error(requests.get(ENDPOINT + "/services/ufo.json"), 404)


def discovery(client):
    found = client.discovery()
    has_fields(found, ["changeset", "contact", "key_service", "endpoints"], "the discovery document")
    for endpoint in found["endpoints"]:
        has_fields(endpoint, ["specification", "url", "changeset", "type", "formats"], "an endpoint")
        hold(endpoint["specification"] == "http://wiki.open311.org/GeoReport_v2", endpoint)
        hold(requests.get(endpoint["url"] + "/services.json").ok, "the endpoint answers")


def in_xml(made):
    def root(path, name):
        response = requests.get(f"{ENDPOINT}/{path}.xml")
        hold("xml" in response.headers["content-type"], path)
        tree = ElementTree.fromstring(response.content)
        hold(tree.tag == name, f"{path} begins with {name}")
        return tree

    hold(root("services", "services")[0].tag == "service", "a list of services")
    definition = root("services/drainase", "service_definition")
    hold(definition.find("attributes/attribute/values/value/key") is not None, "values of an attribute")
    (request,) = root(f"requests/{made[0]}", "service_requests")
    hold([field.tag for field in request] and {field.tag for field in request} == set(REQUEST), "the same fields")
    hold(root(f"tokens/{made[0]}", "service_requests").find("request/token") is not None, "a token")
    hold(root("discovery", "discovery").find("endpoints/endpoint/formats/format") is not None, "discovery")
    hold(root("requests/ADU-NONE", "errors").find("error/code").text == "404", "an error")
    client = Three(ENDPOINT, api_key=KEY, format="xml")
    hold(b"<service_requests>" in client.get("requests", convert=False), "the client reads XML")


def others(made):
    feed = feedparser.parse(BASE + "/umpan/63.11.atom")
    hold(not feed.bozo and feed.version == "atom10", f"a feed: {feed.get('bozo_exception')}")
    hold(len(feed.entries) > 0 and feed.feed.updated_parsed and feed.feed.rights, "entries, a date and rights")
    links = " ".join(entry.link for entry in feed.entries)
    hold(all(one in links for one in made), "what was filed is in the feed")
    data = geojson.loads(requests.get(BASE + "/data/aduan.geojson").text)
    hold(data.is_valid and isinstance(data, geojson.FeatureCollection), f"GeoJSON: {data.errors()}")
    hold(all(feature.is_valid for feature in data.features), "each feature is valid")
    hold(set(made) <= {feature.id for feature in data.features}, "what was filed is in the data")
    told = str(data) + str(feed)
    hold(not any(private in told for private in PRIVATE), "nothing personal is in them")


def main():
    client = Three(ENDPOINT, api_key=KEY)
    discovery(client)
    codes = services(client)
    made = filing(client, codes)
    reading(client, codes, made)
    in_xml(made)
    others(made)
    print(f"{checked} statements hold, {len(made)} requests were filed")


main()
