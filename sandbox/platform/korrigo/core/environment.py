"""Reading the environment: every variable of the project goes through here, under one name each."""

import os


def required(name):
    value = os.environ.get(name, "")
    if not value:
        raise ValueError(f"{name} environment variable must be set")
    return value


def flag(name, default="false"):
    return os.environ.get(name, default).strip().lower() == "true"


def items(name, default=""):
    return [item.strip() for item in os.environ.get(name, default).split(",") if item.strip()]


def number(name, default):
    return int(os.environ.get(name, str(default)))
