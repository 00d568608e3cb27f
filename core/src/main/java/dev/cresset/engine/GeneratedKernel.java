package dev.cresset.engine;

import static java.lang.constant.ConstantDescs.CD_Object;
import static java.lang.constant.ConstantDescs.INIT_NAME;
import static java.lang.constant.ConstantDescs.MTD_void;

import java.lang.classfile.ClassFile;
import java.lang.classfile.CodeBuilder;
import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;
import java.lang.invoke.MethodHandles;
import java.util.function.Consumer;

/** Objects of hidden classes whose only method, {@code run}, is generated. */
final class GeneratedKernel {
    private GeneratedKernel() {}

    /**
     * Makes a class and an object of it.
     *
     * @param kernel the interface that it implements
     * @param run the type of the interface's method {@code run}
     * @param body emits that method
     */
    static <K> K make(Class<K> kernel, MethodTypeDesc run, Consumer<CodeBuilder> body) {
        byte[] bytes =
                ClassFile.of()
                        .build(
                                ClassDesc.of(
                                        "dev.cresset.engine.Generated" + kernel.getSimpleName()),
                                cb ->
                                        cb.withFlags(ClassFile.ACC_FINAL | ClassFile.ACC_SYNTHETIC)
                                                .withInterfaceSymbols(
                                                        kernel.describeConstable().orElseThrow())
                                                .withMethodBody(
                                                        INIT_NAME,
                                                        MTD_void,
                                                        0,
                                                        c ->
                                                                c.aload(0)
                                                                        .invokespecial(
                                                                                CD_Object,
                                                                                INIT_NAME, MTD_void)
                                                                        .return_())
                                                .withMethodBody(
                                                        "run", run, ClassFile.ACC_PUBLIC, body));
        try {
            Class<?> made = MethodHandles.lookup().defineHiddenClass(bytes, true).lookupClass();
            return kernel.cast(made.getDeclaredConstructor().newInstance());
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("generated " + kernel.getSimpleName(), e);
        }
    }
}
