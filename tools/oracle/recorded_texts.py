"""Collects every Python text (`recipe`, `call`) of a folder of recordings: one a line, kind, tab, JSON string.

usage: python3 tools/oracle/recorded_texts.py RECORDINGS > cresset-testkit/src/test/resources/dev/cresset/testkit/golden/recorded-texts.txt
"""
import json
import sys
from pathlib import Path

root = Path(sys.argv[1])
seen = {}
for file in ("rng/rng.json", "print/print.json", "training/traces.json"):
    for case in json.loads((root / file).read_text())["cases"]:
        for key in ("recipe", "call", "model", "loss_fn"):
            if key in case:
                seen[(file.split("/")[0] + " " + case.get("kind", key), case[key])] = None
for kind, text in seen:
    print(kind + "\t" + json.dumps(text, ensure_ascii=False))
