package dev.cresset.op;

/** Shapes and dtypes of the ops of neural networks. */
final class NeuralInference {
    private NeuralInference() {}

    static Spec[] infer(NeuralOp op, Spec... in) {
        return switch (op) {
            case NeuralOp.Spatial s -> SpatialInference.infer(s, in);
            case AttentionOp a -> AttentionInference.infer(a, in);
            case LossOp l -> LossInference.infer(l, in);
            case RecurrentOp r -> RecurrentInference.infer(r, in);
            case NeuralOp.Normalization n -> normalization(n, in);
            case NeuralOp.NormalizationGradient n ->
                    new Spec[] {
                        new Spec(in[1].dtype(), in[1].shape()),
                        new Spec(in[2].dtype(), in[2].shape()),
                        new Spec(in[2].dtype(), in[2].shape())
                    };
            case NeuralOp.Embedding e -> new Spec[] {embedding(in[0], in[1])};
            case NeuralOp.Prelu p -> {
                floating("prelu", in[0]);
                yield new Spec[] {new Spec(in[0].dtype(), in[0].shape())};
            }
            case NeuralOp.Glu g -> new Spec[] {glu(g.dim(), in[0])};
            case NeuralOp.NllLoss n -> nllLoss(n, in);
            case NeuralOp.NllLossGradient n -> new Spec[] {new Spec(in[0].dtype(), n.input())};
            case NeuralOp.SoftmaxGradient s -> new Spec[] {new Spec(in[1].dtype(), in[1].shape())};
            case NeuralOp.ElementLoss e -> new Spec[] {elementLoss(e, in)};
        };
    }

    private static Spec[] normalization(NeuralOp.Normalization op, Spec... in) {
        Spec x = in[0];
        String name = name(op.over());
        floating(name, x);
        int channels =
                switch (op.over()) {
                    case BATCH, GROUP -> channels(op, name, x.shape());
                    case LAYER -> op.grid(x.shape())[2];
                };
        String[] names = {"input", "weight", "bias", "running_mean", "running_var"};
        for (int i = 1; i < in.length; i++) {
            if (in[i].shape().numel() != channels) {
                throw new IllegalArgumentException(
                        name
                                + ": "
                                + names[i]
                                + " should contain "
                                + channels
                                + " elements not "
                                + in[i].shape().numel());
            }
        }
        int[] grid = op.grid(x.shape());
        Shape statistics =
                op.over() == NeuralOp.Normalized.BATCH
                        ? Shape.of(grid[1])
                        : Shape.of(grid[0], grid[1]);
        DType dtype = in[1].dtype();
        return new Spec[] {
            new Spec(x.dtype(), x.shape()), new Spec(dtype, statistics), new Spec(dtype, statistics)
        };
    }

    private static int channels(NeuralOp.Normalization op, String name, Shape x) {
        if (x.rank() < 2) {
            throw new IllegalArgumentException(
                    name
                            + ": Expected at least 2 dimensions for input tensor but received "
                            + x.rank()
                            + ": shape "
                            + x.listText());
        }
        int channels = x.size(1);
        if (op.over() == NeuralOp.Normalized.GROUP
                && (op.parts() <= 0 || channels % op.parts() != 0)) {
            throw new IllegalArgumentException(
                    name
                            + ": Expected number of channels in input to be divisible by"
                            + " num_groups, but got input of shape "
                            + x.listText()
                            + " and num_groups="
                            + op.parts());
        }
        return channels;
    }

    private static String name(NeuralOp.Normalized over) {
        return switch (over) {
            case BATCH -> "batch_norm";
            case LAYER -> "layer_norm";
            case GROUP -> "group_norm";
        };
    }

    private static Spec glu(int dim, Spec x) {
        floating("glu", x);
        int[] sizes = x.shape().toArray();
        if (sizes[dim] % 2 != 0) {
            throw new IllegalArgumentException(
                    "glu: Halving dimension must be even, but dimension "
                            + dim
                            + " is size "
                            + sizes[dim]
                            + ": shape "
                            + x.shape().listText());
        }
        sizes[dim] /= 2;
        return new Spec(x.dtype(), Shape.of(sizes));
    }

    private static Spec embedding(Spec weight, Spec index) {
        if (weight.shape().rank() != 2) {
            throw new IllegalArgumentException(
                    "embedding: 'weight' must be 2-D, got " + weight.shape().listText());
        }
        if (index.dtype() != DType.INT64 && index.dtype() != DType.INT32) {
            throw new IllegalArgumentException(
                    "embedding: Expected tensor for argument 'indices' to have scalar type"
                            + " Long or Int, got "
                            + index.dtype().legacyName());
        }
        int rank = index.shape().rank();
        int[] sizes = java.util.Arrays.copyOf(index.shape().toArray(), rank + 1);
        sizes[rank] = weight.shape().size(1);
        return new Spec(weight.dtype(), Shape.of(sizes));
    }

    private static Spec[] nllLoss(NeuralOp.NllLoss op, Spec... in) {
        Shape x = in[0].shape();
        Shape target = in[1].shape();
        floating("nll_loss", in[0]);
        if (x.rank() == 0) {
            throw new IllegalArgumentException(
                    "nll_loss: input tensor should be at least 1-D, got a 0-D tensor");
        }
        if (in[1].dtype() != DType.INT64 && in[1].dtype() != DType.UINT8) {
            throw new IllegalArgumentException(
                    "nll_loss: expected scalar type Long or Byte for the target, but found "
                            + in[1].dtype().legacyName());
        }
        Shape places = without(x, x.rank() == 1 ? 0 : 1);
        if (!places.equals(target)) {
            throw new IllegalArgumentException(
                    "nll_loss: the target's shape must be the input's without its classes: input "
                            + x.listText()
                            + ", target "
                            + target.listText()
                            + ", expected "
                            + places.listText());
        }
        int classes = x.size(x.rank() == 1 ? 0 : 1);
        if (in.length > 2 && !in[2].shape().equals(Shape.of(classes))) {
            throw new IllegalArgumentException(
                    "nll_loss: weight tensor should be defined either for all "
                            + classes
                            + " classes or no classes but got weight tensor of shape: "
                            + in[2].shape().listText());
        }
        if (in.length > 2 && in[2].dtype() != in[0].dtype()) {
            throw new IllegalArgumentException(
                    "nll_loss: expected scalar type "
                            + in[0].dtype().legacyName()
                            + " for the weight but found "
                            + in[2].dtype().legacyName());
        }
        boolean each = op.reduction() == LossReduction.NONE;
        return new Spec[] {
            new Spec(in[0].dtype(), each ? target : Shape.SCALAR),
            new Spec(in[0].dtype(), Shape.SCALAR)
        };
    }

    private static Shape without(Shape x, int dim) {
        int[] sizes = new int[x.rank() - 1];
        for (int d = 0; d < sizes.length; d++) {
            sizes[d] = x.size(d < dim ? d : d + 1);
        }
        return Shape.of(sizes);
    }

    private static Spec elementLoss(NeuralOp.ElementLoss op, Spec... in) {
        floating(op.kind().function(), in[0]);
        boolean each = op.reduction() == LossReduction.NONE;
        return new Spec(in[0].dtype(), each ? in[0].shape() : Shape.SCALAR);
    }

    /** Refuses dtypes that are not floats, in PyTorch's words. */
    static void floating(String name, Spec x) {
        if (!x.dtype().isFloatingPoint()) {
            throw new IllegalArgumentException(
                    "\"" + name + "\" not implemented for '" + x.dtype().legacyName() + "'");
        }
    }
}
