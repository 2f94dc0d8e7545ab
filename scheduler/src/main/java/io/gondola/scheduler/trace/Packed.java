package io.gondola.scheduler.trace;

import java.io.ByteArrayOutputStream;
import java.util.Base64;

/**
 * The rows, the goroutines and what happened at one moment, as numbers: seven bits in a byte, the lowest first, and the
 * eighth bit if there is more; all of that in base 64.
 */
final class Packed {
    private static final int BITS = 7;
    private static final int MORE = 1 << BITS;
    private static final int LINE = 1 << 16;

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    private Packed number(long n) {
        long rest = n;
        while (rest >= MORE) {
            bytes.write(((int) rest & (MORE - 1)) | MORE);
            rest >>>= BITS;
        }
        bytes.write((int) rest);
        return this;
    }

    private Packed lane(int lane) {
        return number(lane + Lanes.OFFSET);
    }

    /** Those whose starts are told as what lies between one and the next; unknown times are 0, others one more. */
    static String rows(Rows rows) {
        Packed p = new Packed();
        p.number(rows.size());
        long before = 0;
        for (int i = 0; i < rows.size(); i++) {
            long start = Math.max(before, rows.start.get(i));
            long ready = rows.ready.get(i);
            p.number(start - before)
                    .number(Math.max(0, rows.end.get(i) - start))
                    .number(ready == Rows.UNKNOWN ? 0 : 1 + Math.max(0, start - ready))
                    .number(rows.goroutine.get(i))
                    .lane(rows.lane.get(i))
                    .number(rows.reason.get(i))
                    .number(rows.on.get(i))
                    .number(rows.by.get(i))
                    .lane(rows.byLane.get(i));
            before = start;
        }
        return p.text();
    }

    static String goroutines(Goroutines goroutines) {
        Packed p = new Packed();
        p.number(goroutines.size());
        for (int i = 0; i < goroutines.size(); i++) {
            Goroutines.Seen g = goroutines.get(i);
            p.number(g.id)
                    .number(g.program)
                    .number(g.name)
                    .number(g.place)
                    .number(g.created + 1)
                    .number(g.creator)
                    .number(g.ended + 1);
        }
        return p.text();
    }

    static String instants(Iterable<Event> instants, int count, Goroutines goroutines) {
        Packed p = new Packed();
        p.number(count);
        for (Event e : instants) {
            boolean ofGoroutine = e.kind() == EventKind.PREEMPTED || e.kind() == EventKind.LONG_STEP;
            p.number(e.kind().number())
                    .number(e.time())
                    .lane(e.lane())
                    .number(e.a())
                    .number(e.b())
                    .number(ofGoroutine ? goroutines.index(e.g()) : e.g());
        }
        return p.text();
    }

    private String text() {
        return Base64.getMimeEncoder(LINE, new byte[] {'\n'}).encodeToString(bytes.toByteArray());
    }
}
