"""Strangers' input by the hundred thousand, and what holds of every one of them.

Each target turns a source of chance into a case: files, and the commands to run on them. The test run lets hypothesis
choose, which shrinks what fails. The long run (`make fuzz`) draws from a plain generator instead: hypothesis remembers
every choice of every input, and stops at the first fault. A fuzzer that is led by coverage would see none of the C that
reads YAML, HTML and PDF here.
"""
