package dev.cresset.nn;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.attribute.ModuleAttribute;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.ModuleDesc;
import java.lang.constant.PackageDesc;
import java.lang.module.Configuration;
import java.lang.module.ModuleFinder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A model in a Java module that does not open its package: {@code app.model.Net} of {@code app}.
 */
class UnopenedPackageTest {
    @TempDir Path folder;

    @Test
    void theErrorNamesModulePackageAndTheLineToWrite() throws Exception {
        Module net = net();
        assertThatThrownBy(net::parameters)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("Net: the field layer cannot be read")
                .hasMessageContaining("the module app does not open the package app.model")
                .hasMessageContaining("`opens app.model to cresset;`");
        assertThatThrownBy(net::copy)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("app");
    }

    private Module net() throws IOException, ReflectiveOperationException {
        ClassDesc module = ClassDesc.of("dev.cresset.nn.Module");
        ClassDesc linear = ClassDesc.of("dev.cresset.nn.Linear");
        ClassFile files = ClassFile.of();
        byte[] net =
                files.build(
                        ClassDesc.of("app.model.Net"),
                        c ->
                                c.withFlags(ClassFile.ACC_PUBLIC)
                                        .withSuperclass(module)
                                        .withField("layer", linear, ClassFile.ACC_PRIVATE)
                                        .withMethodBody(
                                                ConstantDescs.INIT_NAME,
                                                ConstantDescs.MTD_void,
                                                ClassFile.ACC_PUBLIC,
                                                b ->
                                                        b.aload(0)
                                                                .invokespecial(
                                                                        module,
                                                                        ConstantDescs.INIT_NAME,
                                                                        ConstantDescs.MTD_void)
                                                                .return_()));
        byte[] info =
                files.buildModule(
                        ModuleAttribute.of(
                                ModuleDesc.of("app"),
                                m ->
                                        m.requires(
                                                        ModuleDesc.of("java.base"),
                                                        ClassFile.ACC_MANDATED,
                                                        null)
                                                .requires(ModuleDesc.of("cresset"), 0, null)
                                                .exports(PackageDesc.of("app.model"), 0)));
        Files.createDirectories(folder.resolve("app/model"));
        Files.write(folder.resolve("app/model/Net.class"), net);
        Files.write(folder.resolve("module-info.class"), info);
        ModuleLayer boot = ModuleLayer.boot();
        Configuration configuration =
                boot.configuration()
                        .resolve(ModuleFinder.of(folder), ModuleFinder.of(), Set.of("app"));
        ModuleLayer layer =
                boot.defineModulesWithOneLoader(configuration, Module.class.getClassLoader());
        return (Module)
                layer.findLoader("app").loadClass("app.model.Net").getConstructor().newInstance();
    }
}
