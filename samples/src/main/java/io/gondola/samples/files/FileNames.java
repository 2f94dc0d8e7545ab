package io.gondola.samples.files;

import java.nio.file.Path;

/** How paths are printed: with slashes on every system, and without characters that would upset a terminal. */
final class FileNames {
    private FileNames() {}

    static String of(Path path) {
        return path.toString().replace('\\', '/').replaceAll("\\p{Cntrl}", "?");
    }

    static String below(Path folder, Path path) {
        return folder.equals(path) ? of(folder) : of(folder.relativize(path));
    }
}
