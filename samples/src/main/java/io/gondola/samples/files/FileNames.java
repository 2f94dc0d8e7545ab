package io.gondola.samples.files;

import java.nio.file.Path;
import java.util.Comparator;

/** How paths are ordered and printed, the same on every system. */
public final class FileNames {
    /** By name, folders and files as if a slash stood between them. */
    public static final Comparator<Path> ORDER =
            Comparator.comparing(FileNames::withSlashes).thenComparing(Comparator.naturalOrder());

    private FileNames() {}

    /** With slashes, and without characters that would upset a terminal. */
    public static String of(Path path) {
        return printable(withSlashes(path));
    }

    /** Text from a file, without characters that would upset a terminal. */
    public static String printable(String text) {
        return text.replaceAll("\\p{Cntrl}", "?");
    }

    private static String withSlashes(Path path) {
        return path.toString().replace(path.getFileSystem().getSeparator(), "/");
    }
}
