"""Pages of the stand-in for a person's browser."""

from __future__ import annotations

from html import escape

from .wire import Reply

_SHELL = """\
<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>{title}</title>
<style>
body {{ font: 16px/1.5 system-ui, sans-serif; max-width: 26em; margin: 10vh auto; padding: 0 1em }}
label {{ display: block; margin: 0.8em 0 }}
input {{ display: block; width: 100%; box-sizing: border-box; font: inherit; padding: 0.4em }}
button {{ font: inherit; padding: 0.4em 1.2em; margin: 0.8em 0.5em 0 0 }}
.wrong {{ color: #b00020 }}
</style>
<h1>{title}</h1>
{content}
"""
_FORM = """\
<form method="post">
{fields}
<button type="submit" name="decision" value="allow">Allow</button>
<button type="submit" name="decision" value="deny" formnovalidate>Deny</button>
</form>
"""
_POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; frame-ancestors 'none'"
SAFE = {"Content-Security-Policy": _POLICY, "Cache-Control": "no-store", "Referrer-Policy": "no-referrer"}
"""Headers of a page: it loads nothing, stands in no frame, is not kept, and is not told of elsewhere."""


def page(title: str, *paragraphs: str, form: str = "", status: int = 200) -> Reply:
    """Make a page.

    Args:
        title: plain text.
        paragraphs: plain text.
        form: HTML behind them.
        status: of the reply.
    """
    content = "\n".join(f"<p>{escape(text)}</p>" for text in paragraphs) + f"\n{form}"
    text = _SHELL.format(title=escape(title), content=content)
    return Reply(status, text.encode("utf-8"), {"Content-Type": "text/html; charset=utf-8", **SAFE})


def sign_in(title: str, *paragraphs: str, wrong: str = "", code: str | None = None) -> Reply:
    """Make the page that asks for user and password, and whether to allow something.

    Args:
        title: plain text.
        paragraphs: plain text.
        wrong: what was wrong the last time.
        code: also ask for the code that a device shows; the one that is filled in.
    """
    fields = [] if code is None else [_field("user_code", "Code", code)]
    fields += [_field("user", "User"), _field("password", "Password", kind="password")]
    told = f'<p class="wrong">{escape(wrong)}</p>\n' if wrong else ""
    form = told + _FORM.format(fields="\n".join(fields))
    return page(title, *paragraphs, form=form, status=403 if wrong else 200)


def _field(name: str, label: str, value: str = "", kind: str = "text") -> str:
    filled = f' value="{escape(value)}"' if value else ""
    return (f'<label>{label} <input name="{name}" type="{kind}" required autocomplete="off" spellcheck="false"'
            f"{filled}></label>")
