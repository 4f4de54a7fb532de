"""The script that looks at folders of real connectors, tried on connectors of our own."""

from __future__ import annotations

import shutil
from pathlib import Path
from textwrap import dedent

import pytest

from tests.ruby import corpus
from wkt_cli.project import bundled_folder

SAMPLE = """
    {
      title: 'Sample',
      connection: { fields: ->(_connection) { [{ name: 'key' }] } },
      object_definitions: {
        item: { fields: -> { [{ name: 'id' }, { name: 'title' }] } },
        remote: { fields: -> { get('https://sample.test/fields') } },
        odd: { fields: -> { 1.missing_method } }
      },
      pick_lists: { static: -> { [['A', 'a']] }, dependent: ->(_connection, of:) { [of] } },
      actions: { find: { output_fields: ->(definitions) { definitions['item'].only('id') } } },
      methods: { refused: -> { redo } }
    }
"""


@pytest.fixture
def report(tmp_path: Path) -> corpus.Report:
    (tmp_path / "sample.rb").write_text(dedent(SAMPLE))
    (tmp_path / "broken.rb").write_text("{ title: 'x' actions: {} }")
    (tmp_path / "sample_spec.rb").write_text("RSpec.describe('x') {}")
    return corpus.survey([str(tmp_path)])


def test_files_are_loaded_or_refused(report: corpus.Report) -> None:
    assert report.files == {"loaded": 1, "refused": 1}
    refused = [cause for cause in report.causes if cause.startswith("not loaded")]
    assert len(refused) == (0 if shutil.which("ruby") else 1)


def test_static_parts_are_evaluated(report: corpus.Report) -> None:
    assert report.parts["object_definitions.NAME.fields"] == 1
    assert report.parts["pick_lists.NAME"] == 1
    assert report.parts["actions.NAME.output_fields"] == 1
    assert report.parts["lambdas compiled"] == 7


def test_what_fails_is_told_by_cause(report: corpus.Report) -> None:
    assert len(report.causes[corpus.NEEDS_REQUEST]) == 1
    assert len(report.causes[corpus.NEEDS_VALUES]) == 1
    assert report.causes["LambdaError: undefined method `missing_method' for 1:Integer"]
    assert report.causes["check: no type has a method `missing_method`"]
    assert any(cause.startswith("not compiled") and "redo" in cause for cause in report.causes)


def test_bundled_connectors_have_no_failures() -> None:
    report = corpus.survey([str(bundled_folder())])
    assert report.failures == 0, "\n".join(report.lines())
