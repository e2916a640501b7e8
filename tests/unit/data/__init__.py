"""Tests of readers, writers and what stands between them."""
