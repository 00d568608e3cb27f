"""Packs recorded language models (checkpoints/hf of a folder of recordings: config.json, weights, expected results) into
examples/src/test/resources/dev/cresset/examples/models.zip.

Run: python3 models_resource.py HF_FOLDER FILE

The recordings are tiny random GPT2LMHeadModel and LlamaForCausalLM of transformers 5.18.0 under PyTorch 2.13.0+cpu, saved with
save_pretrained (and torch.save for pytorch_model.bin), run in float32 with eager attention in evaluation mode.
"""
import pathlib, sys, zipfile

root, out = map(pathlib.Path, sys.argv[1:])
with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as z:
    for f in sorted(root.rglob("*")):
        if f.is_file() and f.name != "index.json":
            z.writestr(zipfile.ZipInfo(str(f.relative_to(root)), (2026, 1, 1, 0, 0, 0)), f.read_bytes(), zipfile.ZIP_DEFLATED)
