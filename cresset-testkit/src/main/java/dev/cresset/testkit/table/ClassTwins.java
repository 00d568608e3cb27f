package dev.cresset.testkit.table;

import dev.cresset.Buffer;
import dev.cresset.Parameter;
import dev.cresset.Tensor;
import dev.cresset.nn.BatchNorm2d;
import dev.cresset.nn.Conv2d;
import dev.cresset.nn.GELU;
import dev.cresset.nn.Layer;
import dev.cresset.nn.Linear;
import dev.cresset.nn.Module;
import dev.cresset.nn.ReLU;
import dev.cresset.nn.Sequential;
import java.util.List;

/** Java twins of the module classes that recordings of printed text define in Python. */
final class ClassTwins {
    private ClassTwins() {}

    static final class Net extends Module {
        final Linear hidden = new Linear(20, 256);
        final ReLU act = new ReLU();
        final Linear out = new Linear(256, 10);
    }

    static final class Empty extends Module {}

    static final class P extends Module {
        final Parameter w = new Parameter(Tensor.zeros(2));
        final Buffer b = new Buffer(Tensor.zeros(2));
    }

    static final class E extends Module {
        private final int n = 3;

        @Override
        protected String extraRepr() {
            return "n=" + n + ", mode=fast";
        }
    }

    static final class E2 extends Module {
        final Linear fc = new Linear(1, 2);

        @Override
        protected String extraRepr() {
            return "line one\nline two";
        }
    }

    static final class E3 extends Module {
        @Override
        protected String extraRepr() {
            return "a=1,\nb=2";
        }
    }

    static final class E4 extends Module {
        final Linear fc = new Linear(1, 2);

        @Override
        protected String extraRepr() {
            return "k=1";
        }
    }

    static final class Named extends Module {
        @Override
        protected String typeName() {
            return "Fancy<Name>";
        }
    }

    static final class Block extends Layer {
        final Conv2d conv;
        final BatchNorm2d bn;
        final List<Sequential> layers;

        Block(int n) {
            conv = new Conv2d(n, n, 3, o -> o.padding(1));
            bn = new BatchNorm2d(n);
            layers =
                    List.of(
                            new Sequential(new Linear(n, n), new GELU()),
                            new Sequential(new Linear(n, n), new GELU()));
            register("absent", (Module) null);
        }

        @Override
        protected Tensor forward(Tensor x) {
            return bn.call(conv.call(x));
        }
    }

    static final class Shared extends Module {
        final Linear a = new Linear(1, 1);
        final Linear b = a;
    }

    static void addTo(TorchTable t) {
        twin(
                t,
                "Net",
                """
                class Net(nn.Module):
                    def __init__(self):
                        super().__init__()
                        self.hidden = nn.Linear(20, 256)
                        self.act = nn.ReLU()
                        self.out = nn.Linear(256, 10)\
                """,
                "",
                a -> new Net());
        twin(
                t,
                "Empty",
                """
                class Empty(nn.Module):
                    pass\
                """,
                "",
                a -> new Empty());
        twin(
                t,
                "P",
                """
                class P(nn.Module):
                    def __init__(self):
                        super().__init__()
                        self.w = nn.Parameter(torch.zeros(2))
                        self.register_buffer('b', torch.zeros(2))\
                """,
                "",
                a -> new P());
        twin(
                t,
                "E",
                """
                class E(nn.Module):
                    def __init__(self):
                        super().__init__()
                        self.n = 3
                    def extra_repr(self):
                        return 'n={}, mode=fast'.format(self.n)\
                """,
                "",
                a -> new E());
        twin(
                t,
                "E2",
                """
                class E2(nn.Module):
                    def __init__(self):
                        super().__init__()
                        self.fc = nn.Linear(1, 2)
                    def extra_repr(self):
                        return 'line one\\nline two'\
                """,
                "",
                a -> new E2());
        twin(
                t,
                "E3",
                """
                class E3(nn.Module):
                    def extra_repr(self):
                        return 'a=1,\\nb=2'\
                """,
                "",
                a -> new E3());
        twin(
                t,
                "E4",
                """
                class E4(nn.Module):
                    def __init__(self):
                        super().__init__()
                        self.fc = nn.Linear(1, 2)
                    def extra_repr(self):
                        return 'k=1'\
                """,
                "",
                a -> new E4());
        twin(
                t,
                "Named",
                """
                class Named(nn.Module):
                    def _get_name(self):
                        return 'Fancy<Name>'\
                """,
                "",
                a -> new Named());
        twin(
                t,
                "Block",
                """
                class Block(nn.Module):
                    def __init__(self, n):
                        super().__init__()
                        self.conv = nn.Conv2d(n, n, 3, padding=1)
                        self.bn = nn.BatchNorm2d(n)
                        self.layers = nn.ModuleList([nn.Sequential(nn.Linear(n, n), nn.GELU()) for _ in range(2)])
                        self.none = None
                        self.register_module('absent', None)\
                """,
                "n",
                a -> new Block(a.index("n")));
        twin(
                t,
                "Shared",
                """
                class Shared(nn.Module):
                    def __init__(self):
                        super().__init__()
                        l = nn.Linear(1, 1)
                        self.a = l
                        self.b = l\
                """,
                "",
                a -> new Shared());
    }

    /* A twin stands for one text of a class: another class of the same name is another twin. */
    private static void twin(
            TorchTable t, String name, String code, String signature, TorchTable.Adapter made) {
        t.op("twin " + name + "\n" + code.strip(), signature, made);
    }
}
