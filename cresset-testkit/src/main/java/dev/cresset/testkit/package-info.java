/**
 * What an author of an op, a layer or an engine needs to prove it right: tables of cases, gradient
 * checks, and a runner for recorded results of real PyTorch.
 */
@NullMarked
package dev.cresset.testkit;

import org.jspecify.annotations.NullMarked;
