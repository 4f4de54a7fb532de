"""`wkt edit PATH`: an encrypted file in an editor (reference/cli_and_files.md section 7)."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from ...errors import StoreError, UsageError
from ..app import App
from ..opening import key_option
from ..options import common

if TYPE_CHECKING:
    from ...store.encrypted_file import MasterKey

NO_EDITOR = """\
No $EDITOR to open the file in. Name one, for example:

  EDITOR="nano" wkt edit {path}
  EDITOR="code --wait" wkt edit {path}

Editors that return at once, as many with windows do, need a `--wait` so that what you write is saved."""


@click.command("edit", short_help="Edit an encrypted file.")
@click.argument("path", type=click.Path(dir_okay=False))
@key_option
@common
@click.pass_context
def command(context: click.Context, path: str, key: str | None) -> None:
    """Edit an encrypted file, such as settings.yaml.enc or account_properties.yaml.enc.

    It is decrypted, opened in $EDITOR (or $VISUAL), and encrypted again if its text has changed. Meanwhile the text
    lies in a folder that you alone can enter, in memory where the system has a place there, and is gone afterwards. An
    editor that fails saves nothing.

    Where there is neither file nor key, both are made. The key goes into master.key, or the file that --key names:
    keep it out of version control.
    """
    app = App(context)
    app.key_file = key
    editor = app.environment.environ.get("EDITOR") or app.environment.environ.get("VISUAL")
    edited = bool(editor) and _edit(app, app.project.start / path, str(editor))
    if app.options.json:
        app.print_json({"file": path, "saved": edited})
    elif not editor:
        app.print(NO_EDITOR.format(path=path))
    else:
        app.print("File encrypted and saved." if edited else f"Nothing changed in {path}.")


def _edit(app: App, path: Path, editor: str) -> bool:
    """Let a person edit a file; tell whether it was written."""
    from ...store.encrypted_file import decrypt, encrypt
    from ...store.files import read_bytes, write_atomically
    from ..editor import edited
    from ..settings_file import ensure_key

    if not path.parent.is_dir():
        raise UsageError(f"There is no folder {path.parent}", hint="make it first")
    data, key = read_bytes(path), ensure_key(app, for_new=not path.exists())
    text = decrypt(data, key, path.name) if data else b""
    changed = edited(text, path.name.removesuffix(".enc"), editor, app.environment)
    if changed == text and path.exists():
        return False
    _look_over(app, path, changed, key)
    write_atomically(path, encrypt(changed, key))
    return True


def _look_over(app: App, path: Path, text: bytes, key: MasterKey) -> None:
    """Warn of a text that can't be read later; it is kept all the same, for what was typed is lost otherwise."""
    from ...store.gem_settings import hash_in
    from ...store.settings import decode

    if ".yaml" not in path.suffixes and ".yml" not in path.suffixes:
        return
    try:
        hash_in(decode(text, path.name), path.name)
    except StoreError as error:
        app.warn(str(error), f"it is saved as it is; run `wkt edit {path.name}` again")

