from wkt_cli.dsl import aws


def m():
    return aws.generate_signature(connection={}, service="s3", region="r")


connector = {"title": "Case", "methods": {"m": m}}
