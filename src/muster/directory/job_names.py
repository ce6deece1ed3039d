"""The jobs of this context by name, so that services can queue what is declared above them."""

from enum import StrEnum


class JobName(StrEnum):
    READ_LIST = "directory.read_list"
