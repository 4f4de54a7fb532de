"""How a person gives consent: in a browser, or with a code on any machine."""
