from wkt_cli.dsl import workato


def m():
    return workato.aes_gcm_encrypt("text", "k" * 16, "i")


connector = {"title": "Case", "methods": {"m": m}}
