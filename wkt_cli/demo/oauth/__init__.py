"""OAuth 2.0 as the stand-in does it: tokens, the token endpoint, consent in a browser, devices."""
