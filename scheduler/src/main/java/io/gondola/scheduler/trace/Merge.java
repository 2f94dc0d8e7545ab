package io.gondola.scheduler.trace;

import java.util.List;
import java.util.PriorityQueue;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The events of all producers in the order of time. Each producer's own are in that order. */
final class Merge {
    private Merge() {}

    static void all(List<EventLog.Part> parts, Consumer<Event> to) {
        PriorityQueue<Cursor> cursors = new PriorityQueue<>();
        for (EventLog.Part part : parts) {
            Cursor c = new Cursor(part.snapshot().chunks(), cursors.size());
            if (c.next()) {
                cursors.add(c);
            }
        }
        while (!cursors.isEmpty()) {
            Cursor first = cursors.poll();
            long limit = cursors.isEmpty() ? Long.MAX_VALUE : cursors.peek().time;
            boolean more;
            do {
                to.accept(first.event);
                more = first.next();
            } while (more && first.time < limit);
            if (more) {
                cursors.add(first);
            }
        }
    }

    private static final class Cursor implements Comparable<Cursor> {
        private final List<EventBuffer.Chunk> chunks;
        private final int number;
        private int chunk;
        private int index;
        private int count;
        private long time;
        private @Nullable Event event;

        Cursor(List<EventBuffer.Chunk> chunks, int number) {
            this.chunks = chunks;
            this.number = number;
            this.count = chunks.isEmpty() ? 0 : chunks.get(0).count();
        }

        boolean next() {
            while (index == count) {
                chunk++;
                if (chunk >= chunks.size()) {
                    return false;
                }
                index = 0;
                count = chunks.get(chunk).count();
            }
            long[] words = chunks.get(chunk).words;
            int i = index * EventBuffer.WORDS;
            event = Event.of(words[i], words[i + 1], words[i + 2]);
            time = event.time();
            index++;
            return true;
        }

        @Override
        public int compareTo(Cursor other) {
            int byTime = Long.compare(time, other.time);
            return byTime != 0 ? byTime : Integer.compare(number, other.number);
        }
    }
}
