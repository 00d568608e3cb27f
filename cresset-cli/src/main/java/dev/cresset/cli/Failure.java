package dev.cresset.cli;

import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;

/** What went wrong, in the one sentence that a user of the command reads. */
final class Failure {
    private Failure() {}

    /**
     * The sentence for an exception: its message where the exception was written for users, with
     * the missing words added for file errors, whose messages are bare paths. For a class that
     * signals a defect of the program the class is named too, since its message alone says little.
     */
    static String sentence(Throwable e) {
        return switch (e) {
            case UncheckedIOException u when u.getCause() != null -> sentence(u.getCause());
            case ExecutionException x when x.getCause() != null -> sentence(x.getCause());
            case NoSuchFileException f -> "no such file or folder: " + f.getFile();
            case NotDirectoryException f -> "not a folder: " + f.getFile();
            case AccessDeniedException f -> "no permission to use " + f.getFile();
            case FileAlreadyExistsException f -> "exists already: " + f.getFile();
            case DirectoryNotEmptyException f -> "folder is not empty: " + f.getFile();
            case FileSystemException f when f.getReason() == null ->
                    "cannot use " + f.getFile() + " (" + f.getClass().getSimpleName() + ")";
            case IllegalArgumentException x when x.getMessage() != null -> oneLine(x.getMessage());
            case RuntimeException x -> defect(x);
            case Exception x when x.getMessage() != null -> oneLine(x.getMessage());
            default -> defect(e);
        };
    }

    private static String defect(Throwable e) {
        String message = e.getMessage();
        return e.getClass().getSimpleName()
                + (message == null ? "" : ": " + oneLine(message))
                + " (--stacktrace says where)";
    }

    /** The text with its line breaks turned into spaces. */
    static String oneLine(@Nullable String text) {
        return text == null ? "" : text.strip().replaceAll("\\s*\\R\\s*", " ");
    }
}
