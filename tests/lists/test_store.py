"""The folder of snapshots: what is written is read again, what is there stays, and writers take turns."""

from __future__ import annotations

import resource
import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from os import geteuid
from pathlib import Path
from tempfile import TemporaryDirectory

import msgspec
import pyarrow.parquet as pq
import pytest
from filelock import FileLock
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from reprieve.errors import BadInput, BadList
from reprieve.lists.columns import BATCH
from reprieve.lists.store import Attempt, Held, Store
from reprieve.model.listed import Address, Entry, Identifier, Name, Policy, Requirement
from reprieve.model.snapshot import Snapshot
from reprieve.text.fold import folded
from tests.lists.making import MADE, NOW, imported, state, written

TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
SOME = TEXT.filter(bool)
TEXTS = st.lists(TEXT, max_size=3).map(tuple)
DAYS = st.none() | st.dates()


def several[T](each: st.SearchStrategy[T]) -> st.SearchStrategy[tuple[T, ...]]:  # noqa: D103  # a shape
    return st.lists(each, max_size=3).map(tuple)
