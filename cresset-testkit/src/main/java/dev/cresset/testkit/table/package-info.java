/**
 * Which of PyTorch's ops, modules, optimisers and functions Cresset offers, and how a PyTorch call
 * is written in Cresset.
 *
 * <p>{@link dev.cresset.testkit.table.TorchTable} holds one line for each op: its PyTorch name, its
 * Python signature and an adapter, which is a single call of Cresset's public API.
 *
 * <pre>{@code
 * t.op("sum", "input, dim=None, keepdim=False, *, dtype=None",
 *         a -> a.tensor("input").sum(a.dims("dim"), a.bool("keepdim"), a.dtype("dtype")));
 * }</pre>
 */
@NullMarked
package dev.cresset.testkit.table;

import org.jspecify.annotations.NullMarked;
