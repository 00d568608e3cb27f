package dev.cresset.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cresset.Tensor;
import dev.cresset.op.DType;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SequencedMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Real PyTorch and safetensors open what Cresset writes.
 *
 * <p>Needs a Python with torch and safetensors: {@code -Dcresset.python=/path/to/python}, or the
 * environment variable {@code CRESSET_PYTHON}. Skipped without.
 */
class RealPyTorchTest {
    @TempDir Path folder;

    @BeforeEach
    void pythonIsGiven() {
        RealPython.assumeGiven();
    }

    @Test
    void torchLoadsEveryDtypeWithWeightsOnly() throws Exception {
        SequencedMap<String, Tensor> saved = new LinkedHashMap<>();
        for (DType d : DType.values()) {
            saved.put(d.text(), Tensors.counting(d, 2, 3));
        }
        saved.put("scalar", Tensors.counting(DType.FLOAT32));
        saved.put("empty", Tensors.counting(DType.FLOAT32, 0, 3));
        Checkpoint.save(saved, folder.resolve("a.pt"));
        assertThat(
                        python(
                                """
                                import torch
                                d = torch.load('a.pt', weights_only=True)
                                for k, v in d.items():
                                    if v.numel() == 6:
                                        want = torch.arange(1, 7).reshape(2, 3).to(v.dtype)
                                        assert torch.equal(v, want), (k, v)
                                        assert str(v.dtype) == 'torch.' + k
                                print(list(d)[:2], d['scalar'], d['empty'].shape)
                                """))
                .isEqualTo("['bool', 'uint8'] tensor(1.) torch.Size([0, 3])");
    }

    @Test
    void safetensorsOpensTheFilesThatAnIndexNames() throws Exception {
        SequencedMap<String, Tensor> saved = new LinkedHashMap<>();
        for (DType d : DType.values()) {
            saved.put(d.text(), Tensors.counting(d, 2, 3));
        }
        saved.put("tied", Objects.requireNonNull(saved.get("float32")));
        Checkpoint.saveSharded(saved, folder, 40);
        assertThat(
                        python(
                                """
                                import json, torch
                                from safetensors.torch import load_file
                                index = json.load(open('model.safetensors.index.json'))
                                for k, f in index['weight_map'].items():
                                    t = load_file(f)[k]
                                    want = torch.arange(1, 7).reshape(2, 3).to(t.dtype)
                                    assert torch.equal(t, want), (k, t)
                                    assert str(t.dtype) == 'torch.' + k
                                print(len(index['weight_map']), index['metadata'])
                                """))
                .isEqualTo(DType.values().length + " {'total_size': 198}");
    }

    @Test
    void torchSeesSharedStoragesAndStrides() throws Exception {
        Tensor base = Tensors.counting(DType.FLOAT32, 4, 6);
        SequencedMap<String, Tensor> saved = new LinkedHashMap<>();
        saved.put("base", base);
        saved.put("t", Tensors.strided(base, new int[] {6, 4}, new int[] {1, 6}, 0));
        saved.put("row", Tensors.strided(base, new int[] {6}, new int[] {1}, 6));
        saved.put("tied", base);
        Checkpoint.save(saved, folder.resolve("a.pt"));
        assertThat(
                        python(
                                """
                                import torch
                                d = torch.load('a.pt', weights_only=True)
                                p = {v.untyped_storage().data_ptr() for v in d.values()}
                                print(len(p), d['t'].stride(), d['row'].storage_offset(),
                                      torch.equal(d['t'], d['base'].T), d['row'].tolist())
                                """))
                .isEqualTo("1 (1, 6) 6 True [7.0, 8.0, 9.0, 10.0, 11.0, 12.0]");
    }

    @Test
    void torchLoadsWholeCheckpointsWithTheirPythonTypes() throws Exception {
        Map<Object, Object> tree = new LinkedHashMap<>();
        tree.put("epoch", 3);
        tree.put("big", 1L << 40);
        tree.put("lr", 0.1);
        tree.put("best", null);
        tree.put("flag", true);
        tree.put("text", "参数 é 😀");
        tree.put(
                "state",
                Map.of(0, Map.of("step", Tensors.floats(3), "momentum_buffer", List.of())));
        tree.put("tuple", new Value.TupleValue(List.of(Value.of(1), Value.of(0.5))));
        tree.put("size", dev.cresset.op.Shape.of(2, 3));
        tree.put("dtype", DType.BFLOAT16);
        tree.put("set", java.util.Set.of(4));
        tree.put("bytes", new byte[] {0, -1});
        tree.put("param", new Value.TensorValue(Tensors.floats(1), true, true));
        Checkpoint.save(tree, folder.resolve("a.pt"));
        assertThat(
                        python(
                                """
                                import torch
                                for w in (True, False):
                                    d = torch.load('a.pt', weights_only=w)
                                print(d)
                                """))
                .isEqualTo(
                        "{'epoch': 3, 'big': 1099511627776, 'lr': 0.1, 'best': None, 'flag': True,"
                                + " 'text': '参数 é 😀', 'state': {0: {"
                                + stateText(tree)
                                + "}}, 'tuple': (1, 0.5), 'size': torch.Size([2, 3]), 'dtype':"
                                + " torch.bfloat16, 'set': {4}, 'bytes': b'\\x00\\xff', 'param':"
                                + " Parameter containing:\ntensor([1.], requires_grad=True)}");
    }

    @Test
    void pythonsZipReaderFindsRightChecksumsAndAlignedData() throws Exception {
        Checkpoint.save(Map.of("w", Tensors.counting(DType.FLOAT64, 1000)), folder.resolve("a.pt"));
        assertThat(
                        python(
                                """
                                import zipfile, struct
                                z = zipfile.ZipFile('a.pt')
                                raw = open('a.pt', 'rb').read()
                                def start(i):
                                    n, x = struct.unpack_from('<HH', raw, i.header_offset + 26)
                                    return i.header_offset + 30 + n + x
                                print(z.testzip(), [start(i) % 64 for i in z.infolist()])
                                """))
                .isEqualTo("None [0, 0, 0, 0]");
    }

    @Test
    void safetensorsOpensWhatIsWritten() throws Exception {
        Tensor tied = Tensors.counting(DType.FLOAT32, 2, 2);
        SequencedMap<String, Tensor> saved = new LinkedHashMap<>();
        for (DType d : DType.values()) {
            saved.put("é \"" + d.text(), Tensors.counting(d, 3));
        }
        saved.put("a.weight", tied);
        saved.put("b.weight", tied);
        saved.put("t", Tensors.strided(tied, new int[] {2, 2}, new int[] {1, 2}, 0));
        Checkpoint.save(saved, folder.resolve("a.safetensors"));
        assertThat(
                        python(
                                """
                                import torch
                                from safetensors import safe_open
                                from safetensors.torch import load_file
                                d = load_file('a.safetensors')
                                assert all(v.tolist() == torch.tensor([1, 2, 3]).to(v.dtype).tolist()
                                           for v in d.values() if v.dim() == 1)
                                m = safe_open('a.safetensors', 'pt').metadata()
                                print(len(d), sorted(m.items()), d['t'].tolist())
                                """))
                .isEqualTo(
                        "12 [('b.weight', 'a.weight'), ('format', 'pt')] [[1.0, 3.0], [2.0, 4.0]]");
    }

    @Test
    void safetensorsLoadModelAcceptsTiedFiles() throws Exception {
        Tensor weight = Tensors.counting(DType.FLOAT32, 2, 2);
        SequencedMap<String, Tensor> saved = new LinkedHashMap<>();
        saved.put("0.weight", weight);
        saved.put("1.weight", weight);
        Checkpoint.save(saved, folder.resolve("a.safetensors"));
        assertThat(
                        python(
                                """
                                import torch
                                from safetensors.torch import load_model
                                a, b = (torch.nn.Linear(2, 2, bias=False) for _ in range(2))
                                b.weight = a.weight
                                net = torch.nn.Sequential(a, b)
                                print(load_model(net, 'a.safetensors'), net[1].weight.tolist())
                                """))
                .isEqualTo("(set(), []) [[1.0, 2.0], [3.0, 4.0]]");
    }

    @Test
    void whatPyTorchWritesNowIsRead() throws Exception {
        python(
                """
                import torch
                net = torch.nn.Sequential(torch.nn.Linear(2, 2), torch.nn.BatchNorm1d(2))
                opt = torch.optim.Adam(net.parameters())
                net(torch.ones(3, 2)).sum().backward(); opt.step()
                torch.save({'model': net.state_dict(), 'opt': opt.state_dict()}, 'a.pt')
                torch.serialization.set_crc32_options(False)
                torch.save(net.state_dict(), 'nocrc.pt')
                torch.save(net.state_dict(), 'p1.pt', pickle_protocol=1)
                torch.save(net.state_dict(), 'p5.pt', pickle_protocol=5)
                """);
        assertThat(Checkpoint.read(folder.resolve("a.pt")).stateDict("model")).hasSize(7);
        for (String name : List.of("nocrc.pt", "p1.pt", "p5.pt")) {
            assertThat(Checkpoint.load(folder.resolve(name))).as(name).hasSize(7);
        }
    }

    private static String stateText(Map<Object, Object> tree) {
        Map<?, ?> state = (Map<?, ?>) Objects.requireNonNull(tree.get("state"));
        boolean stepFirst =
                ((Map<?, ?>) Objects.requireNonNull(state.get(0)))
                        .keySet()
                        .iterator()
                        .next()
                        .equals("step");
        return stepFirst
                ? "'step': tensor([3.]), 'momentum_buffer': []"
                : "'momentum_buffer': [], 'step': tensor([3.])";
    }

    private String python(String script) throws IOException, InterruptedException {
        return RealPython.run(folder, script);
    }
}
