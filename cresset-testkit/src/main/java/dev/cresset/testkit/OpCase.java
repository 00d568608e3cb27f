package dev.cresset.testkit;

import java.util.List;
import java.util.stream.Stream;

/**
 * A row of the op case table: how to try an op.
 *
 * @param name PyTorch's name, as the op table has it
 * @param domain where it is defined and smooth
 * @param differentiable whether gradients flow through it
 * @param elementwise whether each element of the result comes from the elements at its place
 * @param tolerance the largest relative difference between engines, in units of the dtype's epsilon
 * @param covers further ops of PyTorch's that these cases stand for
 * @param samples calls that work
 * @param shown calls with the text of their results, for a reader to verify
 * @param refused calls that must fail
 */
public record OpCase(
        String name,
        Domain domain,
        boolean differentiable,
        boolean elementwise,
        double tolerance,
        List<String> covers,
        List<Sample> samples,
        List<Shown> shown,
        List<Sample> refused) {
    /** A call and the text of its result. */
    public record Shown(Sample sample, String text) {}

    static OpCase of(String name, Domain domain, boolean differentiable) {
        return new OpCase(
                name,
                domain,
                differentiable,
                false,
                16,
                List.of(),
                List.of(),
                List.of(),
                List.of());
    }

    /** Returns this case with more calls that work. */
    public OpCase on(String... arguments) {
        return with(join(samples, made(arguments)), shown, refused);
    }

    /** Returns this case with a call whose result has a text that a reader can verify. */
    public OpCase shows(String arguments, String text) {
        Shown s = new Shown(new Sample(name, arguments, domain), text);
        return with(samples, join(shown, List.of(s)), refused);
    }

    /** Returns this case with more calls that must fail. */
    public OpCase refuses(String... arguments) {
        return with(samples, shown, join(refused, made(arguments)));
    }

    /** Returns this case with another tolerance between engines. */
    public OpCase within(double units) {
        return new OpCase(
                name, domain, differentiable, elementwise, units, covers, samples, shown, refused);
    }

    /** Returns this case, which also stands for other names of the op. */
    public OpCase covering(String... names) {
        return new OpCase(
                name,
                domain,
                differentiable,
                elementwise,
                tolerance,
                List.of(names),
                samples,
                shown,
                refused);
    }

    /** Returns the same calls of another op. */
    OpCase renamed(String other) {
        return new OpCase(
                other,
                domain,
                differentiable,
                elementwise,
                tolerance,
                List.of(),
                samples.stream().map(s -> s.of(other)).toList(),
                shown.stream().map(s -> new Shown(s.sample().of(other), s.text())).toList(),
                refused.stream().map(s -> s.of(other)).toList());
    }

    OpCase perElement() {
        return new OpCase(
                name, domain, differentiable, true, tolerance, covers, samples, shown, refused);
    }

    private OpCase with(List<Sample> on, List<Shown> shows, List<Sample> refuses) {
        return new OpCase(
                name, domain, differentiable, elementwise, tolerance, covers, on, shows, refuses);
    }

    private List<Sample> made(String... arguments) {
        return Stream.of(arguments).map(a -> new Sample(name, a, domain)).toList();
    }

    private static <T> List<T> join(List<T> a, List<T> b) {
        return Stream.concat(a.stream(), b.stream()).toList();
    }

    @Override
    public String toString() {
        return name;
    }
}
