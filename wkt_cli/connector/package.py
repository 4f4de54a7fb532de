"""The package that the platform imports: a connector with its description (reference/cli_and_files.md section 8)."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

NAME = "connector.custom_adapter"
LOGOS: Mapping[str, str] = {".png": "image/png", ".jpg": "image/jpeg", ".jpeg": "image/jpeg"}
"""What a logo may be, by the ending of its file."""


@dataclass(frozen=True)
class Package:
    """A connector as it is uploaded.

    Attributes:
        source: the connector's Ruby source as it is.
        title: by which the platform finds the connector again.
        description: text in Markdown, or None.
        note: what is new; None where it isn't known yet.
        logo: ending of its file, a key of `LOGOS`, and content; None for none.
    """

    source: bytes
    title: str
    description: str | None
    note: str | None
    logo: tuple[str, bytes] | None = None

    @property
    def about(self) -> dict[str, str | None]:
        """What the platform is told of the connector."""
        told = {"title": self.title, "description": self.description, "note": self.note}
        logo = {"logo_file_name": "data", "logo_content_type": LOGOS[self.logo[0]]} if self.logo else {}
        return told | logo

    @property
    def files(self) -> dict[str, bytes]:
        """The files in the package, by name."""
        about = json.dumps(self.about, ensure_ascii=False, indent=2).encode()
        logo = {f"{NAME}{self.logo[0]}": self.logo[1]} if self.logo else {}
        return {f"{NAME}.rb": self.source, f"{NAME}.json": about, **logo}

    def zipped(self) -> bytes:
        """Give the zip file; the same for the same connector."""
        made = BytesIO()
        with ZipFile(made, "w", ZIP_DEFLATED) as archive:
            for name, data in self.files.items():
                archive.writestr(ZipInfo(name), data, ZIP_DEFLATED)
        return made.getvalue()
