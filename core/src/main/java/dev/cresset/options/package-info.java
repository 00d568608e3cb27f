/**
 * What all records of options share: {@link dev.cresset.options.Changed#with copies with one
 * component changed}. Not exported.
 */
@NullMarked
package dev.cresset.options;

import org.jspecify.annotations.NullMarked;
