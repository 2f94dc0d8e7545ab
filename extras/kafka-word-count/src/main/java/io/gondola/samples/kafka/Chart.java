package io.gondola.samples.kafka;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Who had which partition when. Any thread. */
final class Chart {
    private static final int WIDTH = 64;
    private static final char NOBODY = '·';

    private record Event(long nanos, String worker, Set<Integer> partitions, String text) {}

    private final List<Event> events = new ArrayList<>();
    private final int partitionCount;
    private final long beginNanos = System.nanoTime();

    Chart(int partitionCount) {
        this.partitionCount = partitionCount;
    }

    /** From now on {@code worker} has these. */
    synchronized void assigned(String worker, Set<Integer> partitions) {
        events.add(new Event(System.nanoTime(), worker, partitions, ""));
    }

    /** From now on it has none, for the reason that {@code text} says. */
    synchronized void ended(String worker, String text) {
        events.add(new Event(System.nanoTime(), worker, Set.of(), text));
    }

    synchronized void joined(String worker) {
        events.add(new Event(System.nanoTime(), worker, Set.of(), "starts"));
    }

    /** Whether each of these has had a partition. */
    synchronized boolean hasHad(String... workers) {
        return Arrays.stream(workers)
                .allMatch(w -> events.stream().anyMatch(e -> e.worker.equals(w) && !e.partitions.isEmpty()));
    }

    synchronized String draw() {
        long length = Math.max(1, System.nanoTime() - beginNanos);
        char[][] rows = new char[partitionCount][WIDTH];
        Map<String, Set<Integer>> now = new HashMap<>();
        StringBuilder notes = new StringBuilder();
        int next = 0;
        for (int column = 0; column < WIDTH; column++) {
            long until = beginNanos + length * (column + 1) / WIDTH;
            while (next < events.size() && events.get(next).nanos <= until) {
                Event e = events.get(next++);
                now.put(e.worker, e.partitions);
                if (!e.text.isEmpty()) {
                    notes.append(String.format("%6.1f s  %s %s%n", (e.nanos - beginNanos) / 1e9, e.worker, e.text));
                }
            }
            for (int p = 0; p < partitionCount; p++) {
                rows[p][column] = owner(now, p);
            }
        }
        StringBuilder text = new StringBuilder();
        for (int p = 0; p < partitionCount; p++) {
            text.append(String.format("partition %d │%s│%n", p, new String(rows[p])));
        }
        return text.append(String.format("            0%" + (WIDTH - 1) + ".1f s%n", length / 1e9))
                .append(notes)
                .toString();
    }

    private static char owner(Map<String, Set<Integer>> now, int partition) {
        return now.entrySet().stream()
                .filter(e -> e.getValue().contains(partition))
                .map(e -> e.getKey().charAt(0))
                .findFirst()
                .orElse(NOBODY);
    }
}
