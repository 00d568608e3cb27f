/** The {@code cresset} command. */
module cresset.cli {
    requires static org.jspecify;
    requires cresset;
    requires cresset.examples;
    requires cresset.testkit;
    requires info.picocli;
    requires tools.jackson.databind;

    // picocli fills annotated fields and constructs subcommands.
    opens dev.cresset.cli to
            info.picocli;
}
