package io.gondola.benchmarks;

import io.vavr.collection.LinkedHashMap;
import io.vavr.collection.List;
import io.vavr.collection.Map;

/**
 * What one process measured: the output of a {@link Worker}.
 *
 * @param nanos of each round
 * @param metrics by their names
 */
record Measurement(String version, List<Long> nanos, Map<String, Double> metrics) {
    /**
     * Reads the lines of a process.
     *
     * @param expected what each round must have yielded
     * @throws PeerFailure if a round did not do all of its work, or a line is not of the protocol
     */
    static Measurement parse(String output, long expected) throws PeerFailure {
        String version = "";
        List<Long> nanos = List.empty();
        Map<String, Double> metrics = LinkedHashMap.empty();
        for (String line : output.lines().toList()) {
            String[] words = line.split(" ", 3);
            try {
                switch (words[0]) {
                    case "version" ->
                        version = line.substring("version".length()).trim();
                    case "round" -> {
                        if (Long.parseLong(words[2]) != expected) {
                            throw new PeerFailure("a round yielded " + words[2] + " instead of " + expected);
                        }
                        nanos = nanos.append(Long.parseLong(words[1]));
                    }
                    case "metric" -> metrics = metrics.put(words[1], Double.parseDouble(words[2]));
                    default -> throw new PeerFailure("not a line of the protocol: " + line);
                }
            } catch (NumberFormatException | ArrayIndexOutOfBoundsException e) {
                throw new PeerFailure("not a line of the protocol: " + line, e);
            }
        }
        return new Measurement(version, nanos, metrics);
    }
}
