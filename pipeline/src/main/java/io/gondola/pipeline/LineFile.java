package io.gondola.pipeline;

import io.gondola.dsl.Go;
import io.gondola.dsl.Unit;
import io.gondola.dsl.engine.Fiber;
import io.gondola.dsl.engine.Signal;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A file that a pipeline writes lines to: {@code writeLines} and {@code appendLines}. */
final class LineFile {
    private static final int BLOCK = 1 << 16;

    private final Path file;

    /** Where the lines go until all are there; the file itself if they are written in place. */
    private @Nullable Path written;

    /** What is replaced in the end: where the file leads, if it is a link. */
    private @Nullable Path target;

    private final boolean append;

    /**
     * Whether lines go to the file itself: they are appended, or it is a device or a pipe, which must stay what it is.
     */
    private boolean inPlace;

    private @Nullable FileChannel channel;
    private byte[] block = new byte[BLOCK];
    private int size;

    LineFile(Path file, boolean append) {
        this.file = file;
        this.append = append;
    }

    static Go<Unit> write(Pipeline<?> lines, Label label, Path file, boolean append) {
        return Go.suspend(() -> {
            LineFile f = new LineFile(file, append);
            return new Terminal<>(lines, f.new Writing(label)).defer(Go.blocking(f::abandon));
        });
    }

    private Unit open() throws IOException {
        inPlace = append || isDevice();
        if (inPlace) {
            written = file;
            channel = append
                    ? FileChannel.open(
                            file, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.APPEND)
                    : FileChannel.open(file, StandardOpenOption.WRITE);
        } else {
            target = java.nio.file.Files.exists(file) ? file.toRealPath() : file;
            Path folder = target.toAbsolutePath().getParent();
            if (folder == null) {
                throw new FileSystemException(file.toString(), null, "it is in no folder");
            }
            Path temporary = folder.resolve("." + file.getFileName() + "." + UUID.randomUUID() + ".tmp");
            channel = create(temporary);
            written = temporary;
        }
        return Unit.UNIT;
    }

    private boolean isDevice() {
        return java.nio.file.Files.exists(file)
                && !java.nio.file.Files.isRegularFile(file)
                && !java.nio.file.Files.isDirectory(file);
    }

    /** What is wrong is said of the file that the user named. */
    private FileChannel create(Path temporary) throws IOException {
        try {
            return FileChannel.open(temporary, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        } catch (NoSuchFileException e) {
            throw new NoSuchFileException(file.toString(), null, "there is no such folder");
        } catch (AccessDeniedException e) {
            throw new AccessDeniedException(file.toString(), null, "no file can be made in its folder");
        } catch (FileSystemException e) {
            throw new FileSystemException(file.toString(), null, e.getReason());
        }
    }

    private void add(String line) {
        byte[] bytes = line.getBytes(StandardCharsets.UTF_8);
        if (size + bytes.length + 1 > block.length) {
            block = Arrays.copyOf(block, Math.max(2 * block.length, size + bytes.length + 1));
        }
        System.arraycopy(bytes, 0, block, size, bytes.length);
        size += bytes.length;
        block[size++] = '\n';
    }

    private Unit flush() throws IOException {
        FileChannel to = Objects.requireNonNull(channel);
        ByteBuffer buffer = ByteBuffer.wrap(block, 0, size);
        while (buffer.hasRemaining()) {
            int unused = to.write(buffer);
        }
        size = 0;
        return Unit.UNIT;
    }

    private Unit complete() throws IOException {
        Unit unused = flush();
        FileChannel done = Objects.requireNonNull(channel);
        if (!isDevice()) { // which knows nothing of it
            done.force(true);
        }
        done.close();
        if (!inPlace) {
            move();
        }
        channel = null;
        return Unit.UNIT;
    }

    private void move() throws IOException {
        try {
            java.nio.file.Files.move(
                    written, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (AtomicMoveNotSupportedException e) {
            java.nio.file.Files.move(written, target, StandardCopyOption.REPLACE_EXISTING);
        }
    }

    /** Drops what was not completed. */
    private Unit abandon() throws IOException {
        if (channel != null) {
            channel.close();
            channel = null;
        }
        if (!inPlace && written != null) {
            boolean unused = java.nio.file.Files.deleteIfExists(written);
        }
        return Unit.UNIT;
    }

    /** The last stage: it opens the file before the first element, and completes it at the end. */
    private final class Writing extends Terminal.Sink<Unit> {
        private boolean opened;
        private boolean opening;
        private boolean completing;

        Writing(Label label) {
            super(label);
        }

        @Override
        Object apply(Loop loop, Fiber f, Object x) throws Throwable {
            if (opened) {
                return write(loop, f, x);
            }
            opened = true;
            opening = true;
            Object v = loop.run(f, Go.blocking(LineFile.this::open), label);
            if (v instanceof Signal) {
                return v;
            }
            opening = false;
            return write(loop, f, x);
        }

        private Object write(Loop loop, Fiber f, Object x) throws Throwable {
            add(Objects.requireNonNull(x.toString(), "the element's toString yielded null"));
            if (size < BLOCK) {
                return Mark.SKIP;
            }
            Object v = loop.run(f, Go.blocking(LineFile.this::flush), label);
            return v instanceof Signal ? v : Mark.SKIP;
        }

        @Override
        Object resumed(Loop loop, Fiber f, Object value) throws Throwable {
            if (opening) {
                opening = false;
                return write(loop, f, loop.input());
            }
            return completing ? Mark.END : Mark.SKIP;
        }

        @Override
        Object atEnd(Loop loop, Fiber f) throws Throwable {
            if (completing) {
                return Mark.END;
            }
            completing = true;
            Go<Unit> complete = Go.blocking(() -> {
                if (channel == null) {
                    Unit unused = open();
                }
                return complete();
            });
            Object v = loop.run(f, complete, label);
            return v instanceof Signal ? v : Mark.END;
        }
    }
}
