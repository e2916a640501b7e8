#!/usr/bin/env bash
# The README's test command.
make --no-print-directory test
