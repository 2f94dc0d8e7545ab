package io.gondola.pipeline;

import io.gondola.dsl.Go;
import io.gondola.dsl.engine.Fiber;
import io.gondola.dsl.engine.Signal;
import io.vavr.control.Option;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** {@code files}: walks a folder. */
final class Files extends Source {
    /** What was found in a folder. */
    private record Entry(Path path, boolean isFolder) {}

    private final Path root;
    private final Deque<Iterator<Entry>> open = new ArrayDeque<>();
    private boolean begun;
    private @Nullable Path listed;

    Files(Label label, Path root) {
        super(label);
        this.root = root;
    }

    @Override
    Object next(Loop loop, Fiber f) throws Throwable {
        if (!begun) {
            begun = true;
            return list(loop, f, root);
        }
        while (!open.isEmpty()) {
            Iterator<Entry> entries = open.peek();
            if (!entries.hasNext()) {
                open.pop();
                continue;
            }
            Entry e = entries.next();
            return e.isFolder ? list(loop, f, e.path) : e.path;
        }
        return Mark.END;
    }

    private Object list(Loop loop, Fiber f, Path folder) throws Throwable {
        listed = folder;
        Object v = loop.run(f, Go.blocking(() -> entries(folder)), label);
        return v instanceof Signal ? v : resumed(loop, f, v);
    }

    @Override
    @SuppressWarnings("unchecked") // of entries
    Object resumed(Loop loop, Fiber f, Object value) throws Throwable {
        if (value instanceof IOException e) {
            return new Failed(new PipelineException(label, Option.of(listed), e), true);
        }
        open.push(((List<Entry>) value).iterator());
        return Mark.SKIP;
    }

    /** The files and folders in {@code folder}, sorted; or the exception that says why they cannot be read. */
    private static Object entries(Path folder) {
        List<Entry> found = new ArrayList<>();
        try (DirectoryStream<Path> paths = java.nio.file.Files.newDirectoryStream(folder)) {
            for (Path p : paths) {
                BasicFileAttributes a = attributes(p);
                if (a != null && (a.isDirectory() || a.isRegularFile())) {
                    found.add(new Entry(p, a.isDirectory()));
                }
            }
        } catch (IOException e) {
            return e;
        } catch (DirectoryIteratorException e) {
            return Objects.requireNonNull(e.getCause());
        } catch (UncheckedIOException e) {
            return Objects.requireNonNull(e.getCause());
        }
        found.sort(Comparator.comparing(Entry::path));
        return found;
    }

    /** Null if it has vanished. */
    private static @Nullable BasicFileAttributes attributes(Path p) {
        try {
            return java.nio.file.Files.readAttributes(p, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        } catch (IOException e) {
            return null;
        }
    }
}
