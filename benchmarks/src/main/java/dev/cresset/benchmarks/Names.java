package dev.cresset.benchmarks;

import java.util.ArrayList;
import java.util.List;

/** The workloads' names, what they are, and what ratio is wanted. */
final class Names {
    /**
     * A workload.
     *
     * @param name what {@code --only} matches; up to the first dot: its group
     * @param title what it is
     * @param floor the ratio (faster peer's time / Cresset's) below which it is too slow; NaN where
     *     nothing is asked for
     */
    record Entry(String name, String title, double floor) {
        String group() {
            int dot = name.indexOf('.');
            return dot < 0 ? name : name.substring(0, dot);
        }
    }

    private static final String[] ELEMENTWISE = {
        "add",
        "mul",
        "relu",
        "exp",
        "tanh",
        "gelu",
        "sigmoid",
        "softmax",
        "layernorm",
        "sum",
        "mean"
    };

    /** The workload that measures whole processes. */
    static final String START = "W12";

    private Names() {}

    static List<Entry> all() {
        List<Entry> out = new ArrayList<>();
        out.add(new Entry("W1", "4-8-1 ReLU MLP, batch 2, MSE, SGD", 15));
        out.add(new Entry("W2", "784-256-10 MLP, batch 64, SGD momentum", 1.1));
        out.add(new Entry("W3", "784-1024-1024-10 MLP, batch 256, Adam", 0.9));
        out.add(new Entry("W4", "two convolutions, batch 64 of 28x28, SGD", 1.1));
        out.add(new Entry("W5", "DoubleConv 3-64-64, BatchNorm, 8x3x64x64", 1.1));
        out.add(new Entry("W6", "ResNet-18, batch 16 of 3x32x32", 1));
        out.add(new Entry("W7", "2-layer LSTM 256, 64 steps, batch 32, Adam", 1.2));
        out.add(new Entry("W8", "GPT 4 blocks, d 256, 128 tokens, batch 8", 1));
        out.add(new Entry("W9", "spatial attention (32,307,1,12), backward", 1.2));
        out.add(new Entry("W10.mlp", "784-256-10 MLP, one image, inference", 1.4));
        out.add(new Entry("W10.resnet18", "ResNet-18, one 3x224x224, inference", 1));
        out.add(new Entry("W10.gpt", "GPT on 128 tokens, inference", 1.1));
        out.add(new Entry("W11.normal", "normal_ on 100 M elements", 1.5));
        out.add(new Entry("W11.kaiming", "kaiming_uniform_ on 100 M elements", 1.5));
        out.add(new Entry(START, "process start to the end of the first W2 step, 512 MB heap", 1));
        for (String n : new String[] {"1e3", "1e5", "1e7"}) {
            for (String op : ELEMENTWISE) {
                String title = op + " of " + n + " elements, forward and backward";
                out.add(new Entry("W13." + n + "." + op, title, 0.4));
            }
        }
        for (int n : new int[] {64, 128, 256, 512, 1024, 2048}) {
            for (String form : new String[] {"nn", "nt", "tn"}) {
                String title = "matmul " + n + "^3 " + form.toUpperCase(java.util.Locale.ROOT);
                out.add(new Entry("W14." + form + "." + n, title, n > 512 ? 0.8 : 1));
            }
        }
        for (String shape : new String[] {"64x784x256", "256x784x1024", "1024x256x1024"}) {
            String title = "Linear rows x in x out " + shape + ", forward and backward";
            out.add(new Entry("W14.linear." + shape, title, 0.85));
        }
        out.add(new Entry("walk.named", "1,000 Linear(64,64): named parameters", Double.NaN));
        out.add(new Entry("walk.state", "1,000 Linear(64,64): state dict", Double.NaN));
        out.add(new Entry("walk.load", "1,000 Linear(64,64): load state dict", Double.NaN));
        out.add(new Entry("walk.normal", "1,000 Linear(64,64): normal_ over all", Double.NaN));
        return out;
    }
}
