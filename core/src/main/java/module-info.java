/** Cresset: PyTorch's world of tensors, autograd, modules and parameters, native to the JVM. */
module cresset {
    requires static jdk.incubator.vector;
    requires static transitive org.jspecify;

    exports dev.cresset;
    exports dev.cresset.checkpoint;
    exports dev.cresset.data;
    exports dev.cresset.data.transform;
    exports dev.cresset.nn;
    exports dev.cresset.nn.utils;
    exports dev.cresset.op;
    exports dev.cresset.optim;
    exports dev.cresset.train;
    exports dev.cresset.engine to
            cresset.testkit;
}
