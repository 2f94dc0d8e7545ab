package io.gondola.conformance.differential;

import java.util.Arrays;
import java.util.SortedSet;
import java.util.TreeSet;

/** A program and what Go was seen doing with it, as a line of text: seed, fingerprint, outcomes. */
record StoredOutcomes(RandomProgram program, SortedSet<String> outcomes) {
    private static final String SEPARATOR = "\t";

    String line() {
        return program.seed()
                + SEPARATOR
                + Integer.toHexString(program.fingerprint())
                + SEPARATOR
                + String.join(SEPARATOR, outcomes);
    }

    /**
     * Reads a line.
     *
     * @throws IllegalArgumentException if the generator makes another program of the line's seed by now
     */
    static StoredOutcomes parse(String line) {
        String[] parts = line.split(SEPARATOR);
        RandomProgram program = Generator.program(Long.parseLong(parts[0]));
        if (!Integer.toHexString(program.fingerprint()).equals(parts[1])) {
            throw new IllegalArgumentException(
                    "the generator has changed since this line was stored; make the file again with --record: seed="
                            + parts[0]);
        }
        return new StoredOutcomes(program, new TreeSet<>(Arrays.asList(parts).subList(2, parts.length)));
    }
}
