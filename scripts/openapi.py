"""Write the control API's OpenAPI document, from which the dashboard's types are made."""

import argparse
import json
from pathlib import Path

from larouter.api.control import control_app

HERE = Path(__file__).parent.parent / "web/openapi.json"


def document() -> str:
    """The document without its version number, so that a release changes nothing."""
    told = control_app().openapi()
    told["info"]["version"] = "0"
    return json.dumps(told, indent=1, sort_keys=True, ensure_ascii=False) + "\n"


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("path", nargs="?", type=Path, default=HERE, help="where to write it")
    parser.parse_args().path.write_text(document(), encoding="utf-8")
