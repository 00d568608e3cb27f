/**
 * Small programs written with Cresset, each a file of its own that can be read and run alone.
 *
 * <p>They are written as users write: without nullness annotations.
 */
package dev.cresset.examples;
