"""Writes two tiny Llama models with slowed-down rotary embeddings, and what they give, into folders beside recorded language models.

Run: python3 rope_models.py HF_FOLDER   (with transformers 5.x, torch 2.13.0 and safetensors installed), then models_resource.py
"""
import pathlib, sys

import torch
from safetensors.torch import save_file
from transformers import LlamaConfig, LlamaForCausalLM

root = pathlib.Path(sys.argv[1])
torch.manual_seed(0)
KINDS = {
    "llama3": dict(rope_type="llama3", rope_theta=500000.0, factor=8.0, low_freq_factor=1.0, high_freq_factor=4.0,
                   original_max_position_embeddings=16),
    "linear": dict(rope_type="linear", rope_theta=10000.0, factor=4.0),
}
for name, rope in KINDS.items():
    config = LlamaConfig(vocab_size=11, hidden_size=16, intermediate_size=12, num_hidden_layers=1, num_attention_heads=2,
                         num_key_value_heads=1, head_dim=8, max_position_embeddings=64, rope_parameters=rope, tie_word_embeddings=True)
    model = LlamaForCausalLM(config).eval()
    with torch.no_grad():
        for p in model.parameters():
            p.copy_(torch.randn(p.shape) * 0.5)
        ids = torch.tensor([list(range(11)) * 3])
        folder = root / f"llama_tiny_{name}_rope"
        model.save_pretrained(folder)
        save_file({"r0.ids": ids, "r0.logits": model(ids).logits}, folder / "expected.safetensors")
    for extra in folder.glob("generation_config.json"):
        extra.unlink()
