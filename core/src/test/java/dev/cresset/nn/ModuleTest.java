package dev.cresset.nn;

import static dev.cresset.Tensor.ones;
import static dev.cresset.Tensor.zeros;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cresset.Buffer;
import dev.cresset.Device;
import dev.cresset.Parameter;
import dev.cresset.Tensor;
import dev.cresset.op.DType;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ModuleTest {
    private static Sequential block() {
        return new Sequential(new Linear(4, 8), new ReLU());
    }

    private static Sequential regularNet() {
        return new Sequential(
                new Sequential().add("block 0", block()).add("block 1", block()), new Linear(4, 1));
    }

    @Test
    void descendantsAreFoundByIndexAndPath() {
        Sequential net = regularNet();
        Linear l = net.get(0).get(1).get(0);
        assertThat(net.get("0.block 1.0", Linear.class)).isSameAs(l);
        assertThat(net.<Linear>get("0.block 1.0").bias).isSameAs(l.bias);
        assertThat(net.get("", Sequential.class)).isSameAs(net);
        assertThat(net.get(-1, Linear.class).options().outFeatures()).isEqualTo(1);
        assertThat(net.parameter("0.block 1.0.bias")).isSameAs(l.bias);
        assertThat(net.stateDict().get("1.bias").equal(net.parameter("1.bias"))).isTrue();
    }

    @Test
    void wrongIndicesAndPathsNameWhatThereIs() {
        Sequential net = regularNet();
        assertThatThrownBy(() -> net.get(2))
                .isInstanceOf(IndexOutOfBoundsException.class)
                .hasMessageContaining("index 2 is out of range")
                .hasMessageContaining("'0' (Sequential), '1' (Linear)");
        assertThatThrownBy(() -> net.get(-3)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> net.get("0.block 7.0"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'0.block 7.0'")
                .hasMessageContaining("Sequential at '0' has no child 'block 7'")
                .hasMessageContaining("'block 0' (Sequential), 'block 1' (Sequential)");
        assertThatThrownBy(() -> net.get("0.block 1.0", ReLU.class))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'0.block 1.0' is a Linear, not a ReLU");
        assertThatThrownBy(() -> net.get(1, ReLU.class))
                .hasMessageContaining("index 1 is a Linear, not a ReLU");
        assertThatThrownBy(() -> net.get("1.x.y")).hasMessageContaining("it has none");
        assertThatThrownBy(() -> net.parameter("1.gamma"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("Linear has 'weight' (parameter), 'bias' (parameter)");
        assertThatThrownBy(() -> net.buffer("1.weight")).hasMessageContaining("(parameter)");
    }

    @Test
    void sharedModulesAreNamedOnce() {
        Linear l = new Linear(1, 1);
        var net = new Sequential(l, l);
        assertThat(net.parameters()).hasSize(2);
        assertThat(net.namedModules().names()).containsExactly("", "0");
        assertThat(net.namedModules("net", false).names()).containsExactly("net", "net.0", "net.1");
        assertThat(net.children()).hasSize(1);
        assertThat(net.namedParameters(o -> o.removeDuplicate(false)).names())
                .containsExactly("0.weight", "0.bias", "1.weight", "1.bias");
        assertThat(net.namedParameters(o -> o.prefix("a")).names())
                .containsExactly("a.0.weight", "a.0.bias");
        assertThat(net.parameters(false)).isEmpty();
        assertThat(net.namedParameters().toMap()).containsKeys("0.weight");
    }

    @Test
    void gradientsOfTiedParametersAddUp() {
        Linear a = new Linear(1, 1, o -> o.bias(false));
        Linear b = new Linear(1, 1, o -> o.bias(false));
        Init.constant_(a.weight, 3);
        b.weight = a.weight;
        var net = new Sequential(a, b);
        net.call(ones(1, 1)).sum().backward();
        assertThat(net.parameters()).hasSize(1);
        assertThat(b.weight.grad()).hasToString("tensor([[6.]])");
    }

    @Test
    void applyVisitsChildrenFirst() {
        List<String> names = new ArrayList<>();
        Module same = regularNet().apply(m -> names.add(m.typeName()));
        assertThat(names)
                .containsExactly(
                        "Linear",
                        "ReLU",
                        "Sequential",
                        "Linear",
                        "ReLU",
                        "Sequential",
                        "Sequential",
                        "Linear",
                        "Sequential");
        assertThat(same).isInstanceOf(Sequential.class);
    }

    @Test
    void modesReachAllDescendants() {
        Sequential net = regularNet();
        assertThat(net.eval()).isSameAs(net);
        assertThat(net.modules()).noneMatch(Module::isTraining);
        net.get(0).train();
        assertThat(net.get("0.block 1").isTraining()).isTrue();
        assertThat(net.isTraining()).isFalse();
        net.requiresGrad_(false);
        assertThat(net.parameters()).noneMatch(Tensor::requiresGrad);
    }

    @Test
    void zeroGradRemovesOrClearsGradients() {
        Linear l = new Linear(1, 1);
        l.call(ones(1, 1)).sum().backward();
        l.zeroGrad();
        assertThat(l.weight.grad()).isNull();
        l.call(ones(1, 1)).sum().backward();
        l.zeroGrad(false);
        assertThat(l.weight.grad()).hasToString("tensor([[0.]])");
    }

    @Test
    void conversionKeepsParametersTiesGradientsAndIntegers() {
        Linear l = new Linear(2, 2);
        var net = new Sequential(l, l);
        net.register("count", new Buffer(zeros(DType.INT64, 1)));
        net.register("mean", new Buffer(zeros(1)));
        Tensor weight = l.weight;
        net.call(ones(1, 2)).sum().backward();
        assertThat(net.toDouble()).isSameAs(net);
        assertThat(l.weight).isSameAs(weight);
        assertThat(weight.dtype()).isEqualTo(DType.FLOAT64);
        assertThat(weight.grad().dtype()).isEqualTo(DType.FLOAT64);
        assertThat(net.buffer("count").dtype()).isEqualTo(DType.INT64);
        assertThat(net.buffer("mean").dtype()).isEqualTo(DType.FLOAT64);
        assertThat(net.parameters()).hasSize(2);
        net.zeroGrad();
        net.get(0, Linear.class).call(ones(DType.FLOAT64, 1, 2)).sum().backward();
        assertThat(weight.grad().dtype()).isEqualTo(DType.FLOAT64);
        net.toHalf();
        assertThat(weight.dtype()).isEqualTo(DType.FLOAT16);
        net.toBfloat16().toFloat().to(Device.CPU);
        assertThat(weight.dtype()).isEqualTo(DType.FLOAT32);
        assertThatThrownBy(() -> net.to(DType.INT64)).hasMessageContaining("torch.int64");
    }

    static class Extra extends Module {
        final Linear fc = new Linear(1, 2);

        @Override
        protected String extraRepr() {
            return "line one\nline two";
        }
    }

    @Test
    void treesPrintAsInPyTorch() {
        assertThat(new Module()).hasToString("Module()");
        assertThat(new Sequential()).hasToString("Sequential()");
        assertThat(new ReLU(o -> o.inplace(true))).hasToString("ReLU(inplace=True)");
        assertThat(new Flatten()).hasToString("Flatten(start_dim=1, end_dim=-1)");
        assertThat(new Identity(54, true)).hasToString("Identity()");
        assertThat(new Linear(1, 2, o -> o.bias(false)))
                .hasToString("Linear(in_features=1, out_features=2, bias=False)");
        assertThat(new Extra())
                .hasToString(
                        "Extra(\n  line one\n  line two\n"
                                + "  (fc): Linear(in_features=1, out_features=2, bias=True)\n)");
        assertThat(new ReLU() {}).hasToString("ReLU()");
        assertThat(
                        new Module() {
                            @Override
                            protected String typeName() {
                                return "Fancy<Name>";
                            }
                        })
                .hasToString("Fancy<Name>()");
    }

    @Test
    void moduleListsMergeEqualNeighbours() {
        assertThat(
                        new ModuleList(
                                new Linear(2, 2),
                                new Linear(2, 2),
                                new ReLU(),
                                new Linear(2, 2),
                                new Linear(2, 3),
                                new Linear(2, 3)))
                .hasToString(
                        """
                        ModuleList(
                          (0-1): 2 x Linear(in_features=2, out_features=2, bias=True)
                          (2): ReLU()
                          (3): Linear(in_features=2, out_features=2, bias=True)
                          (4-5): 2 x Linear(in_features=2, out_features=3, bias=True)
                        )\
                        """);
        assertThat(new ModuleList(new ModuleList(), new ModuleList()))
                .hasToString("ModuleList(\n  (0-1): 2 x ModuleList()\n)");
    }

    @Test
    void parameterContainersPrintTheirShapes() {
        assertThat(new ParameterList(zeros(2), new Parameter(zeros(2, 3))))
                .hasToString(
                        "ParameterList(\n"
                                + "    (0): Parameter containing: [torch.float32 of size 2]\n"
                                + "    (1): Parameter containing: [torch.float32 of size 2x3]\n)");
        assertThat(new ParameterList()).hasToString("ParameterList()");
        assertThat(new ParameterDict().put("w", zeros(2, 2)))
                .hasToString(
                        "ParameterDict(  (w): Parameter containing: [torch.FloatTensor of size"
                                + " 2x2])");
        assertThat(
                        new ParameterDict()
                                .put("a", zeros(1))
                                .put("b", null)
                                .put("c", zeros(DType.FLOAT64, 2, 2)))
                .hasToString(
                        "ParameterDict(\n"
                                + "    (a): Parameter containing: [torch.FloatTensor of size 1]\n"
                                + "    (b): Object of type: NoneType\n"
                                + "    (c): Parameter containing: [torch.DoubleTensor of size 2x2]\n"
                                + ")");
    }

    @Test
    void sequencesCanBeChanged() {
        var m = new Sequential(new Linear(2, 2), new ReLU());
        m.set(0, new Linear(3, 3));
        assertThat(m.<Module>get(-1)).hasToString("ReLU()");
        assertThat(m.slice(0, 1))
                .hasToString(
                        "Sequential(\n"
                                + "  (0): Linear(in_features=3, out_features=3, bias=True)\n)");
        assertThat(m.slice(1).namedChildren().names()).containsExactly("1");
        m.append(new Tanh()).insert(1, new Sigmoid()).extend(List.of(new Identity()));
        assertThat(types(m)).containsExactly("Linear", "Sigmoid", "ReLU", "Tanh", "Identity");
        assertThat(m.namedChildren().names()).containsExactly("0", "1", "2", "3", "4");
        assertThat(m.pop(1)).isInstanceOf(Sigmoid.class);
        m.delete(-1);
        assertThat(types(m)).containsExactly("Linear", "ReLU", "Tanh");
        assertThat(m.namedChildren().names()).containsExactly("0", "1", "2");
        assertThat(m.size()).isEqualTo(3);
        assertThatThrownBy(() -> m.delete(3))
                .isInstanceOf(IndexOutOfBoundsException.class)
                .hasMessageContaining("index 3 is out of range");
        assertThatThrownBy(() -> m.insert(5, new ReLU()))
                .hasMessageContaining("Index out of range: 5");
        var named = new Sequential(new LinkedHashMap<>(Map.of("a", new ReLU())));
        assertThatThrownBy(() -> named.insert(0, new ReLU())).hasMessageContaining("'a'");
        assertThatThrownBy(() -> named.add("a", new ReLU()))
                .hasMessageContaining("attribute 'a' already exists");
        assertThat(named.set("a", new Tanh()).get("a", Tanh.class)).isNotNull();
        assertThat(new Sequential().call(ones(1))).hasToString("tensor([1.])");
    }

    private static List<String> types(Module m) {
        return m.children().stream().map(Module::typeName).toList();
    }

    @Test
    void aSequenceRefusesToRunWhatIsNoLayer() {
        var m = new Sequential(new ReLU());
        m.register("list", new ModuleList());
        assertThatThrownBy(() -> m.call(ones(1)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("a ModuleList is no Layer");
    }

    @Test
    void listsAndDictsCanBeChanged() {
        var list = new ModuleList(new ReLU(), new Tanh());
        list.insert(-1, new Sigmoid()).append(new Identity()).set(0, new Linear(1, 1));
        assertThat(types(list)).containsExactly("Linear", "Sigmoid", "Tanh", "Identity");
        assertThat(types(list.slice(1, -1))).containsExactly("Sigmoid", "Tanh");
        assertThat(list.pop(0)).isInstanceOf(Linear.class);
        assertThat(list.delete(0).size()).isEqualTo(2);
        for (Module m : list) {
            assertThat(m).isInstanceOf(Layer.class);
        }
        var dict = new ModuleDict().put("a", new ReLU()).put("b", new Tanh()).put("a", new Tanh());
        assertThat(dict.keys()).containsExactly("a", "b");
        assertThat(dict.<Tanh>get("a")).isInstanceOf(Tanh.class);
        assertThat(dict.pop("a")).isInstanceOf(Tanh.class);
        assertThat(dict.containsKey("a")).isFalse();
        assertThat(dict.size()).isEqualTo(1);
        dict.clear();
        assertThat(dict.values()).isEmpty();
        assertThatThrownBy(() -> dict.pop("z")).hasMessageContaining("'z'");
        var scales = new ParameterList(ones(1)).append(zeros(2)).set(-1, zeros(3));
        assertThat(scales.parameter(1).shape().toArray()).containsExactly(3);
        assertThatThrownBy(() -> scales.parameter(2)).hasMessageContaining("index 2");
        assertThat(new ParameterDict().put("w", ones(1)).parameter("w").requiresGrad()).isTrue();
    }
}
