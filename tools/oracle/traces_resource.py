"""Packs recordings of PyTorch's training runs for the tests: one zip of training/traces.{json,safetensors}.

Run: python3 traces_resource.py DIR OUT   (DIR: a folder training/ as `cresset golden` reads it)

The recordings are of PyTorch 2.13.0+cpu, one thread: initial weights, data, the loss before each of 20 steps, the first
gradients, the final state and the loss in evaluation mode. Kept are a perceptron, a convolutional network with batch
norm, and a network that uses one layer twice. Times inside the zip are fixed, so that equal recordings give equal files.
"""
import json, os, struct, sys, zipfile

KEPT = ("mlp", "cnn_batchnorm", "tied")
folder, out = sys.argv[1:]
with open(os.path.join(folder, "traces.json"), encoding="utf-8") as f:
    recording = json.load(f)
recording["cases"] = [c for c in recording["cases"] if c["name"] in KEPT]
assert {c["name"] for c in recording["cases"]} == set(KEPT)
text = json.dumps(recording, allow_nan=False)

with open(os.path.join(folder, "traces.safetensors"), "rb") as f:
    data = f.read()
start = 8 + struct.unpack("<Q", data[:8])[0]
header, parts, at = {}, [], 0
for key, entry in json.loads(data[8:start]).items():
    if '"%s"' % key in text:
        a, b = entry["data_offsets"]
        parts.append(data[start + a:start + b])
        header[key] = {**entry, "data_offsets": [at, at + b - a]}
        at += b - a
head = json.dumps(header, separators=(",", ":")).encode()

with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as z:
    for name, content in (("traces.json", text.encode()),
                          ("traces.safetensors", struct.pack("<Q", len(head)) + head + b"".join(parts))):
        info = zipfile.ZipInfo("training/" + name, (2020, 1, 1, 0, 0, 0))
        info.compress_type = zipfile.ZIP_DEFLATED
        z.writestr(info, content, compresslevel=9)
size = os.path.getsize(out)
assert size < 200_000, "%d bytes: keep fewer runs" % size
print(out, size, len(recording["cases"]))
