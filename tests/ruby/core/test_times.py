"""Times, dates, zones and durations: what CRuby 3.1 with ActiveSupport 6.1 gave for the same expressions."""

import datetime
from pathlib import Path

import pytest
import time_machine

from tests.ruby.outcome import as_recorded, outcome, recorded
from wkt_cli import ruby

NOW = datetime.datetime(2024, 3, 15, 14, 30, 45, 123456, tzinfo=datetime.UTC)
CASES = recorded(Path(__file__).with_name("times.jsonl"))
VALUES = {
    "now": "Fri, 15 Mar 2024 07:30:45.123456000 PDT -07:00",
    "now.class": "ActiveSupport::TimeWithZone",
    "now.is_a?(Time)": "true",
    "today": "Fri, 15 Mar 2024",
    "Time.at(1.1).utc": "1970-01-01 00:00:01 225179981368525/2251799813685248 UTC",
    "Time.utc(2024, 1, 31) + 1.month": "2024-02-29 00:00:00 UTC",
    "Time.zone.local(2024, 3, 10, 2, 30)": "Sun, 10 Mar 2024 03:30:00.000000000 PDT -07:00",
    "Time.zone.local(2024, 11, 3, 1, 30)": "Sun, 03 Nov 2024 01:30:00.000000000 PDT -07:00",
    "Time.zone.local(2024, 3, 9, 12) + 1.day": "Sun, 10 Mar 2024 12:00:00.000000000 PDT -07:00",
    "Time.zone.local(2024, 3, 9, 12) + 24.hours": "Sun, 10 Mar 2024 13:00:00.000000000 PDT -07:00",
    "Time.utc(2024, 11, 3, 9, 30).in_time_zone + 0": "Sun, 03 Nov 2024 01:30:00.000000000 PST -08:00",
    "now.end_of_month": "Sun, 31 Mar 2024 23:59:59.999999999 PDT -07:00",
    "Time.utc(2024, 1, 5).next_weekday": "2024-01-08 00:00:00 UTC",
    "Time.utc(2024, 1, 5).strftime('%-d/%m/%y %l:%M %p %^a %10A')": '"5/01/24 12:00 AM FRI     Friday"',
    "Time.utc(2024) - Time.utc(2023)": "31536000.0",
    "Date.new(2024, 2, 29) - Date.new(2024, 1, 1)": "(59/1)",
    "Date.new(2024, 1, 31) >> 1": "Thu, 29 Feb 2024",
    "Date.new(1582, 10, 4) + 1": "Fri, 15 Oct 1582",
    "Date.new(2024, 12, 30).cweek": "1",
    "Date.new(2024, 2, 29) + 1.hour": "Thu, 29 Feb 2024 01:00:00.000000000 PST -08:00",
    "DateTime.new(2024, 3, 15, 1, 2, 3, '+05:30').to_s": '"2024-03-15T01:02:03+05:30"',
    "Date.parse('3/4/2024')": "Wed, 03 Apr 2024",
    "Date.parse('Mar 15, 2024')": "Fri, 15 Mar 2024",
    "Date._parse('10:20:30.5 pm PST')": (
        '{:zone=>"PST", :hour=>22, :min=>20, :sec=>30, :sec_fraction=>(1/2), :offset=>-28800}'
    ),
    "Date._parse('20240315T102030Z')": (
        '{:year=>2024, :mon=>3, :mday=>15, :hour=>10, :min=>20, :sec=>30, :zone=>"Z", :offset=>0}'
    ),
    "Time.parse('2024-03-15T10:20:30+05:30')": "2024-03-15 10:20:30 +0530",
    "'2024-03-15T10:20:30+05:30'.in_time_zone": "Thu, 14 Mar 2024 21:50:30.000000000 PDT -07:00",
    "'24.12.2014'.to_date(format: '%d.%m.%Y')": "Wed, 24 Dec 2014",
    "'12/24/2014 10:30 PM'.to_date(format: 'MM/DD/YYYY')": "Wed, 24 Dec 2014",
    "'garbage'.to_time": "nil",
    "Time.strptime('1710513045', '%s').utc": "2024-03-15 14:30:45 UTC",
    "3661.seconds.inspect": '"3661 seconds"',
    "ActiveSupport::Duration.build(3661)": "1 hour, 1 minute, and 1 second",
    "1.year + 2.months - 1.day": "1 year, 2 months, and -1 days",
    "2 * 1.day": "2 days",
    "1.day / 1.hour": "24",
    "(1.day + 90.minutes).iso8601": '"P1DT90M"',
    "ActiveSupport::Duration.parse('P1DT2H').to_i": "93600",
    "1.month.since(Time.utc(2024, 1, 31))": "2024-02-29 00:00:00 UTC",
    "Time.zone.to_s": '"(GMT-08:00) Pacific Time (US & Canada)"',
    "Time.use_zone('Tokyo') { Time.zone.now.to_s }": '"2024-03-15 23:30:45 +0900"',
}
ERRORS = {
    "Time.utc(2024, 13)": "ArgumentError: mon out of range",
    "Time.new(2024, 1, 32)": "ArgumentError: argument out of range",
    "Time.at(nil)": "TypeError: can't convert NilClass into an exact number",
    "Time.utc(2024) > 'a'": "ArgumentError: comparison of Time with String failed",
    "Date.new(2024, 2, 30)": "Date::Error: invalid date",
    "Time.parse('garbage')": 'ArgumentError: no time information in "garbage"',
    "Time.now.in_time_zone('Nope')": "ArgumentError: Invalid Timezone: Nope",
    "1.hour.foo": "NoMethodError: undefined method `foo' for 3600:Integer",
    "Date.new(2024).hour": "NoMethodError: private method `hour' called for Mon, 01 Jan 2024:Date",
}


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["source"][:60])
def test_as_ruby(case, monkeypatch):
    utc(monkeypatch)
    with time_machine.travel(NOW, tick=False):
        assert as_recorded(case) == case


@pytest.mark.parametrize("source", VALUES)
def test_value(source, monkeypatch):
    utc(monkeypatch)
    with time_machine.travel(NOW, tick=False):
        assert outcome(source) == VALUES[source]


@pytest.mark.parametrize("source", ERRORS)
def test_error(source):
    assert outcome(source) == ERRORS[source]


def test_times_see_the_zone_of_the_host(monkeypatch):
    monkeypatch.setenv("TZ", "Europe/Paris")
    import time

    time.tzset()
    assert ruby.evaluate("Time.local(2024, 7, 1).to_s") == "2024-07-01 00:00:00 +0200"
    assert ruby.evaluate("Time.local(2024, 3, 31, 2, 30).to_s") == "2024-03-31 03:30:00 +0200"


@pytest.fixture(autouse=True)
def _zone_as_before(monkeypatch):
    yield
    import time

    monkeypatch.undo()
    time.tzset()


def utc(monkeypatch):
    import time

    monkeypatch.setenv("TZ", "UTC")
    time.tzset()
