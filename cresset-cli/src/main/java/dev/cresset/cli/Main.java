package dev.cresset.cli;

import java.io.PrintWriter;
import java.lang.module.ModuleDescriptor;
import java.nio.charset.Charset;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;
import picocli.CommandLine.UnmatchedArgumentException;

/**
 * The {@code cresset} command; without a subcommand it prints its usage.
 *
 * <p>Exit status: 0 on success, 1 when anything went wrong. What went wrong is one sentence on the
 * error stream; {@code --stacktrace} adds where.
 */
@Command(
        name = "cresset",
        description = "PyTorch's tensors, autograd, modules and parameters, native to the JVM.",
        mixinStandardHelpOptions = true,
        scope = ScopeType.INHERIT,
        versionProvider = Main.Version.class,
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            DemoCommand.class,
            TrainCommand.class,
            InspectCommand.class,
            ConvertCommand.class,
            DiffCommand.class,
            GoldenCommand.class
        })
public final class Main implements Runnable {
    @Spec private CommandSpec spec;

    @Option(
            names = "--stacktrace",
            scope = ScopeType.INHERIT,
            description = "When something goes wrong, also say where.")
    private boolean stacktrace;

    @SuppressWarnings("NullAway.Init") // picocli fills spec
    private Main() {}

    /**
     * Runs the command and ends the JVM with its exit status.
     *
     * @param args the command line
     */
    public static void main(String[] args) {
        System.exit(commandLine().execute(args));
    }

    /** The whole command, which prints to the standard streams unless told otherwise. */
    static CommandLine commandLine() {
        var main = new Main();
        return new CommandLine(main)
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setOut(new PrintWriter(System.out, true, charset("stdout.encoding")))
                .setErr(new PrintWriter(System.err, true, charset("stderr.encoding")))
                .setParameterExceptionHandler(main::refuse)
                .setExecutionExceptionHandler(main::fail);
    }

    @Override
    public void run() {
        spec.commandLine().usage(spec.commandLine().getOut());
    }

    /** The command line itself is wrong. */
    private int refuse(ParameterException e, String[] args) {
        CommandLine command = e.getCommandLine();
        String commandName = command.getCommandSpec().qualifiedName();
        boolean noSuchCommand =
                e instanceof UnmatchedArgumentException unmatched
                        && !unmatched.isUnknownOption()
                        && !command.getSubcommands().isEmpty();
        String what =
                noSuchCommand
                        ? "'%s' is not a command; there are: %s"
                                .formatted(
                                        ((UnmatchedArgumentException) e).getUnmatched().getFirst(),
                                        String.join(", ", command.getSubcommands().keySet()))
                        : Failure.oneLine(e.getMessage());
        command.getErr().println("cresset: " + what + " (try '" + commandName + " --help')");
        return 1;
    }

    /** A subcommand threw. */
    private int fail(Exception e, CommandLine command, ParseResult parsed) {
        PrintWriter err = command.getErr();
        err.println("cresset: " + Failure.sentence(e));
        if (stacktrace) {
            e.printStackTrace(err);
        }
        return 1;
    }

    private static Charset charset(String property) {
        return Charset.forName(
                System.getProperty(property, Charset.defaultCharset().name()),
                Charset.defaultCharset());
    }

    /** The version of this module, as the build recorded it. */
    static final class Version implements IVersionProvider {
        @Override
        public String[] getVersion() {
            String version =
                    Optional.ofNullable(Main.class.getModule().getDescriptor())
                            .flatMap(ModuleDescriptor::rawVersion)
                            .orElse("(version unknown: not started as a module)");
            return new String[] {
                "cresset " + version, "Java " + System.getProperty("java.runtime.version")
            };
        }
    }
}
