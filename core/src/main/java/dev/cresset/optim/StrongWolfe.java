package dev.cresset.optim;

import dev.cresset.Tensor;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * A line search: finds a step along a direction at which the strong Wolfe conditions hold (Nocedal
 * and Wright 2006, algorithms 3.5 and 3.6, as in minFunc). First a bracket is found that holds such
 * a step, then it is narrowed by cubic interpolation.
 */
final class StrongWolfe {
    private static final double DECREASE = 1e-4;
    private static final double CURVATURE = 0.9;
    private static final double TOLERANCE = 1e-9;

    /** The function along the direction. */
    interface Objective {
        /** Returns value and gradient at a step. */
        Value at(Scalar step);
    }

    /**
     * What the function is at one step.
     *
     * @param loss the value
     * @param gradient the gradient, as one vector
     */
    record Value(double loss, Tensor gradient) {}

    /**
     * A step that was tried.
     *
     * @param step the step
     * @param loss the function's value there
     * @param gradient its gradient
     * @param slope its derivative along the direction
     */
    record Point(Scalar step, double loss, Tensor gradient, Scalar slope) {}

    private final Objective objective;
    private final Tensor direction;
    private final Point start;
    private final int most;
    private int evaluations;
    private int iterations;

    /** Makes a search that starts where the step is 0, with a number of steps at most. */
    StrongWolfe(Objective objective, Tensor direction, Point start, int most) {
        this.objective = objective;
        this.direction = direction;
        this.start = start;
        this.most = most;
    }

    /** Returns how often the function was computed. */
    int evaluations() {
        return evaluations;
    }

    private Point at(Scalar step) {
        Value v = objective.at(step);
        evaluations++;
        return new Point(step, v.loss, v.gradient, Scalar.of(v.gradient.dot(direction)));
    }

    private boolean decreasesTooLittle(Point p) {
        Scalar line =
                Scalar.of(start.loss).plus(Scalar.of(DECREASE).times(p.step).times(start.slope));
        return Scalar.of(p.loss).isAbove(line);
    }

    private boolean isFlat(Point p) {
        return p.slope.magnitude().isAtMost(Scalar.of(-CURVATURE).times(start.slope));
    }

    /** Returns the point that the search ends at. */
    Point search(Scalar firstStep) {
        List<Point> bracket = bracket(firstStep);
        return bracket.size() == 1 ? bracket.getFirst() : zoom(bracket);
    }

    /** Returns one point that fulfils the conditions, or two that enclose such a point. */
    private List<Point> bracket(Scalar firstStep) {
        Point previous = start;
        Point p = at(firstStep);
        while (iterations < most) {
            if (decreasesTooLittle(p) || (iterations > 1 && p.loss >= previous.loss)) {
                return pair(previous, p);
            }
            if (isFlat(p)) {
                return List.of(p);
            }
            if (Scalar.of(0).isAtMost(p.slope)) {
                return pair(previous, p);
            }
            Scalar least = p.step.plus(Scalar.of(0.01).times(p.step.minus(previous.step)));
            Scalar next = interpolated(previous, p, least, p.step.times(10));
            previous = p;
            p = at(next);
            iterations++;
        }
        return pair(start, p);
    }

    private static List<Point> pair(Point a, Point b) {
        List<Point> out = new ArrayList<>();
        Collections.addAll(out, a, b);
        return out;
    }

    private Point zoom(List<Point> bracket) {
        Scalar size = Scalar.of(direction.abs().max());
        boolean stuck = false;
        int low = lower(bracket);
        while (iterations < most) {
            Scalar a = bracket.get(0).step;
            Scalar b = bracket.get(1).step;
            if (Scalar.of(TOLERANCE).isAbove(b.minus(a).magnitude().times(size))) {
                break;
            }
            Scalar least = a.min(b);
            Scalar greatest = a.max(b);
            Scalar t =
                    a.isAtMost(b)
                            ? interpolated(bracket.get(0), bracket.get(1), a, b)
                            : interpolated(bracket.get(0), bracket.get(1), b, a);
            Scalar margin = Scalar.of(0.1).times(greatest.minus(least));
            if (margin.isAbove(greatest.minus(t).min(t.minus(least)))) {
                if (stuck || greatest.isAtMost(t) || t.isAtMost(least)) {
                    Scalar above = t.minus(greatest).magnitude();
                    t =
                            t.minus(least).magnitude().isAbove(above)
                                    ? greatest.minus(margin)
                                    : least.plus(margin);
                    stuck = false;
                } else {
                    stuck = true;
                }
            } else {
                stuck = false;
            }
            Point p = at(t);
            iterations++;
            int high = 1 - low;
            if (decreasesTooLittle(p) || p.loss >= bracket.get(low).loss) {
                bracket.set(high, p);
                low = lower(bracket);
            } else {
                boolean done = isFlat(p);
                Scalar width = bracket.get(high).step.minus(bracket.get(low).step);
                if (!done && Scalar.of(0).isAtMost(p.slope.times(width))) {
                    bracket.set(high, bracket.get(low));
                }
                bracket.set(low, p);
                if (done) {
                    break;
                }
            }
        }
        return bracket.get(low);
    }

    private static int lower(List<Point> bracket) {
        return bracket.get(0).loss <= bracket.get(1).loss ? 0 : 1;
    }

    /**
     * Returns the step at which the cubic through two points is smallest, within bounds:
     *
     * <pre>
     * d1 = g1 + g2 - 3 (f1 - f2) / (x1 - x2);   d2 = sqrt(d1^2 - g1 g2)
     * x2 - (x2 - x1) (g2 + d2 - d1) / (g2 - g1 + 2 d2)            for x1 at most x2
     * </pre>
     */
    private static Scalar interpolated(Point p, Point q, Scalar least, Scalar greatest) {
        Scalar slope = Scalar.of(p.loss - q.loss).times(3).over(p.step.minus(q.step));
        Scalar d1 = p.slope.plus(q.slope).minus(slope);
        Scalar square = d1.times(d1).minus(p.slope.times(q.slope));
        if (!Scalar.of(0).isAtMost(square)) {
            return least.plus(greatest).times(0.5);
        }
        Scalar d2 = square.squareRoot();
        Point left = p.step.isAtMost(q.step) ? p : q;
        Point right = left == p ? q : p;
        Scalar part =
                right.slope
                        .plus(d2)
                        .minus(d1)
                        .over(right.slope.minus(left.slope).plus(d2.times(2)));
        Scalar at = right.step.minus(right.step.minus(left.step).times(part));
        return at.max(least).min(greatest);
    }
}
