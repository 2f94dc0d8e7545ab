package io.gondola.pipeline;

import io.gondola.dsl.engine.MeterCounter;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.List;

/** How many bytes of a file were taken as lines, during one run; of all its readers, if it is read several times. */
final class FileProgress {
    /*
     * A reader counts in a place of its own, which its goroutine alone writes, once a line: without any order, for it
     * is only displayed. Places are added under the lock of this object.
     */
    private long all = MeterCounter.UNKNOWN;
    private List<Place> places = List.of();

    /** Where one reader counts. */
    static final class Place {
        @SuppressWarnings("unused") // through TAKEN
        private long taken;

        /** So many bytes were taken. */
        void taken(long bytes) {
            TAKEN.setOpaque(this, bytes);
        }
    }

    /** The file is read, once more perhaps; it has {@code size} bytes, or nobody knows. */
    synchronized Place begin(long size) {
        Place place = new Place();
        boolean known = size > 0 && (places.isEmpty() || all != MeterCounter.UNKNOWN);
        all = known ? Math.max(0, all) + size : MeterCounter.UNKNOWN;
        places = io.vavr.collection.List.ofAll(places).append(place).asJava();
        return place;
    }

    private synchronized long all() {
        return all;
    }

    private synchronized long taken() {
        long sum = 0;
        for (Place place : places) {
            sum += (long) TAKEN.getOpaque(place);
        }
        return sum;
    }

    /** That of several files together, known once all are. */
    record Sum(List<FileProgress> files) implements MeterCounter.Progress {
        @Override
        public long done() {
            return files.stream().mapToLong(FileProgress::taken).sum();
        }

        @Override
        public long all() {
            long sum = 0;
            for (FileProgress file : files) {
                long one = file.all();
                if (one == MeterCounter.UNKNOWN) {
                    return one;
                }
                sum += one;
            }
            return sum;
        }
    }

    private static final VarHandle TAKEN;

    static {
        try {
            TAKEN = MethodHandles.lookup().findVarHandle(Place.class, "taken", long.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }
}
