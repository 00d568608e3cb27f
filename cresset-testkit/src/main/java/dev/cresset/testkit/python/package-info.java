/**
 * The subset of Python that recorded calls are written in: a parser to an {@link
 * dev.cresset.testkit.python.Expr} tree and an {@link dev.cresset.testkit.python.Interpreter} that
 * resolves names in tables of its caller.
 *
 * <p>Python values are Java objects: None is null, bool {@link java.lang.Boolean}, int {@link
 * java.lang.Long} ({@link java.math.BigInteger} beyond 64 bits), float {@link java.lang.Double},
 * str {@link java.lang.String}, list {@link java.util.List}, tuple {@link
 * dev.cresset.PythonText.Tuple}, dict {@link java.util.Map}, slice {@link
 * dev.cresset.testkit.python.Slice}, {@code ...} {@link dev.cresset.testkit.python.Ellipsis}, a
 * dtype {@link dev.cresset.op.DType}, a size {@link dev.cresset.op.Shape}, a function {@link
 * dev.cresset.testkit.python.Function}. Anything else is an object of Cresset.
 *
 * <pre>{@code
 * Expr e = Parser.expression("nn.Linear(4, 8, bias=False)");
 * Object linear = new Interpreter(world).evaluate(e);
 * }</pre>
 */
@NullMarked
package dev.cresset.testkit.python;

import org.jspecify.annotations.NullMarked;
