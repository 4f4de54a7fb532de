from wkt_cli.dsl import RequestFailedError, get


def m():
    try:
        return get("{{BASE}}/x").response()
    except RequestFailedError as failure:
        names = [f"Workato::Connector::Sdk::{type(failure).__name__}", failure.message, failure.status, "GET"]
        return [*names, "RestClient::Response", failure.body, failure.headers["X-A"]]


connector = {"title": "Case", "methods": {"m": m}}
