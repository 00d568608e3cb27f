/** Small programs written with Cresset, each a file of its own that can be read and run alone. */
@NullMarked
package dev.cresset.examples;

import org.jspecify.annotations.NullMarked;
