"""The language server: what editors ask, put to `assay.ide`, and its answers put into the protocol. Nothing more.

A request is one short file in `requests/`. Everything runs on one thread, a request at a time, so nothing here locks.
"""
