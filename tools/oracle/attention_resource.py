"""Writes core/src/test/resources/dev/cresset/nn/attention.safetensors.gz from PyTorch 2.13.0+cpu.

Run: python3 attention_resource.py FILE   (with torch 2.13.0 and safetensors installed)

Initial parameters (init.*), attention with its options (sdpa.*), and what the "fast path" of transformers in evaluation mode
gives (eval.*). AttentionTest and TransformerTest make the same calls.
"""
import gzip, pathlib, sys

import torch
import torch.nn.functional as F
from safetensors.torch import save
from torch import nn

out = {}


def keep(name, t):
    out[name] = t.detach().clone().contiguous()


def state(name, make):
    torch.manual_seed(0)
    for k, v in make().state_dict().items():
        keep(f"init.{name}.{k}", v)


state("packed", lambda: nn.MultiheadAttention(8, 2))
state("unbiased", lambda: nn.MultiheadAttention(8, 4, bias=False))
state("apart", lambda: nn.MultiheadAttention(8, 2, kdim=3, vdim=5, add_bias_kv=True))
state("encoder_layer", lambda: nn.TransformerEncoderLayer(8, 2, 16))
state("decoder_layer", lambda: nn.TransformerDecoderLayer(8, 2, 16, bias=False))
state("encoder", lambda: nn.TransformerEncoder(nn.TransformerEncoderLayer(8, 2, 16), 2, nn.LayerNorm(8)))
state("transformer", lambda: nn.Transformer(8, 2, 1, 2, 16))

torch.manual_seed(1)
q = torch.randn(2, 4, 3, 8)
k = torch.randn(2, 4, 5, 8)
v = torch.randn(2, 4, 5, 6)
mask = torch.rand(3, 5) > 0.4
mask[1] = False
added = torch.randn(2, 1, 3, 5)
for n, t in dict(q=q, k=k, v=v, mask=mask, added=added).items():
    keep(f"sdpa.{n}", t)
S = F.scaled_dot_product_attention
keep("sdpa.plain", S(q, k, v))
keep("sdpa.masked", S(q, k, v, attn_mask=mask))
keep("sdpa.biased", S(q, k, v, attn_mask=added))
keep("sdpa.causal", S(q, k, v, is_causal=True))
keep("sdpa.scaled", S(q, k, v, scale=-0.3))
keep("sdpa.grouped", S(q, k[:, :2], v[:, :2], enable_gqa=True))
torch.manual_seed(7)
keep("sdpa.dropped", S(q, k, v, dropout_p=0.4))
keep("sdpa.half", S(q.half(), k.half(), v.half()))
keep("sdpa.brain", S(q.bfloat16(), k.bfloat16(), v.bfloat16(), attn_mask=added.bfloat16()))
keep("sdpa.matrix", S(q[0, 0], k[0, 0], v[0, 0]))

torch.manual_seed(2)
x = torch.randn(3, 4, 8)
ends = torch.tensor([[False] * 4, [False] * 3 + [True], [False, True, True, True]])
holes = torch.tensor([[False] * 4, [True] + [False] * 3, [False, True, False, True]])
causal = torch.ones(4, 4).triu(1).bool()
for n, t in dict(x=x, ends=ends, holes=holes, causal=causal).items():
    keep(f"eval.{n}", t)
with torch.no_grad():
    torch.manual_seed(3)
    layer = nn.TransformerEncoderLayer(8, 2, 16, activation="gelu", batch_first=True).eval()
    keep("eval.layer", layer(x))
    keep("eval.layer_masked", layer(x, src_mask=causal, src_key_padding_mask=ends))
    first = nn.TransformerEncoderLayer(8, 2, 16, batch_first=True, norm_first=True).eval()
    keep("eval.first", first(x, src_key_padding_mask=holes))
    torch.manual_seed(4)
    stack = nn.TransformerEncoder(
        nn.TransformerEncoderLayer(8, 2, 16, batch_first=True), 2, nn.LayerNorm(8)
    ).eval()
    keep("eval.stack", stack(x))
    keep("eval.stack_ends", stack(x, src_key_padding_mask=ends))
    keep("eval.stack_holes", stack(x, src_key_padding_mask=holes))
    keep("eval.stack_causal", stack(x, mask=causal, src_key_padding_mask=ends))
    torch.manual_seed(5)
    heads = nn.MultiheadAttention(8, 2, batch_first=True).eval()
    y, w = heads(x, x, x, attn_mask=causal, average_attn_weights=False)
    keep("eval.heads", y)
    keep("eval.heads_weights", w)
    y, w = heads(x[0], x[1], x[2])
    keep("eval.single", y)
    keep("eval.single_weights", w)

data = save(out, {"made_by": f"torch {torch.__version__}, tools/oracle/attention_resource.py"})
pathlib.Path(sys.argv[1]).write_bytes(gzip.compress(data, 9, mtime=0))
