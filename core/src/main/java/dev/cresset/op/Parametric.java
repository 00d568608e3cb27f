package dev.cresset.op;

/** Elementwise ops with attributes, or of three inputs. */
public sealed interface Parametric extends Elementwise {
    @Override
    default Result result() {
        return Result.SAME;
    }

    /** {@code x} converted to another dtype, in an order of elements of its own. */
    record Cast(DType dtype, MemoryFormat format) implements Parametric {
        /** The conversion that keeps the order of x. */
        public Cast(DType dtype) {
            this(dtype, MemoryFormat.PRESERVE);
        }

        @Override
        public String kernel() {
            return "clone";
        }

        @Override
        public String gradName() {
            return "ToCopyBackward0";
        }
    }

    /** A copy of x in an order of elements, however x lies. */
    record Contiguous(MemoryFormat format) implements Parametric {
        /** The copy in row-major order. */
        public Contiguous() {
            this(MemoryFormat.CONTIGUOUS);
        }

        @Override
        public String kernel() {
            return "clone";
        }

        @Override
        public String gradName() {
            return "CloneBackward0";
        }
    }

    /** The values of y in the shape and dtype of x: what {@code x.copy_(y)} leaves in x. */
    record Copy() implements Parametric {
        @Override
        public String kernel() {
            return "second";
        }

        @Override
        public String gradName() {
            return "CopyBackwards";
        }
    }

    /**
     * The value of the 0-dim y in the shape and dtype of x: what {@code x.fill_(y)} leaves in x.
     */
    record Fill() implements Parametric {
        @Override
        public String kernel() {
            return "second";
        }
    }

    /** {@code x + alpha * y}. */
    record AddScaled(double alpha) implements Parametric {
        @Override
        public String kernel() {
            return "addScaled";
        }

        @Override
        public double[] attributes() {
            return new double[] {alpha};
        }

        @Override
        public String gradName() {
            return "AddBackward0";
        }
    }

    /** {@code x - alpha * y}. */
    record SubScaled(double alpha) implements Parametric {
        @Override
        public String kernel() {
            return "subScaled";
        }

        @Override
        public double[] attributes() {
            return new double[] {alpha};
        }

        @Override
        public String gradName() {
            return "SubBackward0";
        }
    }

    /**
     * {@code x^exponent} for one exponent; {@code floating} tells whether it was given as a float.
     */
    record PowScalar(double exponent, boolean floating) implements Parametric {
        @Override
        public String kernel() {
            return "pow";
        }

        @Override
        public double[] attributes() {
            return new double[] {exponent};
        }

        @Override
        public String gradName() {
            return "PowBackward0";
        }
    }

    /**
     * {@code y - alpha * x}: inputs (x, y); {@code number} tells whether y was given as a number.
     */
    record Rsub(double alpha, boolean number) implements Parametric {
        @Override
        public String kernel() {
            return "rsub";
        }

        @Override
        public double[] attributes() {
            return new double[] {alpha};
        }

        @Override
        public String gradName() {
            return number ? "RsubBackward1" : "RsubBackward0";
        }
    }

    /** {@code x^y} of a number x: inputs (x, y). */
    record PowOfNumber() implements Parametric {
        @Override
        public String kernel() {
            return "pow";
        }

        @Override
        public String gradName() {
            return "PowBackward2";
        }
    }

    /** x held within [min, max]; an infinite bound is none, NaN bounds make everything NaN. */
    record Clamp(double min, double max) implements Parametric {
        @Override
        public String kernel() {
            return "clamp";
        }

        @Override
        public double[] attributes() {
            return new double[] {min, max};
        }

        @Override
        public String gradName() {
            return "ClampBackward1";
        }
    }

    /** x held within the bounds y and z, elementwise: inputs (x, y, z). */
    record ClampBetween() implements Parametric {
        @Override
        public String kernel() {
            return "clamp";
        }

        @Override
        public String gradName() {
            return "ClampBackward0";
        }
    }

    /** The larger of x and its lower bound y; all of the gradient of a tie goes to x. */
    record ClampMin() implements Parametric {
        @Override
        public String kernel() {
            return "maximum";
        }

        @Override
        public String gradName() {
            return "ClampBackward0";
        }
    }

    /** The smaller of x and its upper bound y; all of the gradient of a tie goes to x. */
    record ClampMax() implements Parametric {
        @Override
        public String kernel() {
            return "minimum";
        }

        @Override
        public String gradName() {
            return "ClampBackward0";
        }
    }

    /** x rounded to a number of decimals, ties to even; a negative one rounds to tens. */
    record Round(int decimals) implements Parametric {
        @Override
        public String kernel() {
            return "roundDecimals";
        }

        @Override
        public double[] attributes() {
            double power = Math.pow(10, Math.abs(decimals));
            return decimals < 0 ? new double[] {1, power} : new double[] {power, 1};
        }

        @Override
        public String gradName() {
            return "RoundBackward1";
        }
    }

    /** {@code x > 0 ? x : slope * x}. */
    record LeakyRelu(double slope) implements Parametric {
        @Override
        public String kernel() {
            return "leakyRelu";
        }

        @Override
        public double[] attributes() {
            return new double[] {slope};
        }
    }

    /** {@code scale * (x > 0 ? x : alpha * (e^(inputScale * x) - 1))}. */
    record Elu(double alpha, double scale, double inputScale) implements Parametric {
        @Override
        public String kernel() {
            return "elu";
        }

        @Override
        public double[] attributes() {
            return new double[] {alpha, scale, inputScale};
        }
    }

    /** {@code log(1 + e^(beta x)) / beta}, and x itself where {@code beta x > threshold}. */
    record Softplus(double beta, double threshold) implements Parametric {
        @Override
        public String kernel() {
            return "softplus";
        }

        @Override
        public double[] attributes() {
            return new double[] {beta, threshold};
        }
    }

    /** x held within [min, max]; the gradient at the bounds is 0. */
    record Hardtanh(double min, double max) implements Parametric {
        @Override
        public String kernel() {
            return "clamp";
        }

        @Override
        public double[] attributes() {
            return new double[] {min, max};
        }
    }

    /** {@code x > threshold ? x : value}. */
    record Threshold(double threshold, double value) implements Parametric {
        @Override
        public String kernel() {
            return "threshold";
        }

        @Override
        public double[] attributes() {
            return new double[] {threshold, value};
        }
    }

    /** {@code |x| > lambda ? x : 0}. */
    record Hardshrink(double lambda) implements Parametric {
        @Override
        public String kernel() {
            return "hardshrink";
        }

        @Override
        public double[] attributes() {
            return new double[] {lambda};
        }
    }

    /** x moved by lambda towards 0, and 0 within lambda of it. */
    record Softshrink(double lambda) implements Parametric {
        @Override
        public String kernel() {
            return "softshrink";
        }

        @Override
        public double[] attributes() {
            return new double[] {lambda};
        }
    }

    /** {@code condition ? x : y}; the condition takes no part in type promotion. */
    record Where() implements Parametric {
        @Override
        public String kernel() {
            return "where";
        }
    }

    /** x with the 0-dim value y where the mask is true: inputs (x, mask, y). */
    record MaskedFill() implements Parametric {
        @Override
        public String kernel() {
            return "maskedFill";
        }
    }

    /** {@code x + weight * (y - x)}: inputs (x, y, weight). */
    record Lerp() implements Parametric {
        @Override
        public String kernel() {
            return "lerp";
        }
    }

    /**
     * {@code factor * (x - y) * g}: the gradient of a squared difference. Not differentiable: used
     * where no derivative of it is asked for.
     */
    record Difference(double factor) implements Parametric {
        @Override
        public String kernel() {
            return "difference";
        }

        @Override
        public Result result() {
            return Result.SAME;
        }

        @Override
        public double[] attributes() {
            return new double[] {factor};
        }
    }

    /** {@code x + value * y * z}. */
    record Addcmul(double value) implements Parametric {
        @Override
        public String kernel() {
            return "addcmul";
        }

        @Override
        public double[] attributes() {
            return new double[] {value};
        }
    }

    /** {@code x + value * y / z}; floats only. */
    record Addcdiv(double value) implements Parametric {
        @Override
        public String kernel() {
            return "addcdiv";
        }

        @Override
        public double[] attributes() {
            return new double[] {value};
        }
    }

    /** The n-th derivative of the digamma function, n at least 1; integers give floats. */
    record Polygamma(int n) implements Parametric {
        @Override
        public Result result() {
            return Result.FLOAT;
        }

        @Override
        public String kernel() {
            return "polygamma";
        }

        @Override
        public double[] attributes() {
            return new double[] {n};
        }
    }

    /** x with NaN, infinity and minus infinity replaced by the given numbers. */
    record NanToNum(double nan, double posInf, double negInf) implements Parametric {
        @Override
        public String kernel() {
            return "nanToNum";
        }

        @Override
        public double[] attributes() {
            return new double[] {nan, posInf, negInf};
        }
    }
}
