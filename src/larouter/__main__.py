"""`python -m larouter`, the same as `larouter`."""

from larouter.cli.main import run

if __name__ == "__main__":
    run()
