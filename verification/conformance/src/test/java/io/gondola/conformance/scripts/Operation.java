package io.gondola.conformance.scripts;

import java.util.Arrays;
import java.util.List;

/** A step of a script: what main does. {@code index} is its place in the script. */
record Operation(char letter, int index, List<Integer> args) {
    static Operation parse(int index, String text) {
        String[] parts = text.split(":", -1);
        return new Operation(
                parts[0].charAt(0),
                index,
                Arrays.stream(parts).skip(1).map(Integer::valueOf).toList());
    }

    int arg(int i) {
        return args.get(i);
    }
}
