"""How fast Ruby connectors load and run, against CRuby in the same run.

    python benchmarks/ruby.py [--runs N] [--small] [--json]

Load of a generated connector of 400 KB, cold and cached, against `ruby -c` of the same file; and transformations taken
from what connectors do, each against CRuby with ActiveSupport where the work needs it. Every transformation's result is
compared with CRuby's before it is timed. Without Ruby on the machine only `wkt`'s own figures are printed.
"""

from __future__ import annotations

import argparse
import json
import math
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

sys.path[:] = [entry for entry in sys.path if Path(entry).resolve() != Path(__file__).resolve().parent]
# Without this script's folder: what is called `http` there is no library.

ROWS = """
rows = (1..2000).map { |i| { 'id' => i, 'name' => "Name #{i % 97}", 'email' => "user#{i}@example.com",
  'tags' => ['a', "t#{i % 7}"], 'amount' => i * 1.25, 'at' => "2024-0#{1 + i % 9}-1#{i % 9}T10:20:30Z", 'blank' => i.even? ? nil : '' } }
"""

TRANSFORMATIONS = {
    "map to new hashes": "rows.map { |r| { id: r['id'], label: r['name'].upcase, total: r['amount'] * 2 } }.length",
    "select and count": "rows.select { |r| r['amount'] > 1000 && r['tags'].include?('t3') }.length",
    "group_by": "rows.group_by { |r| r['name'] }.map { |k, v| [k, v.length] }.sort.first(3)",
    "sort_by": "rows.sort_by { |r| [r['name'], -r['id']] }.first['id']",
    "inject": "rows.inject(0) { |sum, r| sum + r['id'] * 2 }",
    "each_with_object": "rows.each_with_object({}) { |r, h| h[r['email']] = r['id'] }.length",
    "string building": "out = +''\nrows.each { |r| out << r['name'] << ';' << r['id'].to_s << \"\\n\" }\nout.length",
    "interpolation and join": "rows.map { |r| \"#{r['id']}: #{r['name']} <#{r['email']}>\" }.join(', ').length",
    "gsub": "rows.map { |r| r['email'].gsub(/[^a-z0-9]/, '_') }.uniq.length",
    "split and scan": "rows.sum { |r| r['email'].split('@').last.length + r['at'].scan(/\\d+/).length }",
    "dates": "rows.first(300).map { |r| Time.parse(r['at']).utc.strftime('%Y-%m-%d') }.uniq.length",
    "JSON out": "JSON.generate(rows).length",
    "JSON in": "JSON.parse(text).length",
    "schema building": "rows.first(500).map { |r| r.map { |k, v| { name: k, label: k.capitalize, type: v.is_a?(Numeric) ? 'number' : 'string', optional: v.nil? } } }.flatten.length",
    "deep hashes": "deep = lambda { |v| case v when Hash then v.each_with_object({}) { |(k, x), h| h[k.to_s] = deep.call(x) } when Array then v.map { |x| deep.call(x) } else v end }\ndeep.call(rows.first(500)).length",
    "reject and compact": "rows.map { |r| r.reject { |_, v| v.nil? || v == '' } }.sum(&:length)",
    "dig": "nested.map { |r| r.dig('owner', 'address', 'city') || r['id'] }.length",
    "present, blank, presence": "rows.map { |r| r['name'].present? && r['blank'].blank? ? r['tags'].presence : r['blank'].presence }.length",
    "to_time and iso8601": "rows.first(300).map { |r| r['at'].to_time.utc.iso8601 }.uniq.length",
    "payload and compact": "rows.map { |r| { 'id' => r['id'], 'note' => r['blank'], 'name' => r['name'].presence, 'total' => r['amount'].to_s }.compact }.length",
    "pluck and concat": "rows.pluck('id', 'name').concat(rows.pluck('email')).length",
}
PREPARE = {
    "JSON in": "text = JSON.generate(rows)\n",
    "dig": "nested = rows.map { |r| { 'id' => r['id'], 'owner' => (r['blank'] && { 'address' => { 'city' => r['name'] } }) } }\n",
}

CRUBY = """
require 'json'; require 'time'; require 'set'; require 'active_support/all'
%(rows)s
%(prepare)s
work = lambda { %(work)s }
value = work.call
best = (1..%(runs)d).map { t = Process.clock_gettime(Process::CLOCK_MONOTONIC); work.call; Process.clock_gettime(Process::CLOCK_MONOTONIC) - t }.min
puts JSON.generate([value, best * 1000])
"""


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--runs", type=int, default=7)
    options.add_argument("--small", action="store_true", help="one run of each, for CI")
    options.add_argument("--json", action="store_true")
    given = options.parse_args()
    runs = 1 if given.small else given.runs
    report = {"load": load_times(runs), "transformations": transformations(runs)}
    print(json.dumps(report, indent=2) if given.json else as_text(report))


def transformations(runs: int) -> dict[str, dict[str, float | None]]:
    """Give milliseconds of each transformation, here and in CRuby."""
    found = {}
    for name, work in TRANSFORMATIONS.items():
        value, ours = in_wkt(work, PREPARE.get(name, ""), runs)
        theirs = in_cruby(work, PREPARE.get(name, ""), runs)
        if theirs is not None and theirs[0] != value:
            sys.exit(f"{name}: wkt gives {value!r}, CRuby {theirs[0]!r}")
        found[name] = {"wkt": ours, "ruby": theirs[1] if theirs else None}
    return found


def in_wkt(work: str, prepare: str, runs: int) -> tuple[Any, float]:
    """Give the value and the best time in milliseconds."""
    from wkt_cli import ruby
    from wkt_cli.connector.ruby import plain
    from wkt_cli.ruby import host

    source = f"{{ methods: {{ prepare: lambda {{ {ROWS}{prepare} lambda {{ {work} }} }} }} }}"
    loaded = ruby.load("benchmark.rb", source, use_cache=False)
    prepared = next(iter(next(iter(loaded.value.values())).values()))
    limits = host.Limits(time=600)
    proc = host.call(prepared, limits=limits)
    value, best = plain(host.call(proc, limits=limits)), math.inf
    for _ in range(runs):
        start = time.perf_counter()
        host.call(proc, limits=limits)
        best = min(best, time.perf_counter() - start)
    return value, best * 1000


def in_cruby(work: str, prepare: str, runs: int) -> tuple[Any, float] | None:
    """Give the value and the best time in milliseconds; None without Ruby."""
    if shutil.which("ruby") is None:
        return None
    script = CRUBY % {"rows": ROWS, "prepare": prepare, "work": work, "runs": runs}
    done = subprocess.run(
        ["ruby", "-e", script], check=True, capture_output=True, text=True, env={**os.environ, "TZ": "UTC"}
    )
    value, best = json.loads(done.stdout)
    return value, best


def load_times(runs: int) -> dict[str, float]:
    """Give milliseconds of loading a connector of 400 KB: cold, cached, and of `ruby -c`."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, "big.rb")
        file.write_text(big_connector(400_000))
        environ = {**os.environ, "XDG_CACHE_HOME": folder}
        script = (
            "import sys, time; from wkt_cli import ruby; from wkt_cli.ruby.program import get_ready; get_ready()\n"
            "import tree_sitter, tree_sitter_ruby\n"
            "t = time.perf_counter(); ruby.load(sys.argv[1], use_cache=sys.argv[2] == 'cached')\n"
            "print((time.perf_counter() - t) * 1000)"
        )

        def load(kind: str) -> float:
            command = [sys.executable, "-c", script, str(file), kind]
            return float(
                subprocess.run(command, check=True, capture_output=True, text=True, env=environ).stdout
            )

        load("cached")
        times = {"cold": [load("cold") for _ in range(runs)], "cached": [load("cached") for _ in range(runs)]}
        found = {f"wkt, {kind}": statistics.median(values) for kind, values in times.items()}
        if shutil.which("ruby"):
            found["ruby -c, whole process"] = statistics.median(_ruby_c(file) for _ in range(runs))
        return found


def _ruby_c(file: Path) -> float:
    start = time.perf_counter()
    subprocess.run(["ruby", "-c", str(file)], check=True, capture_output=True)
    return (time.perf_counter() - start) * 1000


def big_connector(size: int) -> str:
    """Write a connector with as many actions as fill a size."""
    action = """
    action_%(n)d: {
      title: 'Action %(n)d', description: "Makes <span class='provider'>thing %(n)d</span>",
      input_fields: lambda do |object_definitions, connection, config_fields|
        object_definitions['thing'].only('id', 'name').concat([{ name: 'limit', type: 'integer', optional: true, hint: 'At most %(n)d' }])
      end,
      execute: lambda do |connection, input|
        params = input.reject { |_, v| v.blank? }.map { |k, v| [k.to_s.gsub('-', '_'), v] }.to_h
        result = get("/things/%(n)d/#{input['id']}").params(params).after_error_response(/4\\d\\d/) do |code, body, _, message|
          error("#{message}: #{body}") unless code == 404
        end
        { things: result['things']&.map { |t| t.merge('total' => (t['amount'] || 0) * 1.2) } || [] }
      end,
      output_fields: lambda { |object_definitions| [{ name: 'things', type: 'array', of: 'object', properties: object_definitions['thing'] }] }
    },"""
    parts, total = [], 0
    while total < size:
        parts.append(action % {"n": len(parts)})
        total += len(parts[-1])
    return (
        "{\n  title: 'Big',\n  connection: { authorization: { type: 'none' } },\n  actions: {"
        + "".join(parts)
        + "\n  }\n}\n"
    )


def as_text(report: dict[str, Any]) -> str:
    """Give the report as lines."""
    lines = ["load of a connector of 400 KB"]
    lines += [f"  {name:28} {value:9.1f} ms" for name, value in report["load"].items()]
    lines.append("transformations                     wkt       ruby   ratio")
    ratios = []
    for name, row in report["transformations"].items():
        ratio = row["wkt"] / row["ruby"] if row["ruby"] else math.nan
        ratios.append(ratio)
        lines.append(f"  {name:28} {row['wkt']:8.2f} {row['ruby'] or math.nan:10.2f} {ratio:7.2f}")
    if ratios and not math.isnan(ratios[0]):
        mean = math.exp(statistics.fmean(map(math.log, ratios)))
        lines.append(f"geometric mean of the ratios {mean:.2f}, the worst {max(ratios):.2f}")
    return "\n".join(lines)


if __name__ == "__main__":
    main()
