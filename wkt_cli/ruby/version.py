"""The version of the compiler: raised whenever it makes other code of the same source."""

VERSION = 16
