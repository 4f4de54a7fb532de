from __future__ import annotations

import httpx
import pytest


def pages(client: httpx.Client, path: str) -> list[list[dict[str, object]]]:
    """Follow the `Link` headers to the end."""
    found, url = [], path
    while url:
        reply = client.get(url)
        found.append(reply.json()["data"])
        assert reply.json()["pagination"]["next"] == reply.links.get("next", {}).get("url")
        url = reply.links.get("next", {}).get("url", "")
    return found


@pytest.mark.parametrize(("name", "sizes"), [("campaigns", [20, 5]), ("assets", [20, 20, 2]), ("users", [7])])
def test_collections_come_in_pages(signed: httpx.Client, name: str, sizes: list[int]) -> None:
    found = pages(signed, f"/api/v5/{name}")
    assert [len(page) for page in found] == sizes
    assert len({record["id"] for page in found for record in page}) == sum(sizes)


def test_a_page_is_cut_by_limit_and_offset(signed: httpx.Client) -> None:
    reply = signed.get("/api/v5/campaigns", params={"limit": 3, "offset": 4})
    assert [r["id"] for r in reply.json()["data"]] == ["campaign-5", "campaign-6", "campaign-7"]
    assert reply.json()["pagination"]["total"] == 25
    assert {rel: httpx.URL(link["url"]).params["offset"] for rel, link in reply.links.items()} == {
        "first": "0", "prev": "1", "next": "7", "last": "24"}


def test_a_page_behind_the_end_is_empty(signed: httpx.Client) -> None:
    reply = signed.get("/api/v5/users?offset=100")
    assert reply.json()["data"] == [] and "next" not in reply.links


@pytest.mark.parametrize("query", ["limit=0", "limit=101", "limit=x", "offset=-1", "limit=", "limit=²"])
def test_a_wrong_page_is_refused(signed: httpx.Client, query: str) -> None:
    reply = signed.get(f"/api/v5/users?{query}")
    assert reply.status_code == 400 and reply.json()["error"] == "invalid_parameter"


def test_records_are_picked_by_field_and_the_links_keep_it(signed: httpx.Client) -> None:
    reply = signed.get("/api/v5/campaigns?status=active&limit=2")
    assert {r["status"] for r in reply.json()["data"]} == {"active"}
    assert "status=active" in reply.links["next"]["url"]
    assert reply.json()["pagination"]["total"] < 25


def test_a_record_lives_its_life(signed: httpx.Client) -> None:
    made = signed.post("/api/v5/campaigns", json={"title": "Fünf", "budget": 5})
    place = made.headers["location"]
    assert made.status_code == 201 and place == "/api/v5/campaigns/campaign-26"
    changed = signed.patch(place, json={"title": "Six", "id": "ignored"}).json()["data"]
    assert changed == {"title": "Six", "budget": 5, "id": "campaign-26"}
    assert signed.get(place).json()["data"] == changed
    assert signed.delete(place).status_code == 204
    assert signed.get(place).status_code == 404


@pytest.mark.parametrize(("sent", "status"), [
    ({"json": {}}, 422), ({"json": [1]}, 422),
    ({"content": b"{", "headers": {"Content-Type": "application/json"}}, 400),
    ({"data": {"title": "x"}}, 415),
])
def test_a_bad_record_is_refused(signed: httpx.Client, sent: dict[str, object], status: int) -> None:
    assert signed.post("/api/v5/campaigns", **sent).status_code == status  # type: ignore[arg-type]


def test_two_servers_have_records_of_their_own(signed: httpx.Client) -> None:
    from wkt_cli.demo.records import sample_collections

    signed.delete("/api/v5/users/user-1")
    assert "user-1" in sample_collections()[2]._records
