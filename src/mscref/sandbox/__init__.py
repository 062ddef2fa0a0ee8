"""Readers of untrusted files, run in child processes with limits on time, memory and what they may do."""

from mscref.sandbox.pool import read_files, read_pasted
from mscref.sandbox.worker import worker_main

__all__ = ["read_files", "read_pasted", "worker_main"]
