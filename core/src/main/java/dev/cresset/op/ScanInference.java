package dev.cresset.op;

/** Shapes and dtypes of ops along one dimension. */
final class ScanInference {
    private ScanInference() {}

    static Spec[] infer(Scan op, Spec x) {
        return switch (op) {
            case Scan.Cumsum c ->
                    new Spec[] {
                        new Spec(x.dtype().isFloatingPoint() ? x.dtype() : DType.INT64, x.shape())
                    };
            case Scan.Cumprod c ->
                    new Spec[] {
                        new Spec(x.dtype().isFloatingPoint() ? x.dtype() : DType.INT64, x.shape())
                    };
            case Scan.Cumextreme c ->
                    new Spec[] {new Spec(x.dtype(), x.shape()), new Spec(DType.INT64, x.shape())};
            case Scan.Logcumsumexp c -> new Spec[] {floating("logcumsumexp", x)};
            case Scan.Softmax s -> new Spec[] {floating("softmax", x)};
            case Scan.LogSoftmax s -> new Spec[] {floating("log_softmax", x)};
        };
    }

    private static Spec floating(String name, Spec x) {
        if (!x.dtype().isFloatingPoint()) {
            throw new IllegalArgumentException(
                    "\""
                            + name
                            + "\" not implemented for '"
                            + x.dtype().legacyName()
                            + "', got "
                            + x.dtype());
        }
        return new Spec(x.dtype(), x.shape());
    }
}
