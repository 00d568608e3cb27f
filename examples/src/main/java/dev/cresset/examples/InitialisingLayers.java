package dev.cresset.examples;

import static dev.cresset.PythonText.repr;
import static dev.cresset.PythonText.str;
import static dev.cresset.PythonText.tuple;
import static dev.cresset.PythonText.type;
import static dev.cresset.Tensor.empty;
import static dev.cresset.Tensor.randn;
import static dev.cresset.Tensor.tensor;

import dev.cresset.Parameter;
import dev.cresset.Tensor;
import dev.cresset.nn.BatchNorm2d;
import dev.cresset.nn.Conv2d;
import dev.cresset.nn.Functional;
import dev.cresset.nn.Init;
import dev.cresset.nn.Init.Mode;
import dev.cresset.nn.Init.Nonlinearity;
import dev.cresset.nn.Layer;
import dev.cresset.nn.Module;
import dev.cresset.nn.Name;
import dev.cresset.nn.ReLU;
import dev.cresset.nn.Sequential;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;

/** A layer with attention over space, every built-in initialiser, and a block of convolutions. */
public final class InitialisingLayers implements Document {
    /** Attention between the vertices of a graph, from their features over time. */
    static final class Spatial_Attention_layer extends Layer {
        @Name("W1")
        final Parameter w1;

        @Name("W2")
        final Parameter w2;

        @Name("W3")
        final Parameter w3;

        final Parameter bs;

        @Name("Vs")
        final Parameter vs;

        Spatial_Attention_layer(int inChannels, int vertices, int timesteps) {
            w1 = new Parameter(empty(timesteps));
            w2 = new Parameter(empty(inChannels, timesteps));
            w3 = new Parameter(empty(inChannels));
            bs = new Parameter(empty(1, vertices, vertices));
            vs = new Parameter(empty(vertices, vertices));
        }

        void resetParameters() {
            for (Parameter p : parameters()) {
                if (p.dim() > 1) {
                    Init.xavierUniform_(p);
                } else {
                    Init.uniform_(p);
                }
            }
        }

        @Override
        protected Tensor forward(Tensor x) {
            Tensor lhs = x.matmul(w1).matmul(w2);
            Tensor rhs = w3.matmul(x).transpose(-1, -2);
            Tensor product = lhs.matmul(rhs);
            Tensor s = vs.matmul(product.add(bs).sigmoid());
            return Functional.softmax(s, 1);
        }
    }

    /** Two convolutions with batch normalisation, initialised by the block itself. */
    static final class DoubleConv extends Layer {
        @Name("double_conv")
        final Sequential doubleConv;

        DoubleConv(int inChannels, int outChannels, int midChannels) {
            doubleConv =
                    new Sequential(
                            new Conv2d(inChannels, midChannels, 3, o -> o.padding(1).bias(false)),
                            new BatchNorm2d(midChannels),
                            new ReLU(o -> o.inplace(true)),
                            new Conv2d(midChannels, outChannels, 3, o -> o.padding(1).bias(false)),
                            new BatchNorm2d(outChannels),
                            new ReLU(o -> o.inplace(true)));
            initializeWeights();
        }

        private void initializeWeights() {
            for (Module m : modules()) {
                if (m instanceof Conv2d conv) {
                    int n =
                            conv.options().kernelSize(0)
                                    * conv.options().kernelSize(1)
                                    * conv.options().outChannels();
                    conv.weight.data().normal_(0, Math.sqrt(2.0 / n));
                } else if (m instanceof BatchNorm2d norm) {
                    norm.weight.data().fill_(1);
                    norm.bias.data().zero_();
                }
            }
        }

        @Override
        protected Tensor forward(Tensor x) {
            return doubleConv.call(x);
        }
    }

    private Parameter w;
    private DoubleConv dc;

    @Override
    public String id() {
        return "003_a2c56455e033a08a";
    }

    @Override
    public List<Snippet> snippets() {
        return List.of(
                new Snippet("attention_layer", out -> {}), // the class itself
                new Snippet("attention_use [added]", this::useAttention),
                new Snippet("w", out -> w = new Parameter(empty(2, 3))),
                new Snippet("uniform", out -> out.println(Init.uniform_(w))),
                new Snippet("normal", out -> out.println(Init.normal_(w))),
                new Snippet("constant", out -> out.println(Init.constant_(w, 0.3))),
                new Snippet("ones", out -> out.println(Init.ones_(w))),
                new Snippet("zeros", out -> out.println(Init.zeros_(w))),
                new Snippet("eye", out -> out.println(Init.eye_(w))),
                new Snippet("xavier_uniform", this::xavierUniform),
                new Snippet("xavier_normal", out -> out.println(Init.xavierNormal_(w))),
                new Snippet("kaiming_uniform", this::kaimingUniform),
                new Snippet("kaiming_normal", this::kaimingNormal),
                new Snippet("orthogonal", out -> out.println(Init.orthogonal_(w))),
                new Snippet("sparse", out -> out.println(Init.sparse_(w, 0.1))),
                new Snippet("dirac_etc", this::dirac),
                new Snippet("conv_bn", this::convolutionAndNorm),
                new Snippet("doubleconv", out -> dc = new DoubleConv(1, 4, 2)),
                new Snippet("doubleconv_use [added]", this::useDoubleConv));
    }

    private void useAttention(PrintStream out) {
        var layer = new Spatial_Attention_layer(1, 7, 12);
        layer.resetParameters();
        layer.namedParameters()
                .forEach((name, p) ->
                        out.println(str(name, p.shape(), p.dtype(), p.grad(), p.requiresGrad())));
        out.println(layer);
        out.println(type("generator"));
        Tensor x = randn(2, 7, 1, 12);
        Tensor y = layer.call(x);
        out.println(y.shape());
        out.println(y.get(0));
        y.square().sum().backward();
        out.println(layer.w1.grad());
        out.println(layer.w3);
    }

    private void xavierUniform(PrintStream out) {
        double gain = Init.calculateGain(Nonlinearity.RELU);
        out.println(repr(gain));
        out.println(Init.xavierUniform_(w, gain));
    }

    private void kaimingUniform(PrintStream out) {
        out.println(
                Init.kaimingUniform_(w, o -> o.mode(Mode.FAN_IN).nonlinearity(Nonlinearity.RELU)));
    }

    private void kaimingNormal(PrintStream out) {
        out.println(
                Init.kaimingNormal_(w, o -> o.mode(Mode.FAN_OUT).nonlinearity(Nonlinearity.RELU)));
    }

    private void dirac(PrintStream out) {
        Tensor b = empty(3, 16, 5, 5);
        Init.dirac_(b);
        Tensor c = tensor(new double[] {1, 2, 3});
        out.println(str(b.shape(), b.sum(), b.nonzero()));
        out.println(c);
    }

    private void convolutionAndNorm(PrintStream out) {
        var conv = new Conv2d(1, 3, 1);
        Init.kaimingNormal_(conv.weight, o -> o.mode(Mode.FAN_IN));
        Init.constant_(conv.bias, 0);
        var bn = new BatchNorm2d(3);
        Init.normal_(bn.weight, 1, 0.02);
        Init.constant_(bn.bias, 0);
        out.println(str(conv.weight, conv.bias, tuple(bn), bn.weight));
    }

    private void useDoubleConv(PrintStream out) {
        out.println(dc);
        out.println(str(new ArrayList<>(dc.stateDict().sequencedKeySet())));
        Tensor y = dc.call(randn(1, 1, 4, 4));
        out.println(y);
        BatchNorm2d norm = dc.doubleConv.get(1);
        out.println(str(norm.runningMean, norm.numBatchesTracked));
    }
}
