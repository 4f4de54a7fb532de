# Ruby's side of the differential test: reads one program a line as a JSON string, runs it as the body of a
# lambda and answers with one JSON line: {inspect, class}, {error: {class, message}, accident?} or {skipped: why}.
require "active_support/all"
require "base64"
require "bigdecimal/util"
require "cgi"
require "csv"
require "digest"
require "json"
require "securerandom"
require "set"
require "time"
require "timeout"
require "uri"

# Answers leave by this; what a program prints goes nowhere.
ANSWERS = $stdout.dup
ANSWERS.sync = true
$stdout.reopen(File::NULL)
$stderr.reopen(File::NULL)
Process.setrlimit(Process::RLIMIT_AS, 2_000_000_000)

# The clock stands still.
NOW = Rational(1_710_513_045_123_456, 1_000_000)
class Time
  def self.now(in: nil) = Time.at(NOW, in:)
  def self.new(*args, **options) = args.empty? ? now(**options) : super
end
class Date
  def self.today(start = Date::ITALY) = Time.now.to_date.new_start(start)
end
class DateTime
  def self.now(start = Date::ITALY) = Time.now.to_datetime.new_start(start)
end

# What the SDK changes.
Time.zone_default = ActiveSupport::TimeZone["Pacific Time (US & Canada)"]
module Workato
  module Connector
    module Sdk
      ArgumentError = Class.new(StandardError)
      class Action
        def inspect = "#<Workato::Connector::Sdk::Action>"
        def run(source) = eval("lambda do\n#{source}\nend").call
      end
    end
  end
end
class String
  alias core_plus +
  def +(other)
    raise Workato::Connector::Sdk::ArgumentError, "Cannot concatenate string with nil" if other.nil?
    core_plus(other.is_a?(String) ? other : other.to_s)
  end
end

def text(value) = value.dup.force_encoding("UTF-8").scrub

# Whether an error comes from inside a library written in Ruby, which met a value of a type it did not expect.
def accident?(error)
  place = error.backtrace_locations&.first&.path
  return false if place.nil? || place == "(eval)" || place == __FILE__
  case error
  when NoMethodError, TypeError then true
  when ArgumentError then error.message.start_with?("comparison of")
  end
end

def answer(source)
  $~ = nil
  value = Timeout.timeout(0.3, Interrupt) { Workato::Connector::Sdk::Action.new.run(source) }
  shown = Timeout.timeout(0.3, Interrupt) { value.inspect }
  { inspect: text(shown), class: value.class.name.to_s }
rescue Interrupt, NoMemoryError, SystemStackError, SyntaxError => error
  { skipped: error.class.name }
rescue Exception => error
  shown = { class: error.class.name.to_s, message: text(error.message).lines.first.to_s.chomp }
  { error: shown, **(accident?(error) ? { accident: true } : {}) }
end

while (line = $stdin.gets)
  reply = answer(JSON.parse(line))
  ANSWERS.puts(JSON.generate(reply))
end
